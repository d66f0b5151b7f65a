"""`s` where the way in is late, switched off, evil, or somebody else's; the cloud is the test's to turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from mimiry_tui.simulator.records import Session
from mimiry_tui.simulator.server import RunningSimulator
from tests.e2e.conftest import Start
from tests.support.processes import children
from tests.support.pty_app import PtyProgram
from tests.support.simulator import simulator
from tests.support.tools import need


class Visitor:
    """The dashboard in a terminal; every wait for it is in a thread, so that the cloud can answer."""

    def __init__(self, program: PtyProgram, cloud: RunningSimulator) -> None:
        self.program = program
        self.cloud = cloud

    async def see(self, *parts: str) -> str:
        return await asyncio.to_thread(self.program.wait_for, *parts)

    async def press(self, keys: str) -> None:
        self.program.send(keys)

    async def go_to(self, session: Session) -> None:
        """Put the cursor on that session by filtering for its name."""
        await self.see("3 Volumes", "quit", "train-llama")
        await self.press("/")
        await self.see("!text")
        await self.press(f"{session.launch.name}\r")
        await self.see(f"4 {session.launch.name}")

    async def back(self) -> None:
        """Close the dialog, then clear the filter."""
        await self.press("\x1b")
        await self.gone("esc gives up")
        await self.press("\x1b")
        await self.see("notebook", "train-llama")

    async def gone(self, part: str) -> None:
        await asyncio.to_thread(self.program.wait_until, lambda text: part not in text)

    @property
    def connects(self) -> bool:
        """Whether an ssh runs now."""
        return any(child.command.startswith("ssh ") for child in children(self.program.pid))


@asynccontextmanager
async def visiting(start: Start, *scenarios: str) -> AsyncIterator[tuple[Visitor, list[Session]]]:
    """A dashboard on an account with one ready session for each scenario."""
    need("ssh")
    async with simulator(speed=1.0) as cloud:
        sessions = [cloud.scenarios.ready(name) for name in scenarios]
        program = start("-m", "mimiry_tui", "--api-base", cloud.base_url, "--key", str(cloud.key_path))
        yield Visitor(program, cloud), sessions


@pytest.mark.thorough
async def test_it_connects_the_moment_something_answers(start: Start) -> None:
    async with visiting(start, "ssh-refused") as (visitor, (session,)):
        await visitor.go_to(session)
        await visitor.press("s")
        await visitor.see("✓ its SSH address is published", "SSH answers there · asked", "esc gives up")
        assert not visitor.connects
        visitor.cloud.scenarios.stop("ssh-refused", session.id)
        await visitor.see(f"root@{session.launch.name}:~#")
        await visitor.press("exit\r")
        await visitor.see("Names for ssh?")
        await visitor.press("\x1b")
        await visitor.gone("Names for ssh?")
        await visitor.see("1 Sessions", f"4 {session.launch.name}")


@pytest.mark.thorough
async def test_no_ssh_is_started_for_what_is_no_address_or_switched_off(start: Start) -> None:
    evil = ("evil-host-dash", "evil-host-space", "evil-user")
    async with visiting(start, *evil, "ssh-off") as (visitor, sessions):
        for session in sessions[:-1]:
            await visitor.go_to(session)
            await visitor.press("s")
            await visitor.see("Not connecting", "the published SSH")
            assert not visitor.connects
            await visitor.back()
        await visitor.go_to(sessions[-1])
        await visitor.press("s")
        await visitor.see("SSH was switched off when this session was launched")
        assert not visitor.connects


async def test_a_host_key_that_changed_is_refused_with_the_reason(start: Start) -> None:
    async with visiting(start, "ssh-key-changes") as (visitor, (session,)):
        await visitor.go_to(session)
        await visitor.press("s")
        await visitor.see(f"root@{session.launch.name}:~#")
        await visitor.press("exit\r")
        await visitor.see("Names for ssh?")
        await visitor.press("\x1b")
        # An escape with a letter right behind it would be another key.
        await visitor.gone("Names for ssh?")
        await visitor.press("s")
        await visitor.see("the host key is not the one this session showed before", "r tries again")
