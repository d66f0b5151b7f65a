"""Sizes of files in words."""

from __future__ import annotations

_UNITS = ("kB", "MB", "GB", "TB")


def bytes_words(count: int) -> str:
    """As people write it, in thousands: "812 bytes", "1.4 MB", "38 GB"."""
    if count < 1_000:
        return f"{count} byte{'' if count == 1 else 's'}"
    size, place = count / 1_000, 0
    while size >= 999.5 and place < len(_UNITS) - 1:
        size, place = size / 1_000, place + 1
    return f"{size:.1f} {_UNITS[place]}" if size < 9.95 else f"{size:.0f} {_UNITS[place]}"
