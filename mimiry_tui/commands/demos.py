"""Demo accounts, one for each service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from mimiry_tui.clouds.registry import kind_of
from mimiry_tui.settings import Profile
from mimiry_tui.settings.checks import DEMO
from mimiry_tui.settings.paths import SDK_KIND
from mimiry_tui.settings.profiles import ProfileColour
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.profile_mark import ProfileMark

_COLOURS = {"mimiry-jobs": ProfileColour.VIOLET, "mags": ProfileColour.TEAL}
"""How the demos of other services are told from the first."""


def demo_name(kind: str) -> str:
    """What the demo of a service is called: "demo", "demo-jobs", "demo-mags"."""
    return DEMO if kind == SDK_KIND else f"{DEMO}-{kind.removeprefix(f'{SDK_KIND}-')}"


def demo_choice(kind: str, *, read_only: bool) -> Choice:
    """The demo of a service; its cloud is started when it is opened."""

    mark = ProfileMark(demo_name(kind), _COLOURS.get(kind, ProfileColour.GREY), service=kind_of(kind).title)

    @asynccontextmanager
    async def opened() -> AsyncIterator[Profile]:
        from mimiry_tui.simulator.demo_process import demo_account

        async with demo_account(kind=kind) as profile:
            yield replace(profile, name=mark.name, colour=mark.colour, read_only=read_only)

    title = "" if kind == SDK_KIND else f" ({kind_of(kind).title})"
    return Choice(
        mark,
        opened,
        place=f"a simulated cloud{title}",
        key="costs nothing",
        read_only=read_only,
    )
