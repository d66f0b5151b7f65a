"""What `mimiry-tui doctor` prints in a terminal, as a picture: a real run against the simulated cloud."""

from __future__ import annotations

import asyncio
import io
import re
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text

from mimiry_tui.commands.doctor.terminal_queries import QUESTIONS
from tests.support.home import Home
from tests.support.pty_app import PtyProgram
from tests.support.simulator import simulator

NAME = "doctor"
_SIZE = (100, 50)


async def take(folder: Path) -> Path:
    """Run it, draw what it printed, and return the picture's path. Durations differ from run to run."""
    path = folder / f"{NAME}.svg"
    with TemporaryDirectory(prefix="mimiry-tui-doctor-") as place:
        async with simulator(speed=1) as cloud:
            await asyncio.to_thread(_draw, Path(place), cloud.key_path, cloud.base_url, path)
    return path


def _draw(place: Path, key: Path, base: str, path: Path) -> None:
    home = Home(place)
    # Where a user's key is, so that the dashboard finds it there.
    keys = place / ".ssh"
    keys.mkdir(mode=0o700)
    shutil.copy(key, keys / "mimiry")
    argv = [sys.executable, "-m", "mimiry_tui", "doctor", "--api-base", base, "--key", str(keys / "mimiry")]
    # Folders where they are without any wishes.
    env = {name: value for name, value in home.env.items() if not name.startswith("XDG_")}
    with PtyProgram(argv, env, _SIZE) as run:
        code = run.wait()
        # The questions to the terminal leave nothing on its screen.
        printed = bytes(run.raw).replace(QUESTIONS, b"").decode().replace("\r\n", "\n")
        # Nor does the line that says who is waited for.
        printed = re.sub(r"\n  … asking [^\n]*\r\x1b\[K\x1b\[A", "", printed).replace("\r", "")
    assert code in {0, 1}, printed
    console = Console(record=True, width=_SIZE[0] + 2, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi("$ mimiry-tui doctor\n" + printed.rstrip()))
    console.save_svg(str(path), title="mimiry-tui")
