"""A line that says what is being waited for, on a terminal, until there is more to say."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from mimiry_tui.domain.safe_text import safe_text

_LONGEST = 60
"""Columns of a name: a line that went on in the next one could not be wiped."""
_WIPE = "\r\x1b[K\x1b[A"


class Waiting:
    """Stands below what is said first; what is said next takes its place."""

    def __init__(self, say: Callable[[str], None], api_base: str) -> None:
        """Empty `api_base`: nothing is ever shown."""
        self._say = say
        self._line = (
            f"\n  … asking {safe_text(urlsplit(api_base).hostname or '', _LONGEST)}" if api_base else ""
        )
        self._stands = False

    def say(self, text: str) -> None:
        """Say something, and after the first time that more will come."""
        self.end()
        self._say(text + self._line)
        self._stands = bool(self._line)
        self._line = ""

    def end(self) -> None:
        """Nothing is waited for any more."""
        if self._stands:
            self._say(_WIPE)
        self._stands = False
