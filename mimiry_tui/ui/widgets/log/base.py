"""A log view over one file: it follows the file's end, or stays where the reader is."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from textual import on
from textual.actions import SkipAction

from mimiry_tui.clock import Clock
from mimiry_tui.live.logs.spool_reader import SpoolReader
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.log.canvas import LogCanvas
from mimiry_tui.ui.widgets.log.frame import LogFrame
from mimiry_tui.ui.widgets.log.source import LogSource
from mimiry_tui.ui.widgets.log.time import Stamps, TimeMode
from mimiry_tui.ui.widgets.part_line import Part


class _Seen(NamedTuple):
    """What a look at the file found."""

    changed: bool
    first: datetime | None
    last: datetime | None


class LogBase(LogFrame):
    """Shows a spool file; `look` after each of its changes."""

    def __init__(self, clock: Clock, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.clock = clock
        self.following = True
        self.time_mode = TimeMode.LOCAL
        self.first: datetime | None = None
        self.last: datetime | None = None
        self._seen_count = 0
        self._looking = False
        self._look_again = False

    def on_mount(self) -> None:
        self.show_bars()
        self.look()

    async def on_unmount(self) -> None:
        await asyncio.to_thread(self.reader.close)

    @property
    def source(self) -> LogSource:
        return self.canvas.source

    @property
    def reader(self) -> SpoolReader:
        return self.source.reader

    # The file

    def open_file(self, path: Path | None) -> None:
        """Show this file, from its end on, instead of the one before."""
        before = self.reader
        self.canvas.show_source(LogSource(SpoolReader(path)))
        self.following = True
        self._seen_count = 0
        self.first = self.last = None
        if self.is_attached:
            self.run_worker(asyncio.to_thread(before.close), group="log-close")
            self.look()

    def look(self) -> None:
        """The file may have changed."""
        self._look_again = True
        if not self._looking and self.is_attached:
            self._looking = True
            self.run_worker(self._look(), group="log-file")

    async def _look(self) -> None:
        try:
            while self._look_again:
                self._look_again = False
                source, generation = self.source, self.reader.generation
                top = source.text(self.canvas.place.item)
                moment = top.record.at if top is not None else None
                seen = await asyncio.to_thread(_looked_at, source.reader)
                if source is not self.source:
                    self._look_again = True
                    continue
                self.first, self.last = seen.first, seen.last
                self._make_stamps()
                if generation != self.reader.generation:
                    await self.file_replaced(moment)
                if seen.changed:
                    self.grown()
                self.looked()
        finally:
            self._looking = False

    def looked(self) -> None:
        """The file has been looked at: bring the words around it up to date."""
        self.show_bars()

    async def file_replaced(self, moment: datetime | None) -> None:
        """Another file stands in its place; go on at the same time of the log."""
        self.canvas.selection.clear()
        self.canvas.current = None
        if moment is not None and not self.following:
            number = await asyncio.to_thread(self.reader.at_time, moment)
            self._seen_count = min(self._seen_count, self.source.count)
            self.canvas.go(self.source.item_of(number))

    def grown(self) -> None:
        """There are more lines: go along, or leave the reader in peace."""
        if self.following and not self.canvas.selection.begun:
            self.canvas.go_end()
            self._seen_count = self.source.count
        else:
            self.canvas.go(self.canvas.place.item, self.canvas.place.row)

    # Where the reader is

    def moved(self) -> None:
        """The reader moved: at the end means to follow it."""
        self.following = self.canvas.place.at_end
        self.show_bars()

    @on(LogCanvas.Moved)
    def _canvas_moved(self, event: LogCanvas.Moved) -> None:
        event.stop()
        if self.canvas.place.at_end:
            self._seen_count = self.source.count
        self.show_bars()

    @on(LogCanvas.Used)
    def _canvas_used(self, event: LogCanvas.Used) -> None:
        event.stop()
        self.moved()

    @property
    def is_whole(self) -> bool:
        """Whether no line will come any more."""
        return False

    @property
    def unseen(self) -> int:
        """Lines that came below since the reader was at the end."""
        return 0 if self.following else max(0, self.source.count - self._seen_count)

    def action_move(self, rows: int) -> None:
        self.canvas.move(rows)
        self.moved()

    def action_page(self, pages: int) -> None:
        self.action_move(pages * max(1, self.canvas.size.height - 1))

    def action_first(self) -> None:
        self.canvas.go(0)
        self.moved()

    def action_last(self) -> None:
        self.canvas.go_end()
        self.following = True
        self.show_bars()

    def action_follow(self) -> None:
        if self.following:
            self.following = False
            self.show_bars()
        else:
            self.action_last()

    def action_sideways(self, steps: int) -> None:
        if not self.canvas.sideways(steps):
            raise SkipAction  # the arrows are the screen's then

    def action_wrap(self) -> None:
        self.canvas.place.wrap = not self.canvas.place.wrap
        self.canvas.left = 0
        self.canvas.look_again()
        if self.following:
            self.canvas.go_end()
        self.show_bars()

    def action_time(self) -> None:
        self.time_mode = self.time_mode.next
        self._make_stamps()
        self.show_bars()

    def _make_stamps(self) -> None:
        stamps = Stamps(self.time_mode, self.first, self.last)
        if stamps != self.canvas.stamps:
            self.canvas.stamps = stamps
            self.canvas.look_again()
            if self.following:
                self.canvas.go_end()

    # The lines around it

    def top_words(self) -> list[Part]:
        wrap = "on" if self.canvas.place.wrap else "off"
        return [
            Part(toned("  time ", "dim") + toned(str(self.time_mode), "bright"), "time"),
            Part(toned("  wrap ", "dim") + toned(wrap, "bright"), "wrap"),
        ]

    def whereabouts(self) -> list[Part]:
        count, selected = self.source.count, self.canvas.selection.lines
        if selected:
            words = f"{selected:,} {'line' if selected == 1 else 'lines'} selected · "
            return [
                Part(toned(words, "dim")),
                Part(toned(f"{key_now('log.copy', 'y')} ", "accent") + toned("copies", "dim"), "copy"),
            ]
        if not count:
            return []
        if self.following:
            if self.is_whole:
                return [Part(toned("the end of the log", "dim"))]
            return [Part(toned("▼ ", "accent") + toned("following; scroll up to stop", "dim"), "follow")]
        if self.unseen:
            words = f"▼ +{self.unseen:,} {'line' if self.unseen == 1 else 'lines'}"
            more = toned(" · ", "dim") + key_hints(("end", "follows"))
            return [Part(toned(words, "accent", bold=True) + more, "last")]
        item = min(self.canvas.place.item + 1, count)
        return [Part(toned(f"line {item:,} of {count:,}", "dim"))]

    def foot_words(self) -> list[Part]:
        """What the lower line says at its right."""
        return [Part(toned(self.reader.trouble, "bad"))] if self.reader.trouble else []


def _looked_at(reader: SpoolReader) -> _Seen:
    changed = reader.refresh()
    return _Seen(changed, reader.first_moment(), reader.last_moment())
