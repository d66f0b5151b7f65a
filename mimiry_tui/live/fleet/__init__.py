"""All accounts at once, looked at gently: what runs in each, and what it costs."""
