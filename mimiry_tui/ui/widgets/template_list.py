"""Templates, below them forms that were left, and what was launched lately: one line each, to choose one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mimiry_tui.clock import Clock
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.live.drafts.templates import Templates
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.template_lines import ago, image_word, name_width, recent_line, template_line
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned

if TYPE_CHECKING:
    from mimiry_tui.live.drafts.set_aside import SetAside
    from mimiry_tui.live.launches.launches import Recent

_TEMPLATE, _LEFT, _RECENT = "template:", "left:", "recent:"
"""What the ids of options begin with."""


class TemplateList(OptionList):
    """Keeps its cursor on what it stands on, whatever comes or goes around it."""

    DEFAULT_CSS = """
    TemplateList {
        height: auto; border: none; padding: 0; background: transparent; scrollbar-size: 1 1;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    TemplateList:focus { border: none; background-tint: $foreground 0%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", id="templates.down", show=False),
        Binding("k", "cursor_up", id="templates.up", show=False),
    ]

    def __init__(
        self,
        templates: Templates,
        recents: Sequence[Recent],
        clock: Clock,
        left: Sequence[SetAside] = (),
    ) -> None:
        super().__init__(markup=False)
        self._left = tuple(left)
        self._templates = templates
        self._recents = tuple(recents)
        self._clock = clock
        self._changes_at: float | None = None
        """When the first of the ages reads otherwise."""

    @property
    def chosen_id(self) -> str:
        """Of the line under the cursor; "" where there is none that can be chosen."""
        at = self.highlighted
        return "" if at is None else self.get_option_at_index(at).id or ""

    @property
    def template(self) -> str | None:
        """The name of the template under the cursor; None on anything else."""
        chosen = self.chosen_id
        return chosen.removeprefix(_TEMPLATE) if chosen.startswith(_TEMPLATE) else None

    @property
    def draft(self) -> Draft | None:
        """What the line under the cursor would put into the form."""
        if self.template is not None:
            return self._templates.get(self.template)
        chosen = self.chosen_id
        if chosen.startswith(_LEFT):
            return self._left[int(chosen.removeprefix(_LEFT))].draft
        return self._recents[int(chosen.removeprefix(_RECENT))].draft if chosen else None

    def show(self) -> None:
        """Draw everything anew."""
        chosen = self.chosen_id
        self.set_options([*self._template_options(), *self._dated_options()])
        self._put_cursor(chosen)

    def on_resize(self) -> None:
        self._wait()  # nobody is woken who has no place on the screen yet

    def _wait(self) -> None:
        if self._changes_at is not None:
            Ticker.of(self.app, self._clock).wake(self, self._changes_at, self.show)

    def go_to(self, name: str) -> None:
        """Put the cursor on that template."""
        self._put_cursor(_TEMPLATE + name)

    def _put_cursor(self, option_id: str) -> None:
        """There, or on the first line that can be chosen."""
        lines = self.options
        ids = [option.id for option in lines]
        first = next((at for at, option in enumerate(lines) if not option.disabled), None)
        self.highlighted = ids.index(option_id) if option_id in ids else first

    def _template_options(self) -> list[Option]:
        names, default = self._templates.names, self._templates.default
        if not names:
            key = key_now("templates.save", "s")
            return [
                Option(toned(f"  none yet: {key} keeps the form as it is under a name", "dim"), disabled=True)
            ]
        width = name_width(names)
        return [
            Option(template_line(name, draft, width, is_default=name == default), id=_TEMPLATE + name)
            for name in names
            if (draft := self._templates.get(name)) is not None
        ]

    def _dated_options(self) -> list[Option]:
        """The forms that were left and the launches, each with how long ago that was."""
        left = [(_name_of(one.draft), one.at, one.draft) for one in self._left]
        recent = [(one.name, one.at, one.draft) for one in self._recents]
        if not left and not recent:
            return []
        now = self._clock.now()
        width = name_width(name for name, _, _ in (*left, *recent))
        changes = [ago(at, now).changes_in for _, at, _ in (*left, *recent)]
        self._changes_at = self._clock.monotonic() + min(changes)
        self._wait()
        options: list[Option] = []
        for heading, kind, rows in (("Left before", _LEFT, left), ("Launched lately", _RECENT, recent)):
            if rows:
                options += [Option("", disabled=True), Option(toned(heading, "dim"), disabled=True)]
            options += [
                Option(recent_line(name, ago(at, now), draft, width), id=f"{kind}{number}")
                for number, (name, at, draft) in enumerate(rows)
            ]
        return options


def _name_of(draft: Draft) -> str:
    """What to call a form that was left."""
    return draft.name.strip() or image_word(draft.image).partition(":")[0] or "unnamed"
