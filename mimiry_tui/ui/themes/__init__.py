"""Themes that users write, and trying one on."""

FOLDER = "themes"
"""Where users keep theirs, within the folder of their settings."""
