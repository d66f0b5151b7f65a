"""The service: the way to it, what it answers to everybody, and what to this account."""

from __future__ import annotations

from mimiry_tui.clouds.registry import kind_of
from mimiry_tui.commands.doctor import account_check, network_check, token_account_check
from mimiry_tui.commands.doctor.findings import Finding
from mimiry_tui.commands.doctor.parts import opened
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.commands.doctor.token_check import check_token, has_token


async def check_service(around: Surroundings) -> list[Finding]:
    """As far as it goes: what lies behind a step that failed is not looked at."""
    profile = around.profile
    if profile is None:
        return []
    found, is_near = await network_check.walk(profile, around)
    if not is_near:
        return found
    kind = kind_of(profile.cloud)
    if kind.signs_in_with_token:
        has_one = has_token(await check_token(profile, kind, around))
        return [*found, *(await token_account_check.look(profile, around) if has_one else [])]
    async with opened(profile, around) as parts:
        asked, is_there = await network_check.ask(parts, around.clock)
        found += asked
        if is_there:
            found += await account_check.look(parts, around)
    return found
