"""The parts of the account screen: what there is, what moved, what was spent on what, what is allowed."""
