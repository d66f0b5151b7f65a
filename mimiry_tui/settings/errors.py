"""What can be wrong with settings, or keep an account from being opened."""

from __future__ import annotations


class SettingsError(ValueError):
    """A setting cannot be used; the text says which one and why."""


class OpeningError(RuntimeError):
    """An account cannot be made ready for use; the text says why, for the person who asked."""
