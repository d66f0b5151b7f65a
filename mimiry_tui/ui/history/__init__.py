"""The sessions that are remembered: a table of their cards, one card from nearer by, totals by month."""
