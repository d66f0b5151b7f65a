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
from typing import NamedTuple

from mimiry_tui.live.store import Resource
from mimiry_tui.simulator.faults import Fault
from mimiry_tui.ui.theme import DARK, LIGHT
from tests.support.dashboard import Dashboard, dashboard

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


async def as_it_is(shown: Dashboard) -> None:
    """The demo account, a session booting, one selected."""
    await shown.filled()


async def ready_session(shown: Dashboard) -> None:
    """The cursor on a session that is up."""
    await shown.filled()
    await shown.pilot.press("j")
    await shown.clock.advance(1)
    await shown.until(lambda: _shows_events_of(shown, "train-llama"))


async def offline(shown: Dashboard) -> None:
    """The network has been gone for most of a minute."""
    await shown.filled()
    shown.cloud.service.faults.order(Fault.parse("reset"))
    await shown.live_for(50)


async def first_run(shown: Dashboard) -> None:
    """No key on this machine yet."""
    live = await shown.opened()
    await shown.until(lambda: bool(live.store.offers))
    await shown.until(lambda: live.store.health(Resource.VOLUMES).error is not None)
    shown.app.dashboard.sessions.portal = "https://softlaunch.mimiry.com"
    shown.app.dashboard.sessions.show_state()
    shown.app.dashboard.header.profile = "softlaunch"
    shown.app.dashboard.header.repaint()


async def help_shown(shown: Dashboard) -> None:
    await shown.filled()
    await shown.pilot.press("question_mark")


async def filtered(shown: Dashboard) -> None:
    await shown.filled()
    await shown.pilot.press("2", "slash", *"where:verda")


PICTURES = (
    Picture("dashboard", (120, 36), DARK, as_it_is),
    Picture("dashboard-light", (120, 36), LIGHT, ready_session),
    Picture("dashboard-80x24", (80, 24), DARK, as_it_is),
    Picture("dashboard-80x24-light", (80, 24), LIGHT, as_it_is),
    Picture("filter", (120, 36), DARK, filtered),
    Picture("help", (120, 36), DARK, help_shown),
    Picture("offline", (120, 36), DARK, offline),
    Picture("first-run", (120, 36), DARK, first_run, with_key=False),
)


def _shows_events_of(shown: Dashboard, name: str) -> bool:
    live = shown.app.live
    detail = live.store.detail if live is not None else None
    return detail is not None and detail.name == name and bool(detail.events)


async def take(picture: Picture, folder: Path) -> Path:
    """Draw one picture and return its path."""
    async with dashboard(
        picture.size, theme=picture.theme, with_key=picture.with_key, ssh_port=22022
    ) as shown:
        await picture.prepare(shown)
        shown.app.dashboard.detail.show_key_path(SHOWN_KEY)
        await shown.pilot.pause()
        path = folder / f"{picture.name}.svg"
        await asyncio.to_thread(path.write_text, shown.app.export_screenshot(title="mimiry-tui"), "utf-8")
    return path


async def _take_all(names: list[str]) -> None:
    for picture in PICTURES:
        if not names or picture.name in names:
            sys.stdout.write(f"{(await take(picture, FOLDER)).name}\n")


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
