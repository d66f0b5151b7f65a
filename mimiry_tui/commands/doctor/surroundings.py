"""What a check may look at: the account in question, the environment, and the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.settings import Paths, Profile


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Handed to every check; none of them reads the process's own environment."""

    profile: Profile
    paths: Paths
    env: Mapping[str, str]
    home: Path
    platform: str
    """`sys.platform`."""
    clock: Clock
    may_sign_in: bool = True
    """Whether a token may be asked for where none is cached."""
