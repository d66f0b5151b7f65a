"""The account's money over time: what it moved, what is remembered of it, who one is."""
