"""Setting up: which key, which service, registering the one at the other, and signing in."""
