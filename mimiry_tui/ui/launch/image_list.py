"""The images to choose from, over what stands below the line they are typed in."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.launch.block import Block, Row
from mimiry_tui.ui.launch.image_words import Suggestion
from mimiry_tui.ui.launch.key_line import end_of
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.part_line import Part

MOST = 8
"""Lines at a time; the rest comes with the cursor."""
_WORTH_IT = 12
"""Cells that words need at least, to be shown in part."""


class ImageList(Block):
    """Lines of suggestions, one of which can be lit. It never has the focus.

    It covers the lower line of its section with a frame of its own: as if the section had grown.
    """

    DEFAULT_CSS = """
    ImageList {
        display: none; overlay: screen; constrain: inside none; background: $surface; padding: 0;
    }
    """

    class Picked(Message):
        """This image was clicked."""

        def __init__(self, uri: str) -> None:
            super().__init__()
            self.uri = uri

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[Suggestion, ...] = ()
        self._lit = -1

    @property
    def is_open(self) -> bool:
        return bool(self.display)

    @property
    def is_worth_opening(self) -> bool:
        """Whether there is anything to choose from."""
        return bool(self._shown)

    @property
    def lit(self) -> str:
        """The image under the cursor, or ""."""
        return self._shown[self._lit].uri if self.is_open and 0 <= self._lit < len(self._shown) else ""

    def offer(self, images: Sequence[Suggestion]) -> None:
        """These are to choose from; the cursor stays with its image or goes."""
        if tuple(images) == self._shown:
            return
        lit = self.lit
        self._shown = tuple(images)
        self._lit = next((at for at, one in enumerate(self._shown) if one.uri == lit), -1)
        if not images:
            self.close()
        self.renew()

    def open(self) -> None:
        """Show them, where there are any."""
        if self._shown and not self.is_open:
            self._lit = -1
            self.display = True
            self.renew()

    def close(self) -> None:
        self.display = False
        self._lit = -1

    def move(self, step: int) -> None:
        """Move the cursor; above the first line there is none."""
        self._lit = max(-1, min(len(self._shown) - 1, self._lit + step))
        self.renew()

    def on_resize(self, event: events.Resize) -> None:
        """Bring all of it into sight, with the field it belongs to."""
        section = self.parent
        if isinstance(section, Widget) and isinstance(section.parent, Widget):
            whole = section.virtual_region.grow((0, 0, event.size.height - 1, 0))
            section.parent.scroll_to_region(whole, animate=False)

    def rows(self, width: int) -> list[Row]:
        if not self._shown:
            return []
        first = self._first()
        side = toned("│", "accent")
        rows = [
            [Part(side + _line(image, max(1, width - 2), at == self._lit) + side)]
            for at, image in enumerate(self._shown[first : first + MOST], start=first)
        ]
        return [*rows, [Part(_lower_line(width, len(self._shown)))]]

    def on_mouse_down(self, event: events.MouseDown) -> None:
        # Before the click is complete the focus, and this list with it, may be gone.
        event.stop()
        at = self._first() + event.y
        if event.y < MOST and at < len(self._shown):
            self.post_message(self.Picked(self._shown[at].uri))

    def _first(self) -> int:
        return max(0, min(self._lit - MOST // 2, len(self._shown) - MOST))


def _line(image: Suggestion, width: int, lit: bool) -> Content:
    """The image, and as many whole pieces of words as there is room for."""
    room = max(1, width - 2)
    uri = Content(safe_text(image.uri)).truncate(room, ellipsis=True).plain
    if image.tone == "warn" and image.words and Content(uri).cell_length + 2 + _WORTH_IT > room:
        # What speaks against it is worth more than its registry.
        uri = end_of(image.uri, max(_WORTH_IT, room - 2 - len(image.words[0])))
    line = toned(f" {uri}", "accent" if lit else "bright", bold=lit)
    for number, piece in enumerate(image.words):
        words = toned(("  " if number == 0 else " · ") + piece, image.tone)
        left = room + 1 - line.cell_length
        if words.cell_length > left:
            # The first words are worth something even in part.
            line += words.truncate(left, ellipsis=True) if number == 0 and left >= _WORTH_IT else Content("")
            break
        line += words
    line = line.pad_right(max(0, width - line.cell_length))
    return line.stylize("on $row-cursor") if lit else line


def _lower_line(width: int, count: int) -> Content:
    """The lower line of the frame, with how many there are and the keys."""
    keys = key_hints(
        ("↑ ↓", "choose"),
        (key_now("image.take", "enter"), "takes it"),
        (key_now("image.close", "esc"), "closes"),
    )
    keys = keys.truncate(max(1, width - 6), ellipsis=True)
    more = toned(f" {count} images ", "dim") if count > MOST else Content("")
    rule = width - 6 - keys.cell_length - more.cell_length
    if rule < 0:
        more, rule = Content(""), rule + more.cell_length
    lead, line = toned("╰─", "accent"), toned("─" * max(0, rule), "accent")
    return lead + more + line + Content(" ") + keys + Content(" ") + toned("─╯", "accent")
