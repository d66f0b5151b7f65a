"""What a running session could run on instead for less, as it is in stock right now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from mimiry_tui.domain.memory.equivalents import Equivalent, cheaper, with_boots
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.offer.equivalent_lines import choice_lines, moving_lines, session_line
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, toned

_MOST = 12
_NOTHING = "nothing like it is in stock for less right now"

UsualBoot = tuple[timedelta | None, str]
"""How long boots took elsewhere, and which ones those are, in words."""
BootsOn = Callable[[Offer], Awaitable[timedelta | None]]
"""How long boots of one's own took on an offer, in the middle; None where too few are known."""


class CheaperScreen(Dialog[Offer | None]):
    """Dismissed with the offer on which a copy of the session is to be launched."""

    DEFAULT_CSS = """
    CheaperScreen {
        align: center middle;
        #cheaper { width: 90; max-width: 96%; height: auto; max-height: 90%; border: round $tone-accent;
                   background: $surface; padding: 0 1; }
        OptionList { height: auto; max-height: 50vh; border: none; padding: 0; margin: 1 0 0 0;
                     background: transparent; scrollbar-size: 1 1;
                     text-wrap: nowrap; text-overflow: ellipsis; }
        OptionList:focus { border: none; background-tint: $foreground 0%; }
        OptionList > .option-list--option-highlighted { background: $row-cursor; text-style: none; }
        Static { height: auto; }
        #cheaper-moving { margin-top: 1; }
    }
    """
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,dollar_sign", "dismiss(None)", "back", id="cheaper.back", tooltip="Stay there"),
        Binding("j", "move(1)", id="cheaper.down", show=False, tooltip="The next one"),
        Binding("k", "move(-1)", id="cheaper.up", show=False, tooltip="The one before"),
    ]

    def __init__(self, session: Session, store: Store, boots_on: BootsOn, usual_boot: UsualBoot) -> None:
        """`usual_boot` is what boots like the session's own take, where too few are known of an offer."""
        super().__init__()
        self._session = session
        self._store = store
        self._boots_on = boots_on
        self._usual = usual_boot
        self._boots: dict[str, timedelta | None] = {}
        self._found: tuple[Equivalent, ...] = ()
        self._list = OptionList(markup=False)
        self._moving = Static(id="cheaper-moving")

    def compose(self) -> ComposeResult:
        with Vertical(id="cheaper") as box:
            box.border_title = toned("Cheaper, in stock now", "bright", bold=True)
            box.border_subtitle = key_hints(
                ("enter", "opens the launch form with a copy"), (key_of(self, "cheaper.back"), "stays")
            )
            yield Static(session_line(self._session))
            yield self._list
            yield self._moving

    def on_mount(self) -> None:
        self.hear(self._store.subscribe, self._noticed)
        self._show()
        self._ask_boots()

    @property
    def chosen(self) -> Equivalent | None:
        """The one under the cursor."""
        at = self._list.highlighted
        return self._found[at] if at is not None and at < len(self._found) else None

    def _noticed(self, change: Change) -> None:
        if change.health_only or change.resource not in (Resource.OFFERS, Resource.SESSIONS):
            return
        record = self._store.sessions.get(self._session.id)
        self._session = record if isinstance(record, Session) else self._session
        self._show()

    def _show(self) -> None:
        """List what is cheaper by now; the cursor keeps to its offer."""
        offers = [one for one in self._store.offers.values() if isinstance(one, Offer)]
        volumes = [one for one in self._store.volumes.values() if isinstance(one, Volume)]
        found = with_boots(cheaper(self._session, offers, volumes)[:_MOST], self._boots, *self._usual)
        if found == self._found and self._list.option_count:
            return
        before, self._found = self.chosen, found
        ids = [one.offer.id for one in found]
        self._list.clear_options()
        self._list.add_options(_options(found))
        self._list.display = bool(found)
        if found:
            self._list.highlighted = ids.index(before.offer.id) if before and before.offer.id in ids else 0
        self._show_moving()

    def _show_moving(self) -> None:
        one = self.chosen
        lines = moving_lines(one) if one is not None else [toned(_NOTHING, "text")]
        self._moving.update(Content("\n").join(lines))

    @work(exclusive=True, group="boots of equivalents", exit_on_error=True)
    async def _ask_boots(self) -> None:
        for one in self._found:
            self._boots[one.offer.id] = await self._boots_on(one.offer)
        self._show()

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_moving()

    @on(OptionList.OptionSelected)
    def _chose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.chosen is not None:
            self.dismiss(self.chosen.offer)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        if step > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()


def _options(found: Sequence[Equivalent]) -> list[Option]:
    lines = choice_lines(found)
    return [Option(line, id=one.offer.id) for line, one in zip(lines, found, strict=True)]
