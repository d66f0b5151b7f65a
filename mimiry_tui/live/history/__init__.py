"""What this machine remembers of sessions, in a database."""
