"""Launching sessions: written down first, sent once, followed until it is known what became of it."""
