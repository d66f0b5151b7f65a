"""From `--demo` to a session of one's own, by keyboard alone; and what was typed outlives the program."""

from __future__ import annotations

import asyncio
import json
import signal
import stat
from pathlib import Path

import pytest

from tests.e2e.conftest import Start
from tests.support.home import Home
from tests.support.pty_app import PtyProgram
from tests.support.simulator import simulator
from tests.support.tools import need

DEMO = ("-m", "mimiry_tui", "--demo")
SMALL = (80, 24)
CTRL_L, ESCAPE = "\x0c", "\x1b"
IMAGE = "nvcr.io/nvidia/pytorch:24.01-py3"
CREATE = "POST /api/compute/v1/sessions"


def at_the_dashboard(program: PtyProgram) -> PtyProgram:
    program.wait_for("train-llama", "3 live")
    return program


def with_an_image(program: PtyProgram, image: str) -> None:
    """Open the form, take the cheapest GPU, and type the image letter by letter."""
    program.send("n")
    program.wait_for("GPU", "T4 PCIe", "ctrl+l launch")
    program.send(" ")
    program.wait_for("launch for")
    # The form goes by itself to what is missing.
    program.send(CTRL_L)
    program.wait_for("name an image")
    for sign in image:
        program.send(sign)
    program.wait_for(image)


def drafts(home: Home) -> list[Path]:
    return sorted(home.state.rglob("draft.json"))


def test_a_session_is_launched_from_the_form_and_entered_when_it_is_ready(start: Start) -> None:
    need("ssh")
    program = at_the_dashboard(start(*DEMO, size=SMALL))
    with_an_image(program, IMAGE)
    program.send(CTRL_L)
    # Its row is there, under the cursor, and the key that goes in can be pressed at once.
    program.wait_for("pytorch is launched", "s goes in")
    assert "pytorch" in program.line_with("▎")
    program.send("s")
    program.wait_for("root@pytorch:~#", seconds=120)
    program.send("exit\r")
    program.wait_until(lambda text: "ready" in program.line_with("pytorch "))
    program.send("x")
    program.wait_for("Terminate", "pytorch")
    program.send("y")
    program.wait_until(lambda text: "terminat" in program.line_with("pytorch "))
    program.send("q")
    program.wait_for("Leave?")
    program.send("y")
    assert program.wait() == 0
    assert program.unrestored() == []


def test_everything_typed_at_once_before_the_form_is_there_lands_in_it(start: Start) -> None:
    program = at_the_dashboard(start(*DEMO, size=SMALL))
    program.send("n ")
    program.wait_for("launch for")
    program.send(ESCAPE)
    program.wait_until(lambda text: "tokenise" in text and "launch for" not in text)


@pytest.mark.thorough
def test_what_was_typed_survives_leaving_the_form(start: Start) -> None:
    program = at_the_dashboard(start(*DEMO))
    program.send("n")
    program.wait_for("Before you pay", "T4 PCIe")
    program.send(" ")
    program.wait_for("launch for")
    program.send(ESCAPE)
    program.wait_until(lambda text: "Before you pay" not in text and "tokenise" in text)
    program.send("n")
    program.wait_for("Before you pay", "launch for")


async def test_what_was_typed_survives_a_killed_program_and_becomes_one_session(
    start: Start, home: Home
) -> None:
    async with simulator(speed=20.0) as cloud:
        account = ("-m", "mimiry_tui", "--api-base", cloud.base_url, "--key", str(cloud.key_path))
        first = start(*account, size=SMALL)
        await asyncio.to_thread(at_the_dashboard, first)
        await asyncio.to_thread(with_an_image, first, IMAGE)
        await asyncio.to_thread(
            first.wait_until, lambda _: any(IMAGE in path.read_text() for path in drafts(home))
        )
        first.signal(signal.SIGKILL)
        assert await asyncio.to_thread(first.wait) == -signal.SIGKILL
        assert [stat.S_IMODE(path.stat().st_mode) for path in drafts(home)] == [0o600]
        assert cloud.requests[CREATE] == 0

        second = start(*account, size=SMALL)
        await asyncio.to_thread(at_the_dashboard, second)
        second.send("n")
        await asyncio.to_thread(second.wait_for, "as you left it", "launch for")
        second.send(CTRL_L * 3)
        await asyncio.to_thread(second.wait_for, "pytorch is launched")
        assert cloud.requests[CREATE] == 1
        (created,) = [
            one for one in cloud.world.state.sessions.values() if one.launch.name.startswith("pytorch")
        ]
        assert created.launch.image == IMAGE
        await asyncio.to_thread(second.wait_until, lambda _: not drafts(home))
        journal = next(home.state.rglob("launches.jsonl"))
        lines = [json.loads(line) for line in journal.read_text().splitlines()]
        assert any(created.id in json.dumps(line) for line in lines)
