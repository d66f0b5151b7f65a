"""What is spent and what is left: burn, runway, running balance, spend by day and by what it bought."""
