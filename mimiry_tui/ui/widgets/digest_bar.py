"""The line that says what happened since a dashboard was last open. It asks for nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content

from mimiry_tui.clock import Clock
from mimiry_tui.ui.hearing import Hearing
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, PartLine

if TYPE_CHECKING:
    from mimiry_tui.domain.memory.digest import Digest
    from mimiry_tui.live.memory.digest import DigestDesk

STAYS = 180.0
"""Seconds that it stands while somebody looks."""
_GAP = 3


class DigestBar(Hearing, PartLine):
    """One line above the keys until it is read or has stood its time, nothing at all otherwise."""

    DEFAULT_CSS = """
    DigestBar { display: none; background: $surface; }
    """

    def __init__(self, clock: Clock, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._clock = clock
        self._digest: Digest | None = None
        self._gone = False
        self._until: float | None = None
        self._hear_no_more: Callable[[], None] = lambda: None

    def attach(self, desk: DigestDesk) -> None:
        """Show what that desk finds, from now on."""
        self._hear_no_more()
        self._gone, self._until = False, None
        self._hear_no_more = self.hear(desk.subscribe, lambda: self._show(desk.digest))
        self._show(desk.digest)

    def on_show(self) -> None:
        # The ticker wakes only what can be seen, and before this it could not.
        self._wait()

    def put_away(self) -> bool:
        """Take the line away for good; False where there was none."""
        if not self.display:
            return False
        self._gone, self.display = True, False
        Ticker.of(self.app, self._clock).forget(self)
        return True

    def parts(self, width: int) -> list[Part]:
        from mimiry_tui.ui.history.digest_words import away_words, short_pieces  # not before there is news

        digest = self._digest
        if digest is None:
            return []
        head = toned(" since you left ", "dim") + toned(f"({away_words(digest)})", "text")
        key = toned(key_of(self, "digest"), "accent", bold=True)
        room = width - 1 - head.cell_length
        line, left_out = _fitted(list(short_pieces(digest, times=True)), key, room)
        if left_out:
            # More of what happened is worth more than when it did.
            line, left_out = _fitted(list(short_pieces(digest, times=False)), key, room)
        return [
            Part(head + line, "screen.digest"),
            Part(Content(" " * _GAP)),
            Part(_tail(key, left_out), "screen.digest"),
        ]

    def _show(self, digest: Digest | None) -> None:
        self._digest = digest
        if digest is None or self._gone:
            return
        self.display = True
        self.repaint()
        self._wait()

    def _wait(self) -> None:
        """Go by itself after a while."""
        if self._until is None:
            self._until = self._clock.monotonic() + STAYS
        Ticker.of(self.app, self._clock).wake(self, self._until, self._has_stood)

    def _has_stood(self) -> None:
        self.put_away()


def _fitted(pieces: list[Content], key: Content, room: int) -> tuple[Content, int]:
    """As many of the pieces as there is room for besides the key, and how many are left out."""
    line, shown = Content(""), 0
    for piece in pieces:
        tail = _tail(key, len(pieces) - shown - 1)
        # One that is too long leaves its place to shorter ones after it.
        if _GAP + piece.cell_length + _GAP + tail.cell_length <= room:
            line += Content(" " * _GAP) + piece
            room -= _GAP + piece.cell_length
            shown += 1
    return line, len(pieces) - shown


def _tail(key: Content, more: int) -> Content:
    """The key that tells it all, and how much the line leaves out."""
    return key + toned(f" {more} more" if more else " all", "dim")
