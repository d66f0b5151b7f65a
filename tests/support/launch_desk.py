"""The launch form in front of the dashboard, on a simulated cloud."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from mimiry_tui.domain.launching.draft import Draft, Field, Pick
from mimiry_tui.domain.offers import Offer
from mimiry_tui.live.account import Account
from mimiry_tui.live.launches.launches import Launching
from mimiry_tui.live.store import Resource
from mimiry_tui.ui.launch.section import Section, View
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.launch import LaunchScreen
from mimiry_tui.ui.services import Services
from mimiry_tui.ui.widgets.header import Header
from tests.support.dashboard import Dashboard, dashboard

SESSIONS, ENDED = Resource.SESSIONS, Resource.ENDED


@dataclass
class LaunchDesk:
    """The form, and everything behind it."""

    board: Dashboard
    form: LaunchScreen
    left_with: list[str | None]
    """What the form was dismissed with, once it was."""

    @property
    def account(self) -> Account:
        assert self.board.app.account is not None
        return self.board.app.account

    @property
    def view(self) -> View:
        return self.form.desk.view

    @property
    def is_open(self) -> bool:
        return not self.left_with

    @property
    def posts(self) -> int:
        """How often the cloud was asked to launch."""
        return self.board.cloud.requests["POST /api/compute/v1/sessions"]

    def section_of(self, field: Field) -> Section:
        return next(one for one in self.form.sections if field in one.FIELDS)

    async def live_on(self, seconds: int) -> None:
        """Turn the clock on, each list that is asked for meanwhile answering in its second."""
        health = self.board.store.health
        with self.board.app.batch_update():
            for _ in range(seconds):
                await self.board.clock.advance(1)
                await self.board.until_known(
                    lambda: not any(health(one).loading for one in (SESSIONS, ENDED))
                )
        await self.board.pilot.pause()

    async def settled(self) -> Launching:
        """Until what became of the launch is known; a minute at the most, or nobody would look any more."""
        for _ in range(70):
            current = self.account.launches.current
            assert current is not None
            if not current.is_pending:
                return current
            await self.live_on(1)
        raise AssertionError(f"still under way:\n{self.board.text()}")

    async def press(self, *keys: str) -> None:
        await self.board.press(*keys)
        await self.board.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*("space" if sign == " " else sign for sign in text))


def services_of(board: Dashboard) -> Services:
    services = board.screen.services
    assert services is not None
    return services


async def open_form(board: Dashboard, start: Draft | None = None, *, wait: bool = True) -> LaunchDesk:
    """Push the form; with `wait` until it has read what is on disk and something has the focus."""
    left: list[str | None] = []
    screen = LaunchScreen(services_of(board), Header(ProfileMark("softlaunch"), board.clock), start=start)
    board.app.push_screen(screen, left.append)
    await board.until(lambda: board.app.screen is screen)
    if wait:
        await board.until(lambda: screen.focused is not None)
        await board.until(
            lambda: bool(screen.desk.view.picture.key.line or screen.desk.view.picture.key.trouble)
        )
    return LaunchDesk(board, screen, left)


@asynccontextmanager
async def launch_desk(
    start: Draft | Callable[[Pick], Draft] | None = None,
    *,
    size: tuple[int, int] = (120, 36),
    theme: str | None = None,
    state_dir: Path | None = None,
) -> AsyncIterator[LaunchDesk]:
    """The form in front of a filled dashboard; `start` may be made of the cheapest offer in stock."""
    async with dashboard(size, theme=theme, state_dir=state_dir) as board:
        await board.filled()
        yield await open_form(board, start(pick_in_stock(board)) if callable(start) else start)


def a_draft(pick: Pick, name: str = "") -> Draft:
    """A launch that nothing speaks against."""
    return Draft(picks=(pick,), image="nvcr.io/nvidia/pytorch:24.01-py3", name=name, max_duration="4h")


def pick_in_stock(board: Dashboard, *, at: int = 0) -> Pick:
    """One of the offers that can be had now, the cheapest first."""
    offers = [one for one in board.store.offers.values() if isinstance(one, Offer)]
    ready = [one for one in offers if one.available and one.has_gpu and one.rate is not None]
    return Pick.of(sorted(ready, key=lambda one: one.rate.amount if one.rate else 0)[at])
