"""What a check may look at: the account in question, the environment, and the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.transport import Deadlines
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.settings import Paths, Profile


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Handed to every check."""

    profile: Profile | None
    """None where options and settings name no usable account; `profile_trouble` says why."""
    paths: Paths
    env: Mapping[str, str]
    home: Path
    platform: str
    """`sys.platform`."""
    clock: Clock
    profile_trouble: str = ""
    terminal: tuple[int, int] | None = None
    """Descriptors that keys come from and the screen is drawn to; None where no terminal can be asked."""
    may_sign_in: bool = True
    """Whether a token may be asked for where none is cached."""
    deadlines: Deadlines = field(default_factory=lambda: Deadlines(connect=5.0, read=10.0, whole=15.0))
    """Of each request. Shorter than the dashboard's: a person waits for the report."""
