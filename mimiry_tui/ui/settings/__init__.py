"""The screen of settings, in its parts."""
