"""`make screenshots`: pictures of the demo, the same for the same code.

Seed and clock are fixed, so a picture changes when the look does and not otherwise.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from mimiry_tui.simulator.faults import Fault
from mimiry_tui.ui.theme import CONTRAST, DARK, LIGHT
from tests.support import (
    comfort_scenes,
    doctor_picture,
    kind_scenes,
    launch_scenes,
    money_scenes,
    scenes,
    setup_scenes,
)
from tests.support.dashboard import Dashboard, dashboard
from tests.support.running_app import RunningApp
from tests.support.setup_desk import SetupDesk, set_up

FOLDER = Path(__file__).parents[2] / "screenshots"
SHOWN_KEY = Path("~/.ssh/mimiry")
"""Stands where the throw-away key's path would."""


class Picture(NamedTuple):
    """One file: what is on it, and at which size."""

    name: str
    size: tuple[int, int]
    theme: str
    prepare: Callable[[Dashboard], Awaitable[None]]
    with_key: bool = True


class Step(NamedTuple):
    """One file with a step of the set-up on it."""

    name: str
    prepare: Callable[[SetupDesk], Awaitable[None]]
    size: tuple[int, int] = (112, 30)


async def ready_selected(shown: Dashboard) -> None:
    """The cursor on a session that is up."""
    await scenes.select(shown, scenes.READY)


async def offline(shown: Dashboard) -> None:
    """The network has been gone for most of a minute."""
    await scenes.as_it_is(shown)
    shown.cloud.service.faults.order(Fault.parse("reset"))
    for _ in range(50):
        await shown.clock.advance(1)
        await asyncio.sleep(0.06)  # time for a refused request to come back


async def help_shown(shown: Dashboard) -> None:
    await scenes.as_it_is(shown)
    await shown.pilot.press("question_mark")


async def filtered(shown: Dashboard) -> None:
    await scenes.as_it_is(shown)
    await shown.pilot.press("2", "slash", *"where:verda")


PICTURES = (
    Picture("dashboard", (120, 36), DARK, money_scenes.dashboard),
    Picture("dashboard-light", (120, 36), LIGHT, ready_selected),
    Picture("dashboard-80x24", (80, 24), DARK, scenes.as_it_is),
    Picture("dashboard-80x24-light", (80, 24), LIGHT, scenes.as_it_is),
    Picture("account", (120, 36), DARK, money_scenes.account),
    Picture("account-spend", (120, 36), LIGHT, money_scenes.spend),
    Picture("account-transactions", (120, 30), DARK, money_scenes.transactions),
    Picture("offer", (120, 40), DARK, money_scenes.offer),
    Picture("cheaper", (120, 36), DARK, money_scenes.cheaper),
    Picture("history", (120, 36), DARK, money_scenes.history),
    Picture("watches", (120, 36), DARK, money_scenes.watches),
    Picture("guards", (120, 36), DARK, money_scenes.guards),
    Picture("farewell", (120, 36), DARK, money_scenes.farewell),
    Picture("session-booting", (120, 36), DARK, scenes.booting),
    Picture("session-failed", (120, 36), DARK, scenes.failed),
    Picture("log-search", (120, 36), DARK, scenes.log_search),
    Picture("terminate", (120, 36), DARK, scenes.terminate),
    Picture("filter", (120, 36), DARK, filtered),
    Picture("help", (120, 36), DARK, help_shown),
    Picture("offline", (120, 36), DARK, offline),
    Picture("launch", (120, 40), DARK, launch_scenes.full),
    Picture("launch-failing", (120, 40), DARK, launch_scenes.failing),
    Picture("launch-criteria", (120, 36), DARK, launch_scenes.criteria),
    Picture("launch-80x24", (80, 24), DARK, launch_scenes.full),
    Picture("launch-review-80x24", (80, 24), DARK, launch_scenes.review),
    Picture("launch-light", (120, 36), LIGHT, launch_scenes.full),
    Picture("launch-templates", (120, 36), DARK, launch_scenes.templates),
    Picture("volume-create", (120, 36), DARK, launch_scenes.create_volume),
    Picture("volume-delete", (120, 36), DARK, launch_scenes.delete_volume),
    Picture("first-run", (120, 36), DARK, scenes.first_run, with_key=False),
    Picture("profiles", (120, 30), DARK, comfort_scenes.profiles),
    Picture("settings", (120, 36), DARK, comfort_scenes.settings),
    Picture("columns", (120, 36), DARK, comfort_scenes.columns),
    Picture("command-line", (120, 36), DARK, comfort_scenes.command),
    Picture("themes", (120, 36), DARK, comfort_scenes.themes),
    Picture("dashboard-compact", (120, 36), DARK, comfort_scenes.compact),
    Picture("dashboard-contrast", (120, 36), CONTRAST, scenes.as_it_is),
)
STEPS = (
    Step("setup", setup_scenes.keys),
    Step("setup-register", setup_scenes.at_portal),
    Step("setup-signed-in", setup_scenes.signed_in),
)


