"""Waiting for a session's shell: what is said, when it connects, and when there is nothing to wait for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from mimiry_tui.clouds.errors import Unreachable
from mimiry_tui.domain.boots import Boots
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session, SshEndpoint
from mimiry_tui.live.store import Change, Health, Resource, Store
from mimiry_tui.ui.screens.help import HelpScreen
from mimiry_tui.ui.screens.waiting import ASK_EVERY, Waited, WaitingScreen
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.timelines import Timelines
from tests.support.clock import EPOCH
from tests.support.dialog_app import DialogApp

SSH = {"host": "ssh.example.com", "port": 2222, "username": "root"}
BOOTS = Boots(timedelta(seconds=144), timedelta(seconds=185), 11)


def a_session(state: str, **fields: Any) -> Session:
    """A session at two euro an hour, created a minute before the clock's start."""
    created = (EPOCH - timedelta(minutes=1)).isoformat()
    told: dict[str, Any] = {
        "id": "a",
        "name": "eval",
        "state": state,
        "created_at": created,
        "hourly_rate": 2,
    }
    return build_session(**(told | fields))


class Waiting:
    """The screen, its store, and who answers at the address."""

    def __init__(self, pilot: Pilot[None], app: DialogApp, boots: Boots | None) -> None:
        self.pilot = pilot
        self.app = app
        self.store = Store()
        self.boots = boots
        self.asked: list[SshEndpoint] = []
        self.answering = False
        self.results: list[Waited | None] = []

    async def ask(self, endpoint: SshEndpoint) -> bool:
        self.asked.append(endpoint)
        return self.answering

    async def open(self, *records: Session) -> None:
        self.store.update_sessions({one.id: one for one in records})
        timelines = Timelines()
        timelines.store = self.store
        screen = WaitingScreen(
            "a", self.store, timelines, self.app.clock, boots=lambda _: self.boots, ask=self.ask
        )
        await self.app.push_screen(screen, self.results.append)
        await self.pilot.pause()

    async def see(self, *records: Session) -> None:
        self.store.update_sessions({one.id: one for one in records})
        self.store.publish(Change(Resource.SESSIONS, tuple(one.id for one in records)))
        await self.pilot.pause()

    async def advance(self, seconds: float) -> None:
        await self.app.clock.advance(seconds)
        await self.pilot.pause()

    @property
    def text(self) -> str:
        return self.app.shown()


