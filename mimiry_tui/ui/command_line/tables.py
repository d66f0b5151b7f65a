"""What changes the order of a table's rows, and which of them are shown."""

from __future__ import annotations

from typing import Any

from mimiry_tui.ui.command_line.command import Argument, Candidate, Command, CommandError, Deed, Given
from mimiry_tui.ui.command_line.scope import Scope
from mimiry_tui.ui.widgets.filter_input import FilterInput
from mimiry_tui.ui.widgets.key_bar import key_label
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.pane import TablePane

_BACKWARDS = "reversed"


def table_commands(scope: Scope) -> tuple[Command, ...]:
    """For the table that the screen is about just now; none on screens without one."""
    if scope.pane is not None:
        return (_filter_pane(scope, scope.pane), _sort(scope.pane.table))
    table = scope.table
    return (*_filter_screen(scope), _sort(table)) if table is not None else ()


def _filter_pane(scope: Scope, pane: TablePane[Any]) -> Command:
    def prepare(given: Given) -> Deed:
        async def deed() -> None:
            pane.set_filter(given.rest)

        return deed

    def columns() -> list[Candidate]:
        shown = (one for one in pane.table.columns if one.title)
        return [Candidate(f"{one.key}:", f"where {one.title} has it", goes_on=True) for one in shown]

    return Command(
        "filter",
        "Show only the rows that have this; nothing shows all again",
        prepare,
        arguments=(Argument("TEXT", columns),),
        key=key_label(scope.key_of("filter")),
        is_raw=True,
    )


def _filter_screen(scope: Scope) -> tuple[Command, ...]:
    """On a screen whose key opens a line to type a filter into: the same as typing it there."""
    names = (active.binding.id or "" for active in scope.bindings if active.enabled)
    name = next((one for one in names if one.endswith(".filter")), "")
    line = next(iter(scope.screen.query(FilterInput)), None)
    if line is None or not name:
        return ()

    def prepare(given: Given) -> Deed:
        async def deed() -> None:
            line.value = given.rest

        return deed

    words = Argument("TEXT")
    does = "Show only what has this; nothing shows all again"
    key = key_label(scope.key_of(name))
    return (Command("filter", does, prepare, arguments=(words,), key=key, is_raw=True),)


def _sort(table: LiveTable[Any]) -> Command:
    def candidates() -> list[Candidate]:
        return [Candidate(one.key, one.title) for one in table.columns if one.sort is not None]

    def prepare(given: Given) -> Deed:
        word, backwards = given.words[0], given.words[1:] == (_BACKWARDS,)
        if given.words[1:] and not backwards:
            raise CommandError(f"sort takes a column, and {_BACKWARDS}")
        titles = {one.meaning.casefold(): one.text for one in candidates()}
        key = titles.get(word.casefold(), word.casefold())
        if key not in titles.values():
            raise CommandError(f"nothing is sorted by {word!r}, but by {', '.join(titles.values())}")

        async def deed() -> None:
            table.sort_by(key, backwards)

        return deed

    arguments = (
        Argument("COLUMN", candidates, required=True),
        Argument(_BACKWARDS, lambda: [Candidate(_BACKWARDS, "the largest first")]),
    )
    return Command("sort", "Sort the rows by a column", prepare, arguments=arguments)
