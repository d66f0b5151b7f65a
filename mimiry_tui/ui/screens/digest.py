"""Everything that happened since a dashboard was last open."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mimiry_tui.domain.memory.digest import Digest
from mimiry_tui.ui.history.card_words import full_moment
from mimiry_tui.ui.history.digest_words import away_words, price_row, session_row
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, toned

_NAME = 22
_AROUND = 5
"""Lines of the dialog besides its list."""


SESSION, OFFER = "session", "offer"
"""What a line can lead to."""


class DigestScreen(Dialog[tuple[str, str] | None]):
    """Dismissed with what is to be shown, `SESSION` or `OFFER`, and its id, or with None."""

    DEFAULT_CSS = """
    DigestScreen {
        align: center middle;
        #digest { width: 108; max-width: 96%; height: auto; border: round $tone-accent;
                  background: $surface; padding: 1 1; }
        OptionList {
            height: auto; border: none; padding: 0; background: transparent; scrollbar-size: 1 1;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
        OptionList:focus { border: none; background-tint: $foreground 0%; }
        OptionList > .option-list--option-disabled { color: $tone-dim; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,i", "dismiss(None)", "back", id="digest.back", tooltip="Back to the dashboard"),
        Binding("j", "list_move(1)", id="digest.down", show=False),
        Binding("k", "list_move(-1)", id="digest.up", show=False),
    ]

    def __init__(self, digest: Digest) -> None:
        super().__init__()
        self._digest = digest
        self._list = OptionList(*self._rows(), markup=False)

    def compose(self) -> ComposeResult:
        left = full_moment(self._digest.left_at, self._digest.until, seconds=False)
        with Vertical(id="digest") as box:
            title = toned("Since you left ", "bright", bold=True)
            box.border_title = title + toned(f"· {left} · {away_words(self._digest)}", "dim")
            box.border_subtitle = key_hints(("enter", "opens it"), (key_of(self, "digest.back"), "closes"))
            yield self._list

    def _rows(self) -> list[Option]:
        rows: list[Option] = []
        digest = self._digest
        if digest.sessions:
            rows.append(Option(toned("Sessions", "dim"), disabled=True))
            rows += [
                Option(session_row(line, digest.until, _NAME), id=f"{SESSION}:{line.card.session_id}")
                for line in digest.sessions
            ]
        if digest.prices:
            rows += [Option("", disabled=True)] if rows else []
            rows.append(Option(toned("Prices", "dim"), disabled=True))
            rows += [Option(price_row(line, _NAME), id=f"{OFFER}:{line.offer_id}") for line in digest.prices]
        return rows

    def on_resize(self, event: events.Resize) -> None:
        self._list.styles.max_height = max(3, event.size.height - _AROUND)

    def action_list_move(self, step: int) -> None:
        """One row down or up."""
        if step > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        kind, _, record_id = (event.option_id or "").partition(":")
        self.dismiss((kind, record_id))
