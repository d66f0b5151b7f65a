"""What a reader looks for in a log: plain text or a regular expression, and where it is in a line.

A regular expression can be made to run for years on a short line. The `regex` library lets go of the
interpreter while it matches and stops after a given time, so a bad one costs a message, not the screen.
"""

from __future__ import annotations

import regex

from mimiry_tui.domain.logs.ansi_text import shown
from mimiry_tui.live.logs.spool_bytes import Needle
from mimiry_tui.live.logs.spool_format import PREFIX
from mimiry_tui.live.logs.spool_reader import Block

LINE_SECONDS = 0.25
"""How long one expression may work on one line."""
MARKING_SECONDS = 0.01
"""The same while the line is painted: what takes longer is not marked."""
_STRIKES = 3
"""Lines on which marking took too long before it is given up: a screen has fifty of them."""
_SHORT = 1024
"""Characters of a line on which an expression with a single choice can't take noticeably long."""
_SGR = regex.compile(rb"\x1b\[[0-9;:]*m")


class BadQuery(ValueError):
    """The text is not a regular expression; its words say why."""


class TooSlow(Exception):
    """The expression takes too long on a line."""


class LogQuery:
    """Finds lines and places in lines. What is looked at is the text as shown, without colours."""

    def __init__(self, text: str, *, is_regex: bool = False, match_case: bool = False) -> None:
        """`text` must not be empty; raises BadQuery."""
        self.text = text
        self.is_regex = is_regex
        self.match_case = match_case
        flags = regex.VERSION0 | (0 if match_case else regex.IGNORECASE)
        try:
            self._pattern = regex.compile(text if is_regex else regex.escape(text), flags)
        except regex.error as error:
            raise BadQuery(f"not a regular expression: {error}") from None
        # Bytes can be compared as they are when every character of theirs is one byte.
        self._needle: Needle | None = None
        if (not is_regex or text.replace(" ", "").isalnum()) and (match_case or text.isascii()):
            self._needle = Needle(text.encode("utf-8", "replace"), ignore_case=not match_case)
        self._strikes = 0
        self._spaced = " " in text
        # With a single choice to make, an expression takes at most the square of a line's length.
        self._needs_limit = is_regex and sum(map(text.count, "*+?{|")) > 1

    def lines_in(self, block: Block) -> list[int]:
        """The numbers of the block's lines that match; raises TooSlow."""
        data, inside = block.data, block.inside
        needs_parsing = False
        if not block.is_plain:
            if b"\x1b" in data:
                data, inside = _SGR.sub(b"", data), ()
            # What a terminal would overwrite or put spaces for is not in the bytes as it is shown.
            needs_parsing = b"\r" in data or b"\x1b" in data
        if self._needle is None or needs_parsing or (self._spaced and b"\t" in data):
            return self._by_pattern(data, block.first)
        return self._needle.lines_in(data, block.first, inside)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where in a shown line it is found. Quick, or empty."""
        if self._strikes >= _STRIKES:
            return []
        try:
            found = self._pattern.finditer(text, timeout=MARKING_SECONDS)
            return [one.span() for one in found if one.end() > one.start()]
        except TimeoutError:
            self._strikes += 1
            return []

    def _by_pattern(self, data: bytes, first: int) -> list[int]:
        return [number for number, line in enumerate(data.split(b"\n")[:-1], first) if self._matches(line)]

    def _matches(self, line: bytes) -> bool:
        text = line[PREFIX:].decode("utf-8", "replace")
        if not text.isprintable():
            text = shown(text)
        if not self._needs_limit and len(text) <= _SHORT:
            return self._pattern.search(text) is not None
        try:
            return self._pattern.search(text, concurrent=True, timeout=LINE_SECONDS) is not None
        except TimeoutError:
            raise TooSlow from None
