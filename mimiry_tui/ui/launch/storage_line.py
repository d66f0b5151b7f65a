"""One volume of the form: its tick, where it is mounted, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.launching.mount_paths import suggest_path
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.launch.form_input import DraftInput
from mimiry_tui.ui.launch.one_of import OneOf
from mimiry_tui.ui.launch.section import Edit, Edited
from mimiry_tui.ui.launch.storage_rows import MountRow, set_path, toggle_mount
from mimiry_tui.ui.launch.typed_ahead import took_key
from mimiry_tui.ui.launch.words_line import Note
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.part_line import Part, PartLine

TICKED, FREE, BARRED = "☑", "☐", "·"
LONGEST_NAME = 18
"""Cells of a volume's name; foreign ones can be of any length."""
LONGEST_PLACE = 16
_ARROW = " → "


ARROWS: list[BindingType] = [
    Binding("up", "move(-1)", "up", id="storage.up", tooltip="The volume above", show=False),
    Binding("down", "move(1)", "down", id="storage.down", tooltip="The volume below", show=False),
]
Move = Callable[[int], None]
"""Puts the focus on the volume so many lines below, at once: the next key may be waiting already."""


class Tick(PartLine, can_focus=True):
    """Whether a volume is mounted, its name, size and place."""

    DEFAULT_CSS = """
    Tick { width: auto; background: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "press", "mount", id="storage.mount", tooltip="Mount it, or leave it out"),
        *ARROWS,
    ]

    class Clicked(Message):
        """It was pressed with the mouse."""

        def __init__(self, row: MountRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, row: MountRow, move: Move, pressed: Callable[[], None]) -> None:
        """`pressed` hears at once that it is to be mounted, or left out."""
        super().__init__()
        self._row = row
        self._move = move
        self._pressed = pressed
        self._widths = (0, 0, 0)
        self._whole = True

    def show(self, row: MountRow, widths: tuple[int, int, int], whole: bool) -> None:
        """`widths`: cells of name, size and place; `whole`: the provider is named too."""
        if (row, widths, whole) == (self._row, self._widths, self._whole):
            return
        resized = (widths, whole) != (self._widths, self._whole)
        self._row, self._widths, self._whole = row, widths, whole
        self.repaint()
        if resized:
            self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return sum(self._widths) + 6 + len(_ARROW)

    def parts(self, width: int) -> list[Part]:
        row, (name, size, place) = self._row, self._widths
        lit = self.has_focus
        recedes = not row.may_toggle
        sign = TICKED if row.is_mounted else BARRED if recedes else FREE
        dim: Tone = "dim" if recedes else "text"
        figure = f"{row.size_gb:,} GB" if row.size_gb else ""
        line = (
            toned(f"{sign} ", "accent" if row.is_mounted or lit else "dim", bold=lit)
            + toned(_cells(row.name, name), "dim" if recedes else "bright", bold=row.is_mounted)
            + toned(f"  {figure:>{size}}  ", dim)
            + toned(_cells(place_of(row, whole=self._whole), place), dim)
        )
        if lit:
            line = line.stylize("reverse" if self.app.no_color else "on $row-cursor")
        arrow = _ARROW if row.is_mounted else " " * len(_ARROW)
        return [Part(line, "press(True)"), Part(toned(arrow, "dim"))]

    async def _on_key(self, event: events.Key) -> None:
        await took_key(self, event)

    def on_focus(self) -> None:
        self.repaint()

    def on_blur(self) -> None:
        self.repaint()

    def action_press(self, by_mouse: bool = False) -> None:
        self._pressed()
        if by_mouse:
            self.post_message(self.Clicked(self._row))

    def action_move(self, step: int) -> None:
        self._move(step)


class PathInput(DraftInput):
    """Where a volume is mounted; the arrows lead on to the others."""

    BINDINGS: ClassVar[list[BindingType]] = ARROWS

    def __init__(
        self, edit: Callable[[Edit], None], change: Callable[[Draft, str], Draft], move: Move
    ) -> None:
        super().__init__(edit, change, placeholder="/data")
        self._move = move
        # What stands there is a suggestion: what is typed takes its place.
        self.select_on_focus = True

    def action_move(self, step: int) -> None:
        self._move(step)


class VolumeLine(Vertical):
    """The line, and below it what is wrong with the path."""

    DEFAULT_CSS = """
    VolumeLine {
        height: auto; width: 1fr;
        Horizontal { height: 1; width: 1fr; }
        FormInput { width: 1fr; min-width: 8; max-width: 28; margin-right: 1; }
        OneOf { width: 1fr; min-width: 13; }
        Note { margin-left: 2; }
    }
    """

    def __init__(self, row: MountRow, move: Move) -> None:
        super().__init__()
        self.row = row
        self.tick = Tick(row, move, self._pressed)
        self._move = move
        self._line = Horizontal()
        self._note = OneOf()
        self._path: PathInput | None = None
        self._trouble: Note | None = None
        self._shown_by: tuple[tuple[int, int, int], bool] | None = None
        """How its row was last drawn; None where a key has changed what is to be seen since."""

    def compose(self) -> ComposeResult:
        with self._line:
            yield self.tick
            yield self._note

    def on_mount(self) -> None:
        self._stand()

    @property
    def path(self) -> PathInput:
        """Where it is mounted. Most of many volumes are not: theirs is never made."""
        if self._path is None:
            self._path = PathInput(self._tell, self._with_path, self._move)
            self._stand()
        return self._path

    def show(self, row: MountRow, widths: tuple[int, int, int], whole: bool) -> None:
        # Most of many volumes are not mounted, and stay as they are with every letter typed elsewhere.
        if row is self.row and not row.is_mounted and (widths, whole) == self._shown_by:
            return
        self.row, self._shown_by = row, (widths, whole)
        self.tick.show(row, widths, whole)
        self._show_path(row.is_mounted)
        if row.wish is not None:
            self.path.show(row.wish.path)
        self._note.say([toned(version, row.tone) for version in row.note])
        if row.trouble and self._trouble is None:
            self._trouble = Note()
            self._stand()
        if self._trouble is not None:
            self._trouble.say(toned(f"✗ {row.trouble}", "bad") if row.trouble else Content())

    def _pressed(self) -> None:
        row, self._shown_by = self.row, None
        if not row.may_toggle:
            self.refuse()
            return
        self._tell(toggle_mount(row))
        # Before the draft knows: "space, tab, /data" is typed in one go.
        self._show_path(not row.is_mounted)
        if not row.is_mounted:
            self.path.put(suggest_path(row.name))

    def _show_path(self, shown: bool) -> None:
        if shown or self._path is not None:
            self.path.display = shown

    def _stand(self) -> None:
        """Put what came later where it belongs, once there is something to stand beside."""
        if not self._note.is_attached:
            return  # `on_mount` comes back to it
        if self._path is not None and not self._path.is_attached:
            self._line.mount(self._path, before=self._note)
        if self._trouble is not None and not self._trouble.is_attached:
            self.mount(self._trouble)

    def refuse(self) -> None:
        """Say loudly why it cannot be mounted."""
        self._note.say([toned(f"✗ {version}", "warn") for version in self.row.note])

    def _with_path(self, draft: Draft, text: str) -> Draft:
        return set_path(self.row, text)(draft)

    def _tell(self, change: Edit) -> None:
        self.post_message(Edited(change))


def place_of(row: MountRow, *, whole: bool) -> str:
    """Where it is: "verda/FIN-03", or what matters most of that."""
    parts = (row.provider, row.location) if whole else (row.location or row.provider,)
    return "/".join(part for part in parts if part)


def _cells(text: str, width: int) -> str:
    shown = Content(safe_text(text)).truncate(max(1, width), ellipsis=True)
    return shown.plain + " " * max(0, width - shown.cell_length)
