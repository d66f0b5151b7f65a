"""What is done at a service beyond what every service can, and what else is asked of it."""
