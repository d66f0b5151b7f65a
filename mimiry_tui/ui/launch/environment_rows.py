"""The environment variables as lines: names, and that there are values."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from mimiry_tui.domain.launching.draft import Variable
from mimiry_tui.domain.launching.environment_text import name_trouble
from mimiry_tui.ui.launch.block import Block, Row, wrapped
from mimiry_tui.ui.launch.form_sight import bring_into_sight
from mimiry_tui.ui.launch.typed_ahead import took_key
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, fitted

MASK = "•" * 8
"""Stands for every value, so that not even its length shows."""
_LONGEST_NAME = 28
_LONGEST_VALUE = 400
"""Characters of a value that was asked to be seen."""
_MOST = 50
"""Lines that are drawn at a time, those around the cursor: a pasted file may hold thousands."""


class EnvironmentRows(Block, can_focus=True):
    """One line per variable and one to add more. It only tells what is wanted of them."""

    DEFAULT_CSS = """
    EnvironmentRows { color: $tone-text; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", id="env.up", show=False, tooltip="The variable before"),
        Binding("down,j", "move(1)", "down", id="env.down", show=False, tooltip="The next variable"),
        Binding("enter,e", "edit", "edit", id="env.edit", show=False, tooltip="Change this variable"),
        Binding("a,plus", "want('add')", "add", id="env.add", show=False, tooltip="Add a variable"),
        Binding(
            "d,delete,backspace",
            "remove",
            "remove",
            id="env.remove",
            show=False,
            tooltip="Remove this variable",
        ),
        Binding("v", "reveal", "show", id="env.reveal", show=False, tooltip="Show or hide this one value"),
        Binding("f", "want('file')", "file", id="env.file", show=False, tooltip="Read variables from a file"),
        Binding(
            "s",
            "want('keep')",
            "save",
            id="env.keep",
            show=False,
            tooltip="Save values with the draft, or not",
        ),
    ]

    class Moved(Message):
        """The cursor is on another line, or the focus came."""

    def __init__(
        self,
        wanted: Callable[[str, int], None],
        pasted: Callable[[str], None],
        *,
        can_keep: bool = True,
        id: str | None = None,
    ) -> None:
        """`wanted` hears what is to be done ("add", "edit", "remove", "file", "keep") and on which line.

        `can_keep`: whether values may be saved at all.
        """
        super().__init__(id=id)
        self._can_keep = can_keep
        self._wanted, self._pasted = wanted, pasted
        self._variables: tuple[Variable, ...] = ()
        self._keeps = False
        self._at = 0
        self._revealed: int | None = None

    @property
    def at(self) -> int:
        """The line of the cursor; as many as there are variables on the last line, which adds."""
        return self._at

    @property
    def is_on_variable(self) -> bool:
        return self._at < len(self._variables)

    @property
    def is_revealed(self) -> bool:
        """Whether the value under the cursor is shown."""
        return self._revealed == self._at and self.is_on_variable

    @property
    def trouble_at(self) -> int | None:
        """The first line that says what is wrong with it."""
        return next(iter(self._troubles()), None)

    def show(self, variables: tuple[Variable, ...], keeps: bool) -> None:
        """Show these; `keeps` says whether values are saved with the draft."""
        if (variables, keeps) == (self._variables, self._keeps):
            return
        self._variables, self._keeps = variables, keeps
        self._at = min(self._at, len(variables))
        self.conceal()
        self.renew()

    def go(self, index: int) -> None:
        """Put the cursor on that line."""
        index = max(0, min(len(self._variables), index))
        if index != self._at:
            self._at = index
            self._revealed = None
            self.renew()
        if self.has_focus:
            bring_into_sight(self, index - self._first)
        self.post_message(self.Moved())

    def conceal(self) -> None:
        """Show no value any more."""
        if self._revealed is not None:
            self._revealed = None
            self.renew()

    def rows(self, width: int) -> list[Row]:
        first, troubles = self._first, self._troubles()
        drawn = self._variables[first : first + _MOST]
        names = [fitted(one.name, _LONGEST_NAME) if one.name else "(no name)" for one in drawn]
        column = max((Content(name).cell_length for name in names), default=0)
        rows: list[Row] = []
        for index, (variable, name) in enumerate(zip(drawn, names, strict=True), first):
            padded = Content(name).pad_right(column - Content(name).cell_length).plain
            line = self._variable(index, variable, padded, troubles.get(index, ""))
            pieces = (
                wrapped(line, width) if index == self._revealed else [line.truncate(width, ellipsis=True)]
            )
            rows += [[Part(self._lit(piece, index, width), f"go({index})")] for piece in pieces]
        if len(self._variables) > _MOST:
            shown = f"{first + 1:,}–{first + len(drawn):,} of {len(self._variables):,}"
            rows.append([Part(toned(shown, "dim"))])
        rows.append(self._last(width))
        return rows

    async def _on_key(self, event: events.Key) -> None:
        await took_key(self, event)

    def on_focus(self) -> None:
        bring_into_sight(self, self._at - self._first)
        self.post_message(self.Moved())

    def on_blur(self) -> None:
        self.conceal()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._pasted(event.text)

    def action_move(self, step: int) -> None:
        self.go(self._at + step)

    def action_go(self, index: int) -> None:
        if index == self._at and self.is_on_variable:
            self.action_edit()
        self.go(index)

    def action_edit(self) -> None:
        self.action_want("edit" if self.is_on_variable else "add")

    def action_remove(self) -> None:
        if self.is_on_variable:
            self.action_want("remove")

    def action_want(self, what: str) -> None:
        if what != "keep" or self._can_keep:
            self._wanted(what, self._at)

    def action_reveal(self) -> None:
        if self.is_on_variable:
            self._revealed = None if self._revealed == self._at else self._at
            self.renew()

    @property
    def _first(self) -> int:
        """The first line that is drawn."""
        return max(0, min(self._at - _MOST // 2, len(self._variables) - _MOST))

    def _variable(self, index: int, variable: Variable, name: str, trouble: str) -> Content:
        line = toned(name, "bad" if trouble else "bright") + Content("  ")
        if index == self._revealed:
            line += safe(variable.value, "$tone-watch", limit=_LONGEST_VALUE)
        else:
            line += toned(MASK if variable.value else "(empty)", "dim")
        return line + toned(f"  {trouble}", "bad") if trouble else line

    def _troubles(self) -> dict[int, str]:
        """What is wrong with which lines, in their order."""
        known: set[str] = set()
        found: dict[int, str] = {}
        for index, one in enumerate(self._variables):
            trouble = "named twice" if one.name in known else name_trouble(one.name)
            known.add(one.name)
            if trouble:
                found[index] = trouble
        return found

    def _last(self, width: int) -> Row:
        """The line that adds: with the keys by name, so that the mouse finds them too."""
        add = self._lit(toned("+ add", "accent"), len(self._variables), 0)
        parts = [Part(add, "want('add')"), Part(toned("   from a file", "dim"), "want('file')")]
        if self._variables:
            kept = toned("values are saved", "watch") if self._keeps else toned("values are not saved", "dim")
            parts += [Part(Content("   ") + kept, "want('keep')" if self._can_keep else None)]
        else:
            parts += [Part(toned("   or paste KEY=value lines", "dim"))]
        while len(parts) > 1 and sum(part.content.cell_length for part in parts) > width:
            parts.pop()
        return parts

    def _lit(self, line: Content, index: int, width: int) -> Content:
        if not self.has_focus or index != self._at:
            return line
        line = line.pad_right(max(0, width - line.cell_length))
        return line.stylize("reverse" if self.app.no_color else "on $row-cursor")
