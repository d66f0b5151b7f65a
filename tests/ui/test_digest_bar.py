"""What happened since one left: a line that asks for nothing, a list, and the way to what it names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.domain.memory.digest import Digest, build_digest
from mimiry_tui.live.memory.digest import DigestDesk
from mimiry_tui.live.subscribers import Subscribers
from mimiry_tui.ui.screens.card import CardScreen
from mimiry_tui.ui.screens.digest import DigestScreen
from mimiry_tui.ui.screens.history import HistoryScreen
from mimiry_tui.ui.screens.launch import LaunchScreen
from mimiry_tui.ui.screens.offer import OfferScreen
from mimiry_tui.ui.widgets.digest_bar import STAYS, DigestBar
from tests.support.cards import a_card, a_failed_card, a_live_card
from tests.support.clock import EPOCH
from tests.support.dashboard import dashboard
from tests.support.dialog_app import DialogApp


async def test_one_comes_back_reads_what_happened_and_launches_a_forgotten_session_again(
    tmp_path: Path,
) -> None:
    async with dashboard(state_dir=tmp_path, with_past=True) as shown:
        await shown.filled()
        await shown.live_for(3)
        bar = shown.screen.digest_bar
        await shown.until(lambda: bool(bar.display))
        line = shown.line_with("since you left (3 h)")
        assert "✗ bad-image pull failed · €0.01" in line
        assert line.endswith("more")
        assert shown.screen.focused is shown.screen.sessions.table, "it takes no focus"
        await shown.press("i")
        await shown.until(lambda: isinstance(shown.app.screen, DigestScreen))
        for words in ("train-llama", "ready after 2m", "H100 80G", "−6%  €2.23 → €2.10/h", "FIN-01, FIN-03"):
            assert shown.shows(words), words
        assert not bar.display, "what was read is put away"
        await shown.press("j", "enter")
        await shown.until(lambda: isinstance(shown.app.screen, CardScreen))
        await shown.until(lambda: shown.shows("python tokenise.py"))
        await shown.press("escape", "i", "end", "enter")
        await shown.until(lambda: isinstance(shown.app.screen, OfferScreen))
        await shown.press("escape", "h")
        await shown.until(lambda: isinstance(shown.app.screen, HistoryScreen) and shown.shows("59 sessions"))
        await shown.press("slash", *"kernels-6a", "enter")
        await shown.until(lambda: shown.shows(" 1 session ·"))
        await shown.press("c")
        await shown.until(lambda: isinstance(shown.app.screen, LaunchScreen))
        await shown.until(lambda: shown.shows("make bench VARIANT=kernels-6a"))


class BarScreen(Screen[None]):
    """The line with nothing around it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("i", "digest", id="digest")]

    def __init__(self, bar: DigestBar) -> None:
        super().__init__()
        self._bar = bar

    def compose(self) -> ComposeResult:
        yield self._bar


class Desk:
    """Finds what the test says."""

    def __init__(self) -> None:
        self.digest: Digest | None = None
        self._subscribers: Subscribers[[]] = Subscribers()

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        return self._subscribers.add(callback)

    def find(self, *cards: Card) -> None:
        self.digest = build_digest(EPOCH - timedelta(hours=4), EPOCH, then=(), cards=cards)
        self._subscribers.tell()


async def test_the_line_comes_when_there_is_news_grows_with_it_and_goes_by_itself() -> None:
    app, desk = DialogApp(), Desk()
    bar = DigestBar(app.clock)
    async with app.run_test(size=(80, 5)) as pilot:
        await app.push_screen(BarScreen(bar))
        bar.attach(cast("DigestDesk", desk))
        assert not bar.display
        assert not bar.put_away(), "what was not there is not gone for good"
        desk.find(a_card("a"))
        await pilot.pause()
        assert " since you left (4 h)   ○ train-a done · exit 0 09:00 · €2.58   i all" in app.shown()
        desk.find(a_card("a"), a_failed_card("b"), a_live_card("c"))
        await pilot.pause()
        assert "✗ train-b pull failed · €2.58" in app.shown()
        assert "i 2 more" in app.shown()
        await app.clock.advance(STAYS + 2)
        await pilot.pause()
        assert not bar.display
        desk.find(a_card("z"))
        assert not bar.display, "it was read, or nobody cared"
