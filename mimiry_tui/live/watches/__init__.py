"""Watching offers for somebody, across runs; and launching what was agreed to, once."""
