"""Themes that users write, and trying one on."""
