"""The demo's cloud: the simulator in a process of its own, gone with the dashboard.

Apart, so that what the cloud does takes nothing from the dashboard's processor time and memory.
"""

from __future__ import annotations

import asyncio
import shlex
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from mimiry_tui.settings import OpeningError, Profile
from mimiry_tui.settings.checks import DEMO
from mimiry_tui.simulator.kinds import EXPORTS, MIMIRY

_WANTED = ("MIMIRY_API_BASE", "MIMIRY_SSH_KEY")
_KEPT = "dashboard"
"""What the dashboard of a demo keeps, below its cloud's own folder."""
_STOP_SECONDS = 3.0


class DemoFailedError(OpeningError):
    """The simulated cloud did not start; the text says what it said."""


@asynccontextmanager
async def demo_account(*options: str, kind: str = MIMIRY) -> AsyncIterator[Profile]:
    """A demo account on a simulated cloud on free loopback ports, ended when the block is left.

    `options` go to `simulate`; `kind` is one of the simulator's. Raises DemoFailedError where it does not
    come up.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mimiry_tui", "simulate", "--die-with-parent"),
        *("--kind", kind, "--past-logs", _KEPT, *options),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        # What the terminal sends to the dashboard is not meant for its cloud.
        start_new_session=True,
    )
    try:
        base, secret = _WANTED if kind == MIMIRY else EXPORTS[kind][::2]
        exported = await _exports(process, frozenset({base, secret}))
        place = Path(exported[secret])
        # In the cloud's own folder, which goes with it however the dashboard ends.
        kept = place.parent / _KEPT
        yield Profile(
            name=DEMO,
            api_base=exported[base],
            api_base_source="--demo",
            key_path=place if kind == MIMIRY else None,
            key_source="--demo" if kind == MIMIRY else "",
            cloud=kind,
            token="" if kind == MIMIRY else f"file:{place}",
            state_dir=kept,
            config_dir=kept,
            home=kept,
        )
    finally:
        await _stop(process)


async def _exports(process: asyncio.subprocess.Process, wanted: frozenset[str]) -> dict[str, str]:
    assert process.stdout is not None
    assert process.stderr is not None
    exported: dict[str, str] = {}
    while not exported.keys() >= wanted:
        line = await process.stdout.readline()
        if not line:
            said = (await process.stderr.read()).decode(errors="replace").strip()
            raise DemoFailedError(said or "the simulated cloud ended before it was ready")
        for word in shlex.split(line.decode(errors="replace")):
            name, sign, value = word.partition("=")
            if sign and name in wanted:
                exported[name] = value
    return exported


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Closing its input ends it by itself; one that does not listen is killed."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
