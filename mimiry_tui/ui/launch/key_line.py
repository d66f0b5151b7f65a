"""Which key a session lets in."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.domain.picture import KeyFacts
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, PartLine, fitted


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
        path = Content("") if not key.path else toned(fitted(key.path, width), "bright")
        for fingerprint in (key.fingerprint, short_fingerprint(key.fingerprint)):
            line = path + toned(f" {fingerprint}" if path else fingerprint, "dim")
            if line.cell_length <= width:
                return [Part(line)]
        return [Part(path or toned(key.fingerprint, "dim"))]


def short_fingerprint(fingerprint: str) -> str:
    """The two ends by which people tell keys apart: "SHA256:uJyA…HSKGE"."""
    kind, _, digest = fingerprint.rpartition(":")
    if len(digest) <= 12:
        return fingerprint
    return f"{kind}:{digest[:4]}…{digest[-5:]}" if kind else f"{digest[:4]}…{digest[-5:]}"
