"""Which volumes the session sees, and where."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from mimiry_tui.domain.launching.draft import Field
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.launch.framed import FramedSection
from mimiry_tui.ui.launch.gpu_words import refusal
from mimiry_tui.ui.launch.kept import Kept
from mimiry_tui.ui.launch.new_volume_line import NewVolumeLine, NewVolumeWanted
from mimiry_tui.ui.launch.section import View
from mimiry_tui.ui.launch.storage_line import (
    LONGEST_NAME,
    LONGEST_PLACE,
    Tick,
    VolumeLine,
    place_of,
)
from mimiry_tui.ui.launch.storage_rows import MountRow, grounds_of_rows, mount_rows
from mimiry_tui.ui.launch.words_line import Note
from mimiry_tui.ui.toned import toned

__all__ = ["NewVolumeWanted", "StorageSection"]

_WHOLE_FROM = 70
"""Cells from which a volume's provider is named beside its location."""


class StorageSection(FramedSection):
    """Each volume on a line: ticked it is mounted, where its path says.

    One tick at a time is a stop of the tab key, the arrows lead to the others.
    """

    NUMBER: ClassVar[int] = 4
    NAME: ClassVar[str] = "Storage"
    FIELDS: ClassVar[tuple[Field, ...]] = (Field.STORAGE,)
    DEFAULT_CSS = """
    StorageSection {
        #launch-volumes { height: auto; max-height: 9; scrollbar-size-vertical: 1; background: $surface; }
    }
    """

    def __init__(self, *, id: str = "launch-storage") -> None:
        super().__init__(id=id)
        self.new = NewVolumeLine(self._move)
        self._list = VerticalScroll(id="launch-volumes", can_focus=False)
        self._state = Note()
        self._asked = Note()
        self._refusal = Note()
        self._lines: dict[str, VolumeLine] = {}
        self._kept_rows: Kept[tuple[MountRow, ...]] = Kept()
        self._kept_widths: Kept[tuple[int, int, int]] = Kept()
        self._order: list[str] = []
        self._current = ""
        self._view: View | None = None

    def fields(self) -> ComposeResult:
        yield self._state
        with self._list:
            yield from self._shown()
        yield self.new
        yield self._asked
        yield self._refusal

    # What is shown

    def begin(self, view: View) -> None:
        self._keep_lines(self._rows_of(view))

    def show(self, view: View) -> None:
        self._view = view
        if not self._list.is_attached:
            return  # `on_mount` comes back to it
        rows = self._rows_of(view)
        self._keep_lines(rows)
        whole = self.size.width >= _WHOLE_FROM
        widths = self._kept_widths.made_of((rows, whole), lambda: _widths(rows, whole))
        for row in rows:
            self._lines[row.id].show(row, widths, whole)
        self.new.show(view.preflight.place.location)
        self._state.say(_state(view, len(rows)))
        self._refusal.say(refusal(view, self.FIELDS) or _elsewhere(view, rows))
        mounted = [row for row in rows if row.is_mounted]
        total = sum(row.size_gb or 0 for row in mounted)
        words = f"{len(mounted)} mounted · {total:,} GB" if mounted else ""
        self.say(toned(words, "dim") if words else Content())

    def say_of_new(self, words: Content) -> None:
        """What becomes of a volume that was asked for here; nothing once it is in the list."""
        self._asked.say(words)

    def on_mount(self) -> None:
        if self._view is not None:
            self.show(self._view)

    def on_resize(self, event: events.Resize) -> None:
        if self._view is not None:
            self.show(self._view)

    def focus_field(self, field: Field) -> bool:
        if field is not Field.STORAGE:
            return False
        troubled = [line for line in self._shown() if line.row.trouble]
        barred = [line for line in self._shown() if line.row.is_mounted and line.row.against]
        if troubled:
            self.go(troubled[0].path)
        elif barred or self._order:
            self._go((barred or [self._lines[self._current]])[0])
        else:
            self.go(self.new)
        return True

    def _rows_of(self, view: View) -> tuple[MountRow, ...]:
        return self._kept_rows.made_of(grounds_of_rows(view), lambda: mount_rows(view))

    def _keep_lines(self, rows: tuple[MountRow, ...]) -> None:
        """A line for each row, in order; what stays keeps its cursor."""
        order = [row.id for row in rows]
        if order == self._order:
            return
        for gone in set(self._lines) - set(order):
            self._lines.pop(gone).remove()
        new = [VolumeLine(row, self._move) for row in rows if row.id not in self._lines]
        self._lines |= {line.row.id: line for line in new}
        self._order = order
        if self._list.is_attached:
            self._list.mount_all(new)
            places = {id(self._lines[key]): place for place, key in enumerate(order)}
            # Lines being removed are children still.
            self._list.sort_children(key=lambda child: places.get(id(child), len(places)))
        if self._current not in self._lines:
            self._current = order[0] if order else ""
        self._one_stop()

    def _shown(self) -> list[VolumeLine]:
        return [self._lines[key] for key in self._order]

    def _one_stop(self) -> None:
        for key, line in self._lines.items():
            line.tick.can_focus = key == self._current

    # What is wanted

    @on(Tick.Clicked)
    def _clicked(self, event: Tick.Clicked) -> None:
        event.stop()
        if (line := self._lines.get(event.row.id)) is not None:
            self._go(line)

    def _move(self, step: int) -> None:
        """To the volume above or below, and past the last one to the new one."""
        stops: list[Widget] = [*self._shown(), self.new]
        focused = self.screen.focused
        at = next((i for i, stop in enumerate(stops) if focused and stop in focused.ancestors_with_self), 0)
        to = stops[max(0, min(len(stops) - 1, at + step))]
        if isinstance(to, VolumeLine):
            self._go(to)
        else:
            self.screen.set_focus(to)

    def _go(self, line: VolumeLine) -> None:
        self._current = line.row.id
        line.tick.can_focus = True
        self.screen.set_focus(line.tick)
        self._one_stop()


def _widths(rows: tuple[MountRow, ...], whole: bool) -> tuple[int, int, int]:
    """Cells of name, size and place, the same on each line."""
    name = max((Content(safe_text(row.name)).cell_length for row in rows), default=0)
    size = max((len(f"{row.size_gb:,} GB") for row in rows if row.size_gb), default=0)
    places = [Content(safe_text(place_of(row, whole=whole))).cell_length for row in rows]
    return min(name, LONGEST_NAME), size, min(max(places, default=0), LONGEST_PLACE)


def _state(view: View, rows: int) -> Content:
    """Why there is nothing to choose from, or why what there is may be old."""
    reading = view.picture.volumes
    if reading.trouble:
        old = "; these are as they were" if rows and reading.as_of is not None else ""
        return toned(f"volumes unknown: {reading.trouble}{old}", "warn")
    if reading.as_of is None:
        return toned("reading volumes…", "dim")
    return (
        Content()
        if rows
        else toned("no volumes yet: what is written to the session's disk ends with it", "dim")
    )


def _elsewhere(view: View, rows: tuple[MountRow, ...]) -> Content:
    """A problem with the storage that no line says already."""
    problem = view.preflight.problem(Field.STORAGE)
    told = any(row.trouble or (row.is_mounted and row.against) for row in rows)
    return toned(f"✗ {problem}", "bad") if problem and not told else Content()
