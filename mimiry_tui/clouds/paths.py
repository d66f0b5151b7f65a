"""Ids of others in the paths of addresses."""

from __future__ import annotations

from urllib.parse import quote


def segment(value: str) -> str:
    """An id as one segment of a path, whatever characters it has."""
    return quote(value, safe="") if value not in {"", ".", ".."} else "%2E"
