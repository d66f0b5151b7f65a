"""Searching in a log view: matches marked, counted and gone to, or shown alone."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from textual import on
from textual.actions import SkipAction
from textual.widgets import Input

from mimiry_tui.clock import Clock
from mimiry_tui.live.logs.spool_query import BadQuery, LogQuery
from mimiry_tui.live.logs.spool_search import SpoolSearch
from mimiry_tui.ui.widgets.log.finding import FindingLog
from mimiry_tui.ui.widgets.log.match import Wish, line_in_view, match_for
from mimiry_tui.ui.widgets.log.prompt import LogPrompt

BLOCKS = 16
"""Blocks searched between two looks at how many matches there are."""


class SearchingLog(FindingLog):
    """`/` looks while one types; `enter` goes to the nearest match."""

    def __init__(self, clock: Clock, *, id: str | None = None) -> None:
        super().__init__(clock, id=id)
        self._wish: Wish | None = None
        self._filter_wanted = False
        self._land: int | None = None
        self._searching = False
        self._recount = False
        """Whether other matches than before are shown, and how many is not known yet."""
        self._before = ("", False)
        """What was looked for when the prompt opened, and whether only that was shown."""

    # Asking

    def action_search(self) -> None:
        self._filter_wanted = False
        self._before = (self.find_text, self.source.filtered)
        self.ask("search", "/", self.find_text, "text to find")

    def action_filter(self) -> None:
        if self.source.search is None:
            self._before = (self.find_text, False)
            self.ask("search", "&", self.find_text, "show only lines with this text")
            self._filter_wanted = True
            return
        self._show_only_matches(not self.source.filtered)

    def action_toggle_case(self) -> None:
        self.match_case = not self.match_case
        self.find(self.find_text)

    def action_toggle_regex(self) -> None:
        self.is_regex = not self.is_regex
        self.find(self.find_text)

    def action_next_match(self, step: int) -> None:
        self._wish = "next" if step > 0 else "before"
        self._fulfil()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a search the keys that go round its matches are the screen's."""
        if action == "next_match":
            return self.source.search is not None
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """Drop the filter, then the search; then it is the screen's turn."""
        if self.source.filtered:
            self._show_only_matches(False)
        elif self.find_text:
            self.canvas.current = None
            self.find("")
        else:
            raise SkipAction

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.prompt.purpose == "search":
            self.find(event.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.answered(event.value)

    def answered(self, answer: str) -> None:
        """`enter` in the prompt."""
        if self.complaint:
            return
        self.close_prompt()
        if self.source.search is not None:
            self._wish = "nearest"
            if self._filter_wanted:
                self._show_only_matches(True)
            self._fulfil()

    @on(LogPrompt.Left)
    def _prompt_left(self, event: LogPrompt.Left) -> None:
        event.stop()
        self.close_prompt()
        if self.prompt.purpose == "search":
            self._look_as_before()

    def _look_as_before(self) -> None:
        """What was typed is not looked for, but what was before."""
        text, filtered = self._before
        if text != self.find_text or self.source.search is None:
            self.find(text)
        if filtered and not self.source.filtered:
            self._show_only_matches(True)

    # Looking

    def find(self, text: str) -> None:
        """Look for this text from now on; for nothing if it is empty."""
        line = line_in_view(self.canvas)
        if self.source.search is not None:
            self.source.search.cancel()
        self.find_text, self.complaint, query = text, "", None
        if text:
            try:
                query = LogQuery(text, is_regex=self.is_regex, match_case=self.match_case)
            except BadQuery as bad:
                self.complaint = str(bad)
        self.canvas.marking = query
        self._search_for(query, line)
        self.refresh_bindings()
        self.canvas.look_again()
        self.show_bars()

    def _search_for(self, query: LogQuery | None, line: int) -> None:
        self.source.search = None if query is None else SpoolSearch(self.reader, query)
        if query is None and self.source.filtered:
            self.source.filtered = False
            self._seen_count = self.source.count
            self._land_on(line)
        elif self.source.filtered:
            self._await_matches(line)
        self._search_on()

    def open_file(self, path: Path | None) -> None:
        if self.source.search is not None:
            self.source.search.cancel()
        super().open_file(path)
        self._land = None
        self._search_for(self.canvas.marking, 0)

    async def file_replaced(self, moment: datetime | None) -> None:
        await super().file_replaced(moment)
        self._search_for(self.canvas.marking, 0)

    def looked(self) -> None:
        super().looked()
        self._search_on()

    def _search_on(self) -> None:
        if not self._searching and self.is_attached and self.source.search is not None:
            self._searching = True
            self.run_worker(self._search(), group="log-search")

    async def _search(self) -> None:
        try:
            while (search := self.source.search) is not None and not search.complete:
                before = len(search.found)
                await asyncio.to_thread(search.run, BLOCKS)
                if search is self.source.search:
                    self._searched(grown=len(search.found) > before)
                if search.outdated:
                    break  # the file's new search begins with the next look at it
        finally:
            self._searching = False
        self._searched(grown=False)

    def _searched(self, *, grown: bool) -> None:
        """Some more lines have been searched."""
        search = self.source.search
        if search is None or not self.is_attached:
            return
        if self.source.filtered:
            if self._land is not None and (search.complete or search.searched > self._land):
                line, self._land = self._land, None
                self._land_on(line)
            elif grown:
                self.grown()
            if self._recount and search.complete:
                self._recount, self._seen_count = False, self.source.count
        self._fulfil()
        self.show_bars()

    # Going

    def _show_only_matches(self, only: bool) -> None:
        line = line_in_view(self.canvas)
        self.source.filtered = only
        self._filter_wanted = False
        search = self.source.search
        if only and search is not None and not search.complete:
            self._await_matches(line)
        else:
            self._land_on(line)
            self._seen_count = self.source.count
        self.show_bars()

    def _await_matches(self, line: int) -> None:
        """Have that line in view when it is known which ones are shown; until then none is unseen."""
        self._land, self._recount = line, True
        self._seen_count = self.reader.count

    def _land_on(self, line: int) -> None:
        """Have that line of the file in view, or the next one that is shown."""
        if self.following:
            self.canvas.go_end()
        else:
            self.canvas.go(max(0, self.source.item_of(line) - self.canvas.size.height // 3))

    def _fulfil(self) -> None:
        """Go where the reader asked to, as soon as it is known where that is."""
        search, wish = self.source.search, self._wish
        if search is None or wish is None:
            return
        current, line = self.canvas.current, line_in_view(self.canvas)
        place = match_for(wish, search.found, line, on_it=line == current, complete=search.complete)
        if place is None:
            return
        self._wish = None
        if search.found:
            self.canvas.current = search.found[place]
            self.following = False
            self.canvas.reveal(self.source.item_of(search.found[place]))
            self.show_bars()
