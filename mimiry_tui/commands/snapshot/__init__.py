"""`mimiry-tui snapshot`: one look at the account without a terminal."""
