"""Simulated worlds without sockets, on a clock the test turns."""

from __future__ import annotations

from decimal import Decimal

from mimiry_tui.simulator.demo_account import populate
from mimiry_tui.simulator.records import GpuRequest, Launch, Session
from mimiry_tui.simulator.stages import Stage
from mimiry_tui.simulator.world import Rules, World
from tests.support.clock import ManualClock

PLAIN = Launch(
    "box", "docker.io/library/ubuntu:24.04", GpuRequest(types=("L4",)), ssh_public_key="ssh-ed25519 A"
)


def rich_world(seed: int = 1, rules: Rules | None = None) -> tuple[World, ManualClock]:
    """An account with 50 EUR and nothing else."""
    clock = ManualClock()
    world = World.empty(clock, seed, rules)
    world.add_money(Decimal(50), "top_up", "card", clock.now())
    return world, clock


def demo_world(seed: int = 1) -> tuple[World, ManualClock]:
    """The account `--demo` starts with."""
    clock = ManualClock()
    world = World.empty(clock, seed)
    populate(world, "ssh-ed25519 A")
    return world, clock


async def walk(
    world: World, clock: ManualClock, session: Session, seconds: float, step: float = 0.5
) -> list[Stage]:
    """Let time pass in small steps; returns each stage seen once, in order."""
    seen = [session.stage]
    for _ in range(int(seconds / step)):
        await clock.advance(step)
        world.tick()
        if session.stage is not seen[-1]:
            seen.append(session.stage)
    return seen
