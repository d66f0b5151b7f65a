"""One session as it is remembered, with the whole screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from mimiry_tui.clock import Clock
from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.ui.history.card_commands import CardCommands
from mimiry_tui.ui.history.card_lines import card_lines, headline
from mimiry_tui.ui.history.card_timeline import timeline_of
from mimiry_tui.ui.session.box import Box
from mimiry_tui.ui.session.layout import SMALLEST, too_small_words
from mimiry_tui.ui.session.place import neighbour, place
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.header import Header
from mimiry_tui.ui.widgets.key_bar import KeyBar
from mimiry_tui.ui.widgets.line_view import LineView
from mimiry_tui.ui.widgets.painted import Painted
from mimiry_tui.ui.widgets.part_line import Part, fitted
from mimiry_tui.ui.widgets.timeline_bar import TimelineBar

if TYPE_CHECKING:
    from mimiry_tui.ui.services import Services


class CardHead(Painted):
    """Outcome, cost and length on one line."""

    DEFAULT_CSS = """
    CardHead { height: 2; width: 1fr; }
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._card: Card | None = None

    def show(self, card: Card) -> None:
        """Draw this card from now on."""
        self._card = card
        self.repaint()

    def lines(self, width: int) -> list[Content]:
        if self._card is None:
            return []
        return [headline(self._card, self._clock.now()).truncate(width, ellipsis=True)]


class CardScreen(CardCommands):
    """Opens with what the table knew, and adds the end of its log as soon as that is read."""

    BINDING_GROUP_TITLE = "Card"
    CSS_PATH = "history.tcss"
    AUTO_FOCUS = "#card-lines"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "left_square_bracket",
            "neighbour(-1)",
            "before",
            id="card.previous",
            show=False,
            tooltip="The card before",
        ),
        Binding(
            "right_square_bracket",
            "neighbour(1)",
            "next",
            id="card.next",
            show=False,
            tooltip="The next card",
        ),
        Binding("escape,h", "dismiss", "back", id="card.back", tooltip="Back to where one came from"),
    ]

    def __init__(
        self,
        services: Services,
        launched: Callable[[str], None],
        card: Card,
        *,
        neighbours: Callable[[], list[str]] = list,
    ) -> None:
        """`neighbours` gives the ids of the cards around it, in the order they are listed."""
        super().__init__(services, launched)
        self._card, self._neighbours = card, neighbours
        self._clock = services.clock
        self.header = Header(services.profile, services.clock)
        self.header.read_only = services.account.cloud.read_only
        self._head = CardHead(services.clock)
        self._bar = TimelineBar(services.clock)
        self._summary = Box(self._head, self._bar, id="card-summary")
        self._lines = LineView(id="card-lines")
        self._facts = Box(self._lines, id="card-facts")
        self._key_bar = KeyBar()
        self._notice = Static("", id="too-small", markup=False)

    def compose(self) -> ComposeResult:
        yield self.header
        yield self._summary
        yield self._facts
        yield self._notice
        yield self._key_bar

    @property
    def card(self) -> Card:
        return self._card

    def on_mount(self) -> None:
        assert self.services is not None
        store = self.services.account.store
        self.header.attach(store)
        self.hear(store.subscribe, lambda _: self.header.news())
        self._facts.top.show(left=[Part(toned("Remembered", "bright"))])
        self._show(self._card)
        self._read(self._card.session_id)

    @work(group="read", exclusive=True)
    async def _read(self, session_id: str) -> None:
        assert self.services is not None
        card = await self.services.account.archive.card(session_id)
        if card is not None:
            self._show(card, keep_place=card.session_id == self._card.session_id)

    def _show(self, card: Card, *, keep_place: bool = True) -> None:
        self._card = card
        now = self._clock.now()
        self._head.show(card)
        self._bar.show(timeline_of(card))
        title = toned(fitted(card.name or card.session_id, 60), "bright", bold=True)
        self._summary.top.show(left=[Part(title)])
        self._summary.foot.show(right=place(card.session_id, self._neighbours(), brief=False))
        self._lines.show(card_lines(card, now, self._lines.size.width or 76), keep_place=keep_place)
        self.refresh_bindings()

    def _show_again(self) -> None:
        self._show(self._card)

    def action_neighbour(self, step: int) -> None:
        """Show the card before or after this one."""
        found = neighbour(self._card.session_id, self._neighbours(), step)
        if found is not None:
            self._read(found)

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        too_small = width < SMALLEST[0] or height < SMALLEST[1]
        for part in (self.header, self._summary, self._facts, self._key_bar):
            part.display = not too_small
        self._notice.display = too_small
        if too_small:
            self._notice.update(too_small_words(width, height))
        else:
            self.call_after_refresh(self._show_again)
