"""What can be done with something beyond what can be done with everything: by its letter, or with enter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mimiry_tui.domain.doing.deeds import Deed, Target
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.deeds.doing import Doing
from mimiry_tui.ui.deeds.lines import deed_line, done_line, title_of
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.menu_keys import with_keys
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, toned

Chosen = Deed | Doing
_TO_READ = 3
"""How many outcomes of before can be looked at again."""


class DeedsScreen(Dialog[Chosen | None]):
    """Dismissed with what is to be done, or with what was done and is to be looked at again."""

    DEFAULT_CSS = """
    DeedsScreen {
        align: center middle;
        #deeds { width: 92; max-width: 96%; height: auto; max-height: 96%; border: round $tone-accent;
                 background: $surface; padding: 0 1; }
        OptionList {
            height: auto; max-height: 100%; border: none; padding: 0; background: transparent;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
        OptionList:focus { border: none; background-tint: $foreground 0%; }
        OptionList > .option-list--option-highlighted { background: $row-cursor; text-style: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "back", id="deeds.back", tooltip="Do nothing"),
        Binding("j", "move(1)", id="deeds.down", show=False, tooltip="The next one"),
        Binding("k", "move(-1)", id="deeds.up", show=False, tooltip="The one before"),
    ]

    def __init__(self, target: Target, deeds: Sequence[Deed], doings: Sequence[Doing], now: datetime) -> None:
        """`doings` are those of the target, the last one last."""
        super().__init__()
        self._target = target
        self._deeds = tuple(deeds)
        self._under_way = {one.deed.id: one for one in doings if one.is_pending}
        read = [one for one in doings if one.outcome is not None and (one.outcome.text or one.outcome.url)]
        self._done = tuple(reversed(read[-_TO_READ:]))
        self._now = now
        self._list = OptionList(markup=False)
        letters = [
            (one.key, f"deed({number})") for number, one in enumerate(self._deeds) if len(one.key) == 1
        ]
        figures = [(str(number + 1), f"outcome({number})") for number in range(len(self._done))]
        self._bindings = with_keys(self._bindings, [*letters, *figures])

    def compose(self) -> ComposeResult:
        with Vertical(id="deeds") as box:
            box.border_title = toned("Do with ", "dim") + title_of(self._target)
            box.border_subtitle = key_hints(
                ("a letter or enter", "does it"), (key_of(self, "deeds.back"), "goes back")
            )
            yield self._list

    def on_mount(self) -> None:
        labels = max((len(safe_text(one.label, 60)) for one in self._deeds), default=0)
        lines = [deed_line(one, self._under_way.get(one.id), labels) for one in self._deeds]
        self._list.add_options(Option(line) for line in lines)
        if self._done:
            if lines:
                self._list.add_option(None)
            done = (done_line(one, str(number), self._now) for number, one in enumerate(self._done, start=1))
            self._list.add_options(Option(line) for line in done)
        self._list.highlighted = 0 if self._list.option_count else None

    def action_deed(self, number: int) -> None:
        """What has that letter."""
        self._choose(self._deeds[number])

    def action_outcome(self, number: int) -> None:
        """What came of one before."""
        self._choose(self._done[number])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        choices: tuple[Chosen, ...] = (*self._deeds, *self._done)
        self._choose(choices[event.option_index])

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        if step > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    def _choose(self, chosen: Chosen) -> None:
        """Go on with it, or say why that cannot be."""
        if isinstance(chosen, Deed):
            doing = self._under_way.get(chosen.id)
            why = "it is under way" if doing is not None else chosen.why_not
            if why:
                self.notify(
                    f"{safe_text(chosen.label, 60)}: {safe_text(why)}", severity="warning", markup=False
                )
                return
        self.dismiss(chosen)
