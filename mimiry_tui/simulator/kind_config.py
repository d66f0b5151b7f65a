"""What is asked of a simulated service that signs in with a token, and what one gets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mimiry_tui.clock import Clock, SystemClock
from mimiry_tui.simulator.faults import Fault, Faults

if TYPE_CHECKING:
    from mimiry_tui.simulator.jobs.world import JobsWorld
    from mimiry_tui.simulator.mags.world import MagsWorld


@dataclass(frozen=True)
class KindConfig:
    """Port 0 takes a free one; `demo` False starts with an empty account.

    `folder` is for the files of simulated machines; `scopes` None gives the key all there are.
    """

    folder: Path
    port: int = 0
    ssh_port: int = 0
    seed: int = 1
    speed: float = 1.0
    faults: tuple[Fault, ...] = ()
    scopes: Collection[str] | None = None
    demo: bool = True
    market_moves: bool = True
    public_domain: str = ""
    """Where public addresses lead; empty: this server, by names that resolve to loopback."""
    clock: Clock = field(default_factory=SystemClock)


@dataclass
class RunningKind:
    """A simulated service that answers on loopback."""

    base_url: str
    token: str
    faults: Faults
    world: JobsWorld | MagsWorld
    requests: Counter[str] = field(default_factory=Counter)
    """Requests so far by `METHOD /path/{id}`."""
    remember: Callable[[Path], None] = lambda _folder: None
    """Writes into a folder what a dashboard would have kept of this account. Blocks on the disk."""
