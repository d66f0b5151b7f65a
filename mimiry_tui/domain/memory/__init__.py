"""What a dashboard remembers that the service forgets: pure records and what follows from them."""