class KindPicture(NamedTuple):
    """One file with another service on it; without a kind it is of all accounts."""

    name: str
    kind: str
    prepare: Callable[[RunningApp], Awaitable[None]]
    size: tuple[int, int] = (120, 36)
    theme: str = DARK


KIND_PICTURES = (
    KindPicture("jobs", kind_scenes.JOBS, kind_scenes.jobs_dashboard),
    KindPicture("jobs-80x24", kind_scenes.JOBS, kind_scenes.jobs_dashboard, (80, 24)),
    KindPicture("jobs-session", kind_scenes.JOBS, kind_scenes.jobs_session),
    KindPicture("jobs-launch", kind_scenes.JOBS, kind_scenes.jobs_launch, (120, 40)),
    KindPicture("jobs-cancel", kind_scenes.JOBS, kind_scenes.jobs_cancel),
    KindPicture("mags", kind_scenes.MAGS, kind_scenes.mags_dashboard),
    KindPicture("mags-light", kind_scenes.MAGS, kind_scenes.mags_dashboard, theme=LIGHT),
    KindPicture("mags-launch", kind_scenes.MAGS, kind_scenes.mags_launch, (120, 40)),
    KindPicture("mags-actions", kind_scenes.MAGS, kind_scenes.mags_actions),
    KindPicture("mags-schedules", kind_scenes.MAGS, kind_scenes.mags_schedules, (120, 30)),
    KindPicture("all-accounts", "", kind_scenes.fleet),
)


async def take(picture: Picture, folder: Path) -> Path:
    """Draw one picture and return its path."""
    with TemporaryDirectory(prefix="mimiry-tui-screenshots-") as kept:
        return await _take(picture, folder, Path(kept))


async def _take(picture: Picture, folder: Path, state_dir: Path) -> Path:
    opening = dashboard(
        picture.size,
        theme=picture.theme,
        with_key=picture.with_key,
        ssh_port=22022,
        state_dir=state_dir,
        with_past=True,
    )
    with scenes.without_chance():
        async with opening as shown:
            await picture.prepare(shown)
            shown.app.dashboard.detail.show_key_path(SHOWN_KEY)
            await shown.pilot.pause()
            path = folder / f"{picture.name}.svg"
            await asyncio.to_thread(path.write_text, shown.app.export_screenshot(title="mimiry-tui"), "utf-8")
    return path


async def take_step(step: Step, folder: Path) -> Path:
    """Draw one step of the set-up and return its path."""
    async with set_up(*setup_scenes.KEYS, size=step.size) as desk:
        await step.prepare(desk)
        path = folder / f"{step.name}.svg"
        await asyncio.to_thread(path.write_text, desk.app.export_screenshot(title="mimiry-tui"), "utf-8")
    return path


async def take_kind(picture: KindPicture, folder: Path) -> Path:
    """Draw one picture of another service and return its path."""
    with TemporaryDirectory(prefix="mimiry-tui-screenshots-") as kept, scenes.without_chance():
        state, size = Path(kept), picture.size
        opening = (
            kind_scenes.kind_dashboard(picture.kind, state, size, theme=picture.theme)
            if picture.kind
            else kind_scenes.all_dashboards(state, size, theme=picture.theme)
        )
        async with opening as shown:
            await picture.prepare(shown)
            await shown.pilot.pause()
            path = folder / f"{picture.name}.svg"
            await asyncio.to_thread(path.write_text, shown.app.export_screenshot(title="mimiry-tui"), "utf-8")
    return path


async def _take_all(names: list[str]) -> None:
    for picture in PICTURES:
        if not names or picture.name in names:
            sys.stdout.write(f"{(await take(picture, FOLDER)).name}\n")
    for step in STEPS:
        if not names or step.name in names:
            sys.stdout.write(f"{(await take_step(step, FOLDER)).name}\n")
    for other in KIND_PICTURES:
        if not names or other.name in names:
            sys.stdout.write(f"{(await take_kind(other, FOLDER)).name}\n")
    if not names or doctor_picture.NAME in names:
        sys.stdout.write(f"{(await doctor_picture.take(FOLDER)).name}\n")


def main() -> None:
    """Draw all pictures, or those named on the command line."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    for name in ("NO_COLOR", "TEXTUAL_THEME"):
        os.environ.pop(name, None)
    FOLDER.mkdir(exist_ok=True)
    asyncio.run(_take_all(sys.argv[1:]))


if __name__ == "__main__":
    main()
