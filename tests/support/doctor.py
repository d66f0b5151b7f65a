"""What the doctor's tests stand on: surroundings that are the whole truth, a clock that waits for nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from mimiry_tui.clock import Clock, SystemClock
from mimiry_tui.clouds.transport import Deadlines
from mimiry_tui.commands.doctor.findings import Finding, Level
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.settings import Profile, resolve_paths

PATIENT = Deadlines(connect=10.0, read=20.0, whole=30.0)


class ImpatientClock(SystemClock):
    """The machine's own, but nobody waits before trying again.

    By its `pace` a second of the machine's is more or less: with the usual one a busy machine does not
    make the service look slow.
    """

    def __init__(self, pace: float = 0.05) -> None:
        self._pace = pace

    def monotonic(self) -> float:
        return super().monotonic() * self._pace

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


def profile_for(base: str, key: Path | None = None, *, token_dir: Path | None = None) -> Profile:
    """An account at that base."""
    return Profile(
        name="test",
        api_base=base,
        api_base_source="--api-base",
        key_path=key,
        key_source="--key" if key else "",
        token_dir=token_dir,
    )


def surroundings(
    home: Path,
    profile: Profile | None = None,
    *,
    env: Mapping[str, str] | None = None,
    clock: Clock | None = None,
    deadlines: Deadlines = PATIENT,
    may_sign_in: bool = True,
    terminal: tuple[int, int] | None = None,
) -> Surroundings:
    """With a home folder of their own and nothing else in the environment than what is given."""
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "STATE", "CACHE")}
    variables = {"HOME": str(home), **folders, **(env or {})}
    return Surroundings(
        profile=profile,
        paths=resolve_paths(variables),
        env=variables,
        home=home,
        platform="linux",
        clock=clock or ImpatientClock(),
        terminal=terminal,
        may_sign_in=may_sign_in,
        deadlines=deadlines,
    )


def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where no proxy is configured."""
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def the(findings: Sequence[Finding], id: str) -> Finding:
    """The one finding of that id."""
    (found,) = [finding for finding in findings if finding.id == id]
    return found


def troubles(findings: Sequence[Finding]) -> dict[str, Level]:
    """The ids of all that is not well, with how bad it is."""
    return {finding.id: finding.level for finding in findings if finding.level is not Level.OK}
