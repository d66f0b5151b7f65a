"""What the first run needs behind its screens: which host answers, the key on the account, a trial."""
