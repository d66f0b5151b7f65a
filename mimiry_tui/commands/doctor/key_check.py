"""The key that signs in and opens sessions, and the agent that may hold it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from mimiry_tui.clouds.registry import kind_of
from mimiry_tui.commands.doctor.findings import Finding, Group, Level
from mimiry_tui.commands.doctor.modes import OTHERS, is_missing, mode_of
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.commands.doctor.token_check import check_token
from mimiry_tui.commands.plain_words import in_command
from mimiry_tui.settings import Profile
from mimiry_tui.ssh.agent_keys import asked
from mimiry_tui.ssh.key_finding import FoundKey, find_keys, look_at_key
from mimiry_tui.ssh.options import private_path


def finding(id: str, level: Level, words: str, fix: str = "") -> Finding:
    """A finding about the key."""
    return Finding(f"key.{id}", Group.KEY, level, words, fix)


async def check_key(around: Surroundings) -> list[Finding]:
    """Files, permissions, passphrase, agent; where the service takes a token, that."""
    if around.profile is None:
        return []
    kind = kind_of(around.profile.cloud)
    if kind.signs_in_with_token:
        return await check_token(around.profile, kind, around)
    return await asyncio.to_thread(_look, around.profile, around)


def _look(profile: Profile, around: Surroundings) -> list[Finding]:
    agent = around.env.get("SSH_AUTH_SOCK") or None
    if profile.key_path is None:
        return [_none(around.home, agent), *_agent(agent, None)]
    path = private_path(profile.key_path)
    key = look_at_key(path, agent)
    if key is None:
        return [_unreadable(path, profile), *_agent(agent, None)]
    words = f"{path} (from {profile.key_source}): {key.kind}, {key.fingerprint}"
    return [finding("file", Level.OK, words), *_condition(key), *_agent(agent, key)]


def _none(home: Path, agent: str | None) -> Finding:
    usable = [key for key in find_keys(home, agent) if not key.trouble and not key.public_line]
    hint = f", or start with --key {in_command(usable[0].path)}" if usable else ""
    return finding("file", Level.FAIL, "no key is configured", f"mimiry-tui setup chooses or makes one{hint}")


def _unreadable(path: Path, profile: Profile) -> Finding:
    words = f"{path} (from {profile.key_source})"
    if is_missing(path) and is_missing(path.with_name(path.name + ".pub")):
        fix = "check the path, or run mimiry-tui setup to choose or make a key"
        return finding("file", Level.FAIL, f"{words} is not there", fix)
    fix = "check that it is an SSH key that you may read"
    return finding("file", Level.FAIL, f"{words} cannot be read as a key", fix)


def _condition(key: FoundKey) -> list[Finding]:
    """Who else may read it, what else is wrong with it, and whether it is locked."""
    found: list[Finding] = []
    mode = mode_of(key.path)
    if mode is not None and not os.access(key.path, os.R_OK):
        words = f"you may not read the private key (mode {mode:04o})"
        return [finding("permissions", Level.FAIL, words, f"chmod 600 {in_command(key.path)}")]
    if mode is not None and mode & OTHERS:
        words = f"others may use the private key (mode {mode:04o}), so ssh refuses it"
        found.append(finding("permissions", Level.FAIL, words, f"chmod 600 {in_command(key.path)}"))
    elif mode is not None:
        found.append(finding("permissions", Level.OK, f"only you may read it (mode {mode:04o})"))
    elif key.trouble:
        found.append(finding("private_half", Level.FAIL, key.trouble, "give the path of a whole key"))
    if mode is not None and key.trouble and not mode & OTHERS:
        found.append(finding("private_half", Level.FAIL, key.trouble, "give the path of another key"))
    if key.is_locked and not key.in_agent:
        fix = f"ssh-add {in_command(key.path)} has it asked for once per login"
        found.append(finding("passphrase", Level.WARN, "its passphrase will be asked for", fix))
    elif key.is_locked:
        found.append(finding("passphrase", Level.OK, "it has a passphrase, and the agent has it open"))
    return found


def _agent(path: str | None, key: FoundKey | None) -> list[Finding]:
    if path is None:
        return [finding("agent", Level.OK, "no ssh-agent is running; none is needed")]
    if asked(path) is None:
        words = f"ssh-agent does not answer at {path}"
        return [finding("agent", Level.WARN, words, "start it anew, or unset SSH_AUTH_SOCK")]
    held = key is not None and key.in_agent
    return [
        finding("agent", Level.OK, f"ssh-agent answers, and {'holds' if held else 'does not hold'} this key")
    ]
