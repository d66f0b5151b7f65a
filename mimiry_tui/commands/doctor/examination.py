"""The examination as a whole: every check at once, the findings in the order they are printed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from mimiry_tui.commands.doctor.findings import Finding, Group
from mimiry_tui.commands.doctor.key_check import check_key
from mimiry_tui.commands.doctor.programs_check import check_programs
from mimiry_tui.commands.doctor.service_check import check_service
from mimiry_tui.commands.doctor.settings_check import check_settings
from mimiry_tui.commands.doctor.storage_check import check_storage
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.commands.doctor.terminal_check import check_terminal

Check = Callable[[Surroundings], Awaitable[Sequence[Finding]]]
"""Looks at one thing and says what it found. Raises nothing but for a bug."""

CHECKS: tuple[Check, ...] = (
    check_settings,
    check_key,
    check_service,
    check_programs,
    check_terminal,
    check_storage,
)

_ORDER = {group: place for place, group in enumerate(Group)}


async def examine(around: Surroundings, checks: Sequence[Check] = CHECKS) -> tuple[Finding, ...]:
    """Everything that the checks found, by group; in a group as the checks are in order."""
    results = await asyncio.gather(*(check(around) for check in checks))
    findings = [finding for result in results for finding in result]
    return tuple(sorted(findings, key=lambda finding: _ORDER[finding.group]))
