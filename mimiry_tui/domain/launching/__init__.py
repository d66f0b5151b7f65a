"""A launch before it is one: what was typed, what it would send, cost and run into. Pure."""
