"""The parts of the view of all accounts."""
