"""News that come while a screen goes: what is inside it has gone by then, the screen itself has not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from textual.widget import Widget

from mimiry_tui.live.store import Change, Resource
from mimiry_tui.settings.file import SettingsFile
from mimiry_tui.ui.preference_desk import PreferenceDesk
from tests.support.dashboard import Dashboard, dashboard

WAYS = {
    "AccountScreen": "b",
    "HistoryScreen": "h",
    "WatchesScreen": "W",
    "SessionScreen": "enter",
    "TerminateScreen": "x",
    "CheaperScreen": "dollar_sign",
    "SettingsScreen": "comma",
    "LaunchScreen": "n",
    "FarewellScreen": "q",
}
"""The key on the dashboard that opens each."""


class Last(Widget):
    """Stays in its screen until all else has gone from there; then there is news of everything."""

    DEFAULT_CSS = "Last { display: none; }"

    def __init__(self, shown: Dashboard, told: list[str]) -> None:
        """`told` is given the name of the screen that it was told to."""
        super().__init__()
        self._shown = shown
        self._told = told

    async def on_unmount(self) -> None:
        screen = self.screen
        await self._shown.until_known(lambda: all(child is self for child in screen.children))
        news_of_all(self._shown)
        self._told.append(type(screen).__name__)


def news_of_all(shown: Dashboard) -> None:
    """Everything that anybody subscribes to has changed."""
    account = shown.app.account
    assert account is not None
    ids = tuple(account.store.sessions)
    for resource in Resource:
        account.store.publish(Change(resource, (*ids, *account.store.offers, *account.store.volumes)))
        account.store.publish(Change(resource, health_only=True))
    for told in (account.endings, account.guards, account.volume_work, account.deeds):
        told._subscribers.tell(frozenset(ids))
    account.offer_memory._subscribers.tell(frozenset(account.store.offers))
    for silent in (account.history, account.archive, account.launches, account.templates, account.money):
        silent._subscribers.tell()
    account.watches._subscribers.tell()
    account.digest._subscribers.tell()
    for session_id in ids:
        account.logs._subscribers.tell(session_id)
    desk = PreferenceDesk.of(shown.app)
    desk.use(replace(desk.now, columns={"sessions": ("name",), "gpus": ("gpu",), "volumes": ("name",)}))
    desk.unused._subscribers.tell()


async def test_a_screen_that_goes_hears_no_news(tmp_path: Path) -> None:
    told: list[str] = []
    async with dashboard(state_dir=tmp_path, settings=SettingsFile(tmp_path)) as shown:
        await shown.filled()
        await shown.press("down")  # to one that is up
        for key in WAYS.values():
            await shown.press(key)
            await shown.until(lambda: not shown.on_dashboard())
            await shown.app.screen.mount(Last(shown, told))
            await shown.app.pop_screen()
            assert shown.on_dashboard()
    assert told == list(WAYS)


async def test_screens_that_go_with_the_program_hear_no_news(tmp_path: Path) -> None:
    told: list[str] = []
    async with dashboard(state_dir=tmp_path) as shown:
        await shown.filled()
        await shown.press("q")
        for screen in shown.app.screen_stack:
            await screen.mount(Last(shown, told))
        shown.app.exit()
    assert told == ["FarewellScreen", "DashboardScreen"]
