"""A full-screen terminal dashboard for the Mimiry GPU cloud."""

__version__ = "0.1.0"