@asynccontextmanager
async def waiting(
    *records: Session, boots: Boots | None = None, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[Waiting]:
    app = DialogApp()
    async with app.run_test(size=size) as pilot:
        Ticker.of(app, app.clock)
        shown = Waiting(pilot, app, boots)
        await shown.open(*records)
        yield shown


async def test_it_connects_the_moment_the_published_address_answers() -> None:
    async with waiting(a_session("pulling_image")) as shown:
        assert "◐ the machine boots: pulling image" in shown.text
        assert "○ its SSH address is published" in shown.text
        await shown.advance(30)
        assert shown.asked == []
        await shown.see(a_session("started"))
        assert "✓ the machine is up" in shown.text
        assert "◐ its SSH address is published" in shown.text
        await shown.see(a_session("started", ssh=SSH))
        assert "✓ its SSH address is published: ssh.example.com:2222" in shown.text
        assert shown.asked == [SshEndpoint("ssh.example.com", 2222, "root")]
        await shown.advance(ASK_EVERY)
        await shown.advance(1)
        assert "asked 2 times" in shown.text
        assert shown.results == []
        shown.answering = True
        await shown.advance(ASK_EVERY)
        assert shown.results == [Waited.CONNECT]


async def test_enter_connects_without_an_answer_once_there_is_an_address() -> None:
    async with waiting(a_session("started")) as shown:
        await shown.pilot.press("enter")
        assert shown.results == []
        assert "enter" not in shown.text
        await shown.see(a_session("started", ssh=SSH))
        assert "enter connects now" in shown.text
        await shown.pilot.press("enter")
        assert shown.results == [Waited.CONNECT]


async def test_escape_gives_up_and_asks_nobody_any_more() -> None:
    async with waiting(a_session("started", ssh=SSH)) as shown:
        await shown.pilot.press("escape")
        assert shown.results == [None]
        asked = len(shown.asked)
        shown.answering = True
        await shown.advance(10 * ASK_EVERY)
        await shown.see(a_session("started", ssh=SSH))
        assert (len(shown.asked), shown.results) == (asked, [None])


async def test_the_estimate_counts_down_and_turns_into_what_waiting_has_cost() -> None:
    async with waiting(a_session("pulling_image"), boots=BOOTS) as shown:
        assert "ready in ≈1m24s · median of your 11 boots here 2m24s" in shown.text
        assert "cost so far ≈€0.03 · €2.00/h" in shown.text
        await shown.advance(10)
        assert "ready in ≈1m14s" in shown.text
        await shown.advance(180)
        shown.store.set_health(Resource.SESSIONS, Health(EPOCH, error=Unreachable()))
        await shown.advance(1)
        assert "last seen 3m11s ago · median of your 11 boots here" in shown.text
        assert "slower than" not in shown.text
        shown.store.set_health(Resource.SESSIONS, Health(EPOCH))
        await shown.advance(1)
        assert "slower than 9 in 10 of your 11 boots here" in shown.text
        assert "waiting has cost ≈€0.14" in shown.text


async def test_a_session_that_ends_meanwhile_says_why_and_offers_its_log() -> None:
    async with waiting(a_session("pulling_image")) as shown:
        await shown.see(a_session("pull_failed", error="no such image [/red]\x1b"))
        assert "This session has ended: pull failed" in shown.text
        assert "no such image [/red]␛" in shown.text
        assert "l log · esc closes" in shown.text
        await shown.pilot.press("l")
        assert shown.results == [Waited.LOG]


async def test_a_session_that_the_service_forgets_is_waited_for_no_longer() -> None:
    async with waiting(a_session("pulling_image")) as shown:
        shown.store.update_sessions({}, ("a",))
        shown.store.publish(Change(Resource.SESSIONS, removed=("a",)))
        await shown.pilot.pause()
        assert "does not know this session" in shown.text
        assert "eval" in shown.text


async def test_one_that_is_not_there_at_all_says_so() -> None:
    async with waiting() as shown:
        assert "does not know this session" in shown.text


async def test_ssh_that_was_switched_off_at_launch_is_said_and_not_waited_for() -> None:
    async with waiting(a_session("started", ssh_enabled=False)) as shown:
        assert "SSH was switched off when this session was launched" in shown.text
        await shown.pilot.press("escape")
        assert shown.results == [None]


@pytest.mark.parametrize(
    ("ssh", "part"),
    [
        ({"host": "-oProxyCommand=id"}, "the published SSH host is not a host name: it starts with a dash"),
        ({"host": "a b"}, "SSH host"),
        ({"host": "ok.example.com", "username": "-l"}, "the published SSH user is not a user name"),
    ],
)
async def test_an_address_that_is_none_is_refused_by_name_and_never_asked(
    ssh: dict[str, Any], part: str
) -> None:
    async with waiting(a_session("started", ssh=ssh)) as shown:
        assert "Not connecting" in shown.text
        assert part in shown.text
        await shown.pilot.press("enter")
        await shown.advance(10)
        assert (shown.asked, shown.results) == ([], [])
        await shown.see(a_session("started", ssh=SSH))
        assert shown.asked == [SshEndpoint("ssh.example.com", 2222, "root")]


async def test_a_dialog_in_front_is_answered_first() -> None:
    async with waiting(a_session("started", ssh=SSH)) as shown:
        await shown.app.push_screen(HelpScreen([]))
        shown.answering = True
        await shown.advance(3 * ASK_EVERY)
        assert isinstance(shown.app.screen, HelpScreen)
        await shown.pilot.press("escape")
        await shown.advance(ASK_EVERY)
        assert shown.results == [Waited.CONNECT]


async def test_it_fits_the_smallest_terminal() -> None:
    async with waiting(a_session("started", ssh=SSH), boots=BOOTS, size=(60, 16)) as shown:
        box = shown.app.screen.query_one("#waiting").region
        assert shown.app.screen.region.contains_region(box)
        assert "SSH answers there" in shown.text
        assert "cost so far" in shown.text


async def test_a_hostile_name_is_shown_as_it_is() -> None:
    async with waiting(a_session("pulling_image", name="[/red]\x1b[31m x")) as shown:
        assert "ssh · [/red]␛[31m x" in shown.text
