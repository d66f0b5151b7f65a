"""A picture of the dashboard, drawn by the app itself where there is no terminal."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from mimiry_tui.app import MimiryApp
from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.clouds.registry import kind_of
from mimiry_tui.commands.output import complain
from mimiry_tui.live.once import NEEDS
from mimiry_tui.live.store import Resource, Store
from mimiry_tui.settings import Profile
from mimiry_tui.settings.private_file import replace_text
from mimiry_tui.settings.settings import Settings
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.profile_mark import ProfileMark

_SHOWN = (Resource.SESSIONS, Resource.ENDED, Resource.VOLUMES, Resource.BALANCE, Resource.OFFERS)
"""What has its place on the dashboard, where the service has it."""
_STEP = 0.05
"""Seconds between two looks at whether everything is there."""


async def draw(profile: Profile, clock: Clock, options: argparse.Namespace, settings: Settings) -> int:
    """Write `options.svg`; returns the exit code. Raises SettingsError, OSError."""
    file = Path(options.svg)
    with TemporaryDirectory(prefix="mimiry-tui-snapshot-") as home:
        # Nothing is kept: history, logs and ssh's names of sessions are a running dashboard's.
        shown = replace(profile, state_dir=None, config_dir=None, home=Path(home))
        mark = ProfileMark(profile.name, profile.colour, kind_of(profile.cloud).title)
        choice = Choice(mark, lambda: nullcontext(shown))
        app = MimiryApp(choice, clock=clock, theme=options.theme, settings=settings)
        pictures: list[str] = []
        answered: list[bool] = []

        async def take(pilot: Pilot[object]) -> None:
            await _filled(app, clock, options.timeout)
            await pilot.pause()
            if app.account is not None:
                store = app.account.store  # the app forgets its account at its end
                answered.extend(store.health(one).as_of is not None for one in _shown(app.account.cloud))
                pictures.append(app.export_screenshot(title="mimiry-tui"))
            app.exit()

        await app.run_async(headless=True, size=options.size, auto_pilot=take)
    if not pictures:
        complain(f"no picture: the account could not be opened within {options.timeout:g} s")
        return 1
    await asyncio.to_thread(_keep, pictures[0], file)
    return 0 if all(answered) else 3 if any(answered) else 1


def _keep(picture: str, file: Path) -> None:
    """Whole or not at all, as it may be shown somewhere; a new file is the owner's alone.

    Blocks on the disk. Raises OSError with the name that was given.
    """
    try:
        if file.exists() and not file.is_file():  # /dev/stdout
            file.write_text(picture, "utf-8")
        else:
            replace_text(file, picture)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from None


async def _filled(app: MimiryApp, clock: Clock, patience: float) -> None:
    """Until every pane has an answer or an error, or that many seconds are over."""
    end = clock.monotonic() + patience
    while clock.monotonic() < end:
        if app.account is not None and _settled(app.account.store, app.account.cloud):
            return
        await clock.sleep(_STEP)


def _shown(cloud: Cloud) -> tuple[Resource, ...]:
    return tuple(one for one in _SHOWN if NEEDS[one] in cloud.capabilities)


def _settled(store: Store, cloud: Cloud) -> bool:
    shown = _shown(cloud)
    wanted = (*shown, Resource.DETAIL) if store.sessions else shown
    return all(store.health(one).as_of or store.health(one).error for one in wanted)
