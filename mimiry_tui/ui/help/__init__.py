"""What the help says of the place it was called from, and of the keys that work there."""
