"""Going to a time in a log view, and taking lines out of it: select, copy, save."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual import on
from textual.actions import SkipAction
from textual.message import Message
from textual.widgets import Input

from mimiry_tui.clock import Clock
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.logs.spool_export import save_as_text
from mimiry_tui.live.logs.spool_reader import SpoolReader
from mimiry_tui.ui.widgets.log.searching import SearchingLog
from mimiry_tui.ui.widgets.log.selection import selected_text
from mimiry_tui.ui.widgets.log.time import ASKED, moment_of


class TakingLog(SearchingLog):
    """`v` begins a selection that the arrows extend; a mouse drags one."""

    class Copied(Message, namespace="log_pane"):
        """The reader wants this text in the clipboard; whoever shows the log puts it there."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, clock: Clock, *, id: str | None = None) -> None:
        super().__init__(clock, id=id)
        self._may_replace = ""

    # Going to a time

    def action_jump(self) -> None:
        self.ask("jump", "go to ", "", ASKED)

    async def _jump(self, asked: str) -> None:
        moment = moment_of(asked, self.clock.now(), self.first, self.last)
        if moment is None:
            self.complaint = f"no such time: {asked}"
            self.show_bars()
            return
        self.close_prompt()
        source = self.source
        number = await asyncio.to_thread(self.reader.at_time, moment)
        if source is not self.source:
            return
        if number >= self.reader.count:
            self.action_last()
            return
        self.canvas.current = number
        self.canvas.go(self.source.item_of(number))
        self.following = False
        self.show_bars()

    # Selecting

    def action_select(self) -> None:
        selection, rows = self.canvas.selection, self.canvas.rows
        if selection.begun:
            selection.clear()
        elif rows:
            seen = {row.text.number for row in rows}
            current = self.canvas.current
            line = rows[-1 if self.following else 0].text.number
            selection.begin_lines(current if current is not None and current in seen else line)
        self.canvas.repaint()
        self.show_bars()

    def action_move(self, rows: int) -> None:
        if self.canvas.selection.begun:
            self._extend(rows, 0)
        else:
            super().action_move(rows)

    def action_sideways(self, steps: int) -> None:
        if self.canvas.selection.begun:
            self._extend(0, steps)
        else:
            super().action_sideways(steps)

    def _extend(self, lines: int, columns: int) -> None:
        selection, count = self.canvas.selection, self.source.count
        if not count:
            return
        line, _ = selection.end
        item = max(0, min(self.source.item_of(line) + lines, count - 1))
        selection.move(self.source.number(item) - line, columns, self.reader.count)
        self.following = False
        self.canvas.nudge(item)
        self.show_bars()

    def action_back(self) -> None:
        if self.canvas.selection.begun:
            self.canvas.selection.clear()
            self.canvas.repaint()
            self.show_bars()
        else:
            super().action_back()

    def action_copy(self) -> None:
        bounds = self.canvas.selection.bounds()
        if bounds is None:
            raise SkipAction
        self.run_worker(self._copy(bounds), group="log-copy")

    async def _copy(self, bounds: tuple[tuple[int, int], tuple[int, int]]) -> None:
        search = self.source.search if self.source.filtered else None
        numbers = None if search is None else list(search.found)
        text = await asyncio.to_thread(selected_text, self.reader, bounds, numbers)
        self.canvas.selection.clear()
        self.canvas.repaint()
        self.show_bars()
        if text:
            self.post_message(self.Copied(text))

    # Saving

    def save_name(self) -> str:
        """How the file is called if the reader does not say otherwise."""
        path = self.reader.path
        return "session.log" if path is None else path.name

    def action_save(self) -> None:
        self._may_replace = ""
        self.ask("save", self._save_label(), f"./{self.save_name()}", "path of the file")

    def _save_label(self) -> str:
        return "save these lines to " if self.source.filtered else "save to "

    async def _save(self, answer: str) -> None:
        if not answer.strip():
            return
        search = self.source.search if self.source.filtered else None
        numbers = None if search is None else list(search.found)
        replace = answer == self._may_replace
        try:
            count = await asyncio.to_thread(_saved, self.reader, answer.strip(), numbers, replace)
        except FileExistsError:
            self._may_replace = answer
            self.complaint = "it exists · enter again replaces it"
        except (OSError, ValueError, RuntimeError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self.complaint = f"not saved: {reason.lower()}"
        else:
            self.close_prompt()
            words = f"saved {count:,} {'line' if count == 1 else 'lines'} to {safe_text(answer.strip())}"
            self.notify(words, markup=False)
        self.show_bars()

    # The prompt

    def answered(self, answer: str) -> None:
        if self.prompt.purpose == "jump":
            self.run_worker(self._jump(answer), group="log-answer", exclusive=True)
        elif self.prompt.purpose == "save":
            self.run_worker(self._save(answer), group="log-answer")
        else:
            super().answered(answer)

    @on(Input.Changed)
    def _other_words(self, event: Input.Changed) -> None:
        event.stop()
        if self.prompt.purpose != "search" and self.complaint:
            self.complaint, self._may_replace = "", ""
            self.show_bars()


def _saved(reader: SpoolReader, answer: str, numbers: list[int] | None, replace: bool) -> int:
    return save_as_text(reader, Path(answer).expanduser(), numbers=numbers, replace=replace)
