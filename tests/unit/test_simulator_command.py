"""The options of `simulate`, before anything heavy is loaded."""

from __future__ import annotations

import subprocess
import sys


def test_a_missing_extra_is_named() -> None:
    program = (
        "import sys, argparse; sys.modules['uvicorn'] = None; "
        "from mimiry_tui.simulator.command import run; sys.exit(run(argparse.Namespace()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "mimiry-tui simulate needs uvicorn: pip install 'mimiry-tui[demo]'\n"


def test_reading_the_options_loads_no_server() -> None:
    program = (
        "import sys, mimiry_tui.simulator.command; "
        "print(sorted({'asyncio', 'asyncssh', 'uvicorn', 'starlette', 'textual'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
