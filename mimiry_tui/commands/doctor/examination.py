"""The examination as a whole: every check at once, what is near told before what is far."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from mimiry_tui.commands.doctor.findings import Finding
from mimiry_tui.commands.doctor.key_check import check_key
from mimiry_tui.commands.doctor.programs_check import check_programs
from mimiry_tui.commands.doctor.service_check import check_service
from mimiry_tui.commands.doctor.settings_check import check_settings
from mimiry_tui.commands.doctor.storage_check import check_storage
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.commands.doctor.terminal_check import check_terminal

Check = Callable[[Surroundings], Awaitable[Sequence[Finding]]]
"""Looks at one thing and says what it found. Raises nothing but for a bug."""

NEAR: tuple[Check, ...] = (check_settings, check_key, check_programs, check_terminal, check_storage)
"""On this machine, in the order of their groups: done within moments."""
FAR: tuple[Check, ...] = (check_service,)
"""Over the network: done within seconds, or when the deadlines are over."""


async def examine(
    around: Surroundings,
    tell: Callable[[Sequence[Finding]], None] = lambda _: None,
    *,
    near: Sequence[Check] = NEAR,
    far: Sequence[Check] = FAR,
) -> tuple[Finding, ...]:
    """Everything that the checks found, by group. All run at once; each half is told when it is complete.

    Nothing is told while the terminal is being asked: its cursor would be elsewhere then.
    """
    async with asyncio.TaskGroup() as group:
        away = [group.create_task(_run(check, around)) for check in far]
        found = await _all([group.create_task(_run(check, around)) for check in near])
        tell(found)
        distant = await _all(away)
        tell(distant)
    return (*found, *distant)


async def _run(check: Check, around: Surroundings) -> Sequence[Finding]:
    return await check(around)


async def _all(tasks: Sequence[asyncio.Task[Sequence[Finding]]]) -> list[Finding]:
    return [finding for task in tasks for finding in await task]
