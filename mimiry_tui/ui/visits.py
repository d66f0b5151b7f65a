"""What is on its way into a session, and goes with the account it belongs to."""

from __future__ import annotations

VISITS = "visits"
"""The group of the app's workers that end when another account is gone on with."""
