"""Deeds, collections and reports on screen: their lines, their tables, and how they are begun."""
