"""Which key a session lets in."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.domain.launching.picture import KeyFacts
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, PartLine

_LEAST_PATH = 5
"""Cells below which the end of a path says nothing."""


class KeyLine(PartLine):
    """Where the key is and its fingerprint: whole where there is room, else its two ends."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._key: KeyFacts | None = None

    def show(self, key: KeyFacts | None) -> None:
        """Show this key; None when nobody is let in."""
        if key != self._key:
            self._key = key
            self.repaint()

    def parts(self, width: int) -> list[Part]:
        key = self._key
        if key is None:
            return [Part(toned("no way in: its log is all there is", "dim"))]
        if not key.line:
            return [Part(toned("no key", "bad"))]
        path = toned(key.path, "bright")
        for words in (key.fingerprint, short_fingerprint(key.fingerprint)):
            fingerprint = toned(f" {words}" if path else words, "dim")
            if path.cell_length + fingerprint.cell_length <= width:
                return [Part(path + fingerprint)]
        # The fingerprint is what tells keys apart; of the path its end says most.
        room = width - fingerprint.cell_length
        if room < _LEAST_PATH:
            return [Part((path or fingerprint).truncate(max(1, width), ellipsis=True))]
        return [Part(toned(end_of(key.path, room), "bright") + fingerprint)]


def end_of(path: str, cells: int) -> str:
    """As much of the end of a path as so many cells hold, with `…` for the rest."""
    shown = safe_text(path)
    while Content(shown).cell_length > cells:
        shown = "…" + shown.removeprefix("…")[1:]
    return shown


def short_fingerprint(fingerprint: str) -> str:
    """The two ends by which people tell keys apart: "SHA256:uJyA…HSKGE"."""
    kind, _, digest = fingerprint.rpartition(":")
    if len(digest) <= 12:
        return fingerprint
    return f"{kind}:{digest[:4]}…{digest[-5:]}" if kind else f"{digest[:4]}…{digest[-5:]}"
