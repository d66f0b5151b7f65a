"""What a check found: one line each, and how bad it is."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from mimiry_tui.domain.frozen import dataclass


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    """Something is missing or worth knowing; the dashboard works."""
    FAIL = "fail"
    """Something that the dashboard is for does not work."""


class Group(StrEnum):
    """Under which heading a finding is printed, in this order."""

    SETTINGS = "settings"
    KEY = "key"
    PROGRAMS = "programs"
    TERMINAL = "terminal"
    STORAGE = "storage"
    NETWORK = "network"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    id: str
    """What was looked at, "network.dns": stable from version to version."""
    group: Group
    level: Level
    words: str
    """One line without its end. May hold foreign text: clean it before printing."""
    fix: str = ""
    """What helps; empty where nothing needs to."""
    seconds: float | None = None
    """How long it took, for what goes over the network."""


def worst(findings: Sequence[Finding]) -> Level:
    """The worst level among them; OK for none."""
    levels = {finding.level for finding in findings}
    return next((level for level in (Level.FAIL, Level.WARN) if level in levels), Level.OK)


def exit_code(findings: Sequence[Finding]) -> int:
    """0 where all is well, 1 with warnings, 2 where something does not work."""
    return {Level.OK: 0, Level.WARN: 1, Level.FAIL: 2}[worst(findings)]
