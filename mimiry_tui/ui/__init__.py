"""What is seen: screens and widgets. Shows domain values, knows no wire and no service."""
