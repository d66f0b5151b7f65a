"""`mimiry-tui doctor`: looks at everything the dashboard needs, and says what is wrong and what helps."""
