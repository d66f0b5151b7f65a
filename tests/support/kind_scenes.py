"""The dashboards of the other services, and the view of all accounts, as pictures show them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path

from mimiry_tui.app import MimiryApp
from mimiry_tui.clouds.registry import kind_of
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.store import Resource
from mimiry_tui.settings import Profile
from mimiry_tui.settings.profiles import ProfileColour
from mimiry_tui.settings.settings import Settings
from mimiry_tui.ui.accounts import Choice, OnlyOne
from mimiry_tui.ui.profile_mark import ProfileMark
from tests.support.clock import ManualClock
from tests.support.kinds import simulated_kind
from tests.support.running_app import RunningApp
from tests.support.simulator import simulator

JOBS, MAGS = "mimiry-jobs", "mags"


@asynccontextmanager
async def kind_dashboard(
    kind: str, state_dir: Path, size: tuple[int, int] = (120, 36), *, theme: str | None = None
) -> AsyncIterator[RunningApp]:
    """The dashboard of that service's demo; both go by one clock, and everything has been read."""
    clock = ManualClock()
    async with _account(kind, clock, state_dir) as profile:
        app = MimiryApp(_choice(profile), clock=clock, theme=theme)
        async with app.run_test(size=size, notifications=True) as pilot:
            shown = RunningApp(app, pilot, clock)
            await _filled(shown)
            yield shown


@asynccontextmanager
async def all_dashboards(
    state_dir: Path, size: tuple[int, int] = (120, 36), *, theme: str | None = None
) -> AsyncIterator[RunningApp]:
    """Three accounts at three services; the first one is open."""
    clock = ManualClock()
    async with (
        _mimiry(clock, state_dir / "mimiry") as first,
        _account(JOBS, clock, state_dir / "jobs") as second,
        _account(MAGS, clock, state_dir / "mags") as third,
    ):
        choices = [_choice(one) for one in (first, second, third)]
        app = MimiryApp(choices[0], clock=clock, theme=theme, book=_Three(choices))
        async with app.run_test(size=size, notifications=True) as pilot:
            shown = RunningApp(app, pilot, clock)
            await _filled(shown)
            yield shown


class _Three(OnlyOne):
    """A book of several."""

    def __init__(self, choices: list[Choice]) -> None:
        super().__init__(choices[0])
        self._all = tuple(choices)

    def choices(self, settings: Settings) -> tuple[Choice, ...]:
        return self._all


@asynccontextmanager
async def _account(kind: str, clock: ManualClock, state_dir: Path) -> AsyncIterator[Profile]:
    domain = "apps.magpiecloud.com"  # a simulator's own has another port every time
    async with simulated_kind(kind, speed=1.0, clock=clock, public_domain=domain) as service:
        token = state_dir / "token"
        token.parent.mkdir(parents=True, exist_ok=True)
        token.write_text(service.token)
        token.chmod(0o600)
        await asyncio.to_thread(service.remember, state_dir)
        yield Profile(
            name="batch" if kind == JOBS else "sandboxes",
            api_base=service.base_url,
            api_base_source="test",
            key_path=None,
            key_source="",
            cloud=kind,
            token=f"file:{token}",
            colour=ProfileColour.AMBER if kind == JOBS else ProfileColour.VIOLET,
            state_dir=state_dir,
            config_dir=state_dir,
            home=state_dir,
        )


@asynccontextmanager
async def _mimiry(clock: ManualClock, state_dir: Path) -> AsyncIterator[Profile]:
    async with simulator(clock=clock, speed=1.0) as cloud:
        yield Profile(
            name="research",
            api_base=cloud.base_url,
            api_base_source="test",
            key_path=cloud.key_path,
            key_source="test",
            colour=ProfileColour.TEAL,
            state_dir=state_dir,
            config_dir=state_dir,
            home=state_dir,
        )


def _choice(profile: Profile) -> Choice:
    def opening() -> AbstractAsyncContextManager[Profile]:
        return nullcontext(profile)

    # What stands for the host: that of a simulator has another port every time.
    places = {JOBS: "the job API", MAGS: "api.magpiecloud.com"}
    return Choice(
        ProfileMark(profile.name, profile.colour, kind_of(profile.cloud).title),
        opening,
        place=places.get(profile.cloud, "softlaunch.mimiry.com"),
        profile=profile,
    )


async def _filled(shown: RunningApp) -> None:
    store = (await shown.opened()).store
    await shown.until(lambda: bool(store.sessions) and store.health(Resource.ENDED).as_of is not None)
    await shown.clock.advance(0.5)
    await shown.pilot.pause()


async def at_rest(shown: RunningApp) -> None:
    """The dashboard as it is after some seconds: prices and progress known."""
    await shown.live_for(6)


async def select(shown: RunningApp, name: str) -> None:
    """Put the cursor on the session of that name that runs, and wait until all is told of it."""
    session = next(
        row
        for row in shown.store.sessions.values()
        if isinstance(row, Session) and row.name == name and row.is_live
    )
    shown.screen.sessions.table.move_to(session.id)
    await shown.live_for(2)
    await shown.until(lambda: shown.store.detail is not None and shown.store.detail.id == session.id)


async def press(shown: RunningApp, *keys: str) -> None:
    """Press these, and let what they open settle."""
    await shown.press(*keys)
    await shown.live_for(2)


# What the pictures show


async def jobs_dashboard(shown: RunningApp) -> None:
    await at_rest(shown)
    await select(shown, "llama-sft-8b")


async def jobs_session(shown: RunningApp) -> None:
    """A machine that has not given a sign of life for a while."""
    await at_rest(shown)
    await select(shown, "nightly-eval")
    await press(shown, "enter")


async def jobs_launch(shown: RunningApp) -> None:
    await at_rest(shown)
    await press(shown, "2", "n")
    await shown.until(lambda: shown.app.screen is not shown.screen)
    await shown.live_for(3)


async def jobs_cancel(shown: RunningApp) -> None:
    await at_rest(shown)
    await select(shown, "whisper-batch")
    await press(shown, "x")


async def mags_dashboard(shown: RunningApp) -> None:
    await at_rest(shown)
    await select(shown, "todo-api")


async def mags_launch(shown: RunningApp) -> None:
    await at_rest(shown)
    await press(shown, "n")
    await shown.live_for(3)


async def mags_actions(shown: RunningApp) -> None:
    await at_rest(shown)
    await select(shown, "ml-lab")
    await press(shown, "a")


async def mags_schedules(shown: RunningApp) -> None:
    await at_rest(shown)
    await press(shown, "A")


async def fleet(shown: RunningApp) -> None:
    await at_rest(shown)
    await press(shown, "P")
    await shown.until(lambda: "3 of 3 answering" in shown.text())
    await shown.live_for(2)
