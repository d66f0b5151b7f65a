"""The options of `simulate`, before anything heavy is loaded."""

from __future__ import annotations

import argparse
import subprocess
import sys

import pytest

from mimiry_tui.simulator.command import add_arguments
from mimiry_tui.simulator.process import config_of
from mimiry_tui.simulator.server import SimulatorConfig


def asked(*options: str) -> SimulatorConfig:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return config_of(parser.parse_args(options))


def test_the_guided_registration_is_there_unless_told_otherwise() -> None:
    assert (asked().registration, asked().portal_email) == (True, "")
    assert not asked("--no-registration").registration
    assert asked("--portal-email", "eve@mimiry.example").portal_email == "eve@mimiry.example"


@pytest.mark.parametrize("kind", ["mimiry", "mags"])
def test_a_missing_extra_is_named(kind: str) -> None:
    program = (
        "import sys; sys.modules['uvicorn'] = None; "
        f"from mimiry_tui.cli import main; sys.exit(main(['simulate', '--kind', '{kind}']))"
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
