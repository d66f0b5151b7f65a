"""What fills the terminal, or asks one question in front of it."""
