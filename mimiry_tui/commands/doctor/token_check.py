"""The token that signs in, where the service takes one: where it is, and who else may read it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from mimiry_tui.commands.doctor.findings import Finding, Group, Level
from mimiry_tui.commands.doctor.modes import OTHERS, mode_of
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.commands.plain_words import in_command
from mimiry_tui.settings import Profile
from mimiry_tui.settings.kind import Kind
from mimiry_tui.settings.paths import expand
from mimiry_tui.settings.token_places import place_of, references_of
from mimiry_tui.settings.tokens import TokenMissing, TokenTrouble, read_token

_ELSEWHERE = "name another place by `token` in the profile: env:NAME, keyring:NAME, file:PATH"
_MEND = f"mend that, or {_ELSEWHERE}"


def finding(id: str, level: Level, words: str, fix: str = "") -> Finding:
    """A finding about the token: it stands where other services have a key."""
    return Finding(f"key.{id}", Group.KEY, level, words, fix)


async def check_token(profile: Profile, kind: Kind, around: Surroundings) -> list[Finding]:
    """Where it was found and who may read it, or why there is none. Nothing of it is told."""
    return await asyncio.to_thread(_look, profile, kind, around.env)


def has_token(findings: list[Finding]) -> bool:
    """Whether `check_token` found one."""
    return any(one.id == "key.token" and one.level is not Level.FAIL for one in findings)


def _look(profile: Profile, kind: Kind, env: Mapping[str, str]) -> list[Finding]:
    references = references_of(profile.token, kind)
    try:
        found = read_token(references, env, prefix=kind.token_prefix)
    except TokenMissing as missing:
        return [finding("token", Level.FAIL, f"no API token: {missing}", _where_to_put_it(profile, kind))]
    except TokenTrouble as trouble:
        fix = next((one.fix for place in references for one in _permissions(place, env) if one.fix), _MEND)
        return [finding("token", Level.FAIL, f"no API token: {trouble}", fix)]
    words = f"the API token comes from {found.source}"
    reference = next(one for one in references if place_of(one) == found.source)
    return [finding("token", Level.OK, words), *_permissions(reference, env)]


def _where_to_put_it(profile: Profile, kind: Kind) -> str:
    if profile.token:
        return f"put it there, or {_ELSEWHERE}"
    usual = " or ".join(place_of(one) for one in kind.token_sources)
    return f"put it into {usual}, or name its place in a profile: mimiry-tui setup --kind {kind.name}"


def _permissions(reference: str, env: Mapping[str, str]) -> list[Finding]:
    """Of a file: who else may read it."""
    source, _, where = reference.partition(":")
    if source not in {"file", "json"}:
        return []
    path = expand(where.strip(), env)
    mode = mode_of(path)
    if mode is None:
        return []
    if mode & OTHERS:
        words = f"others may read {path} (mode {mode:04o}), where the token is"
        return [finding("permissions", Level.WARN, words, f"chmod 600 {in_command(path)}")]
    return [finding("permissions", Level.OK, f"only you may read {path} (mode {mode:04o})")]
