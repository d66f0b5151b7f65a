"""`mimiry-tui ssh-config` against the simulator, in a home of its own."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import pytest

from mimiry_tui.commands.ssh_config import add_arguments, run
from mimiry_tui.simulator.server import RunningSimulator
from tests.support.clients import new_key
from tests.support.simulator import simulator
from tests.support.ssh_place import environment
from tests.support.tools import need, run_program


async def command(cloud: RunningSimulator, *arguments: str) -> int:
    """Run it beside the simulator, as the command line would."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    given = parser.parse_args(["--api-base", cloud.base_url, "--key", str(cloud.key_path), *arguments])
    return await asyncio.to_thread(run, given)


@pytest.fixture
def ssh_folder() -> Path:
    """`~/.ssh` of the home that every test has for itself."""
    folder = Path.home() / ".ssh"
    folder.mkdir(mode=0o700)
    (folder / "config").write_text("Host mine\n")
    return folder


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_printing_changes_nothing(ssh_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with simulator(speed=1) as cloud:
        assert await command(cloud, "--print") == 0
    printed = capsys.readouterr()
    assert "Host mimiry-train-llama\n" in printed.out
    assert "Host mimiry-notebook\n" in printed.out
    assert printed.err == ""
    assert names(ssh_folder) == ["config"]
    assert not (Path.home() / ".local").exists()


async def test_install_then_use_then_remove(ssh_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with simulator(speed=1) as cloud:
        assert await command(cloud, "--install") == 0
        first = capsys.readouterr().out
        assert f"{ssh_folder}/config now reads {ssh_folder}/mimiry_config" in first
        assert "as it was before" in first
        assert "ready for ssh: " in first
        assert "mimiry-train-llama" in first
        argv = [need("ssh"), "-F", str(ssh_folder / "config"), "mimiry-train-llama", "hostname"]
        answer = await run_program(*argv, env=environment(Path.home()))
        assert answer.out == "train-llama\n", answer.err
        installed = (ssh_folder / "config").read_bytes()
        assert await command(cloud, "--install") == 0
        assert "already installed" in capsys.readouterr().out
        assert (ssh_folder / "config").read_bytes() == installed
        assert await command(cloud, "--remove") == 0
        assert "as it was before" in capsys.readouterr().out
        assert (ssh_folder / "config").read_text() == "Host mine\n"
        assert names(ssh_folder) == ["config"]
        assert await command(cloud, "--remove") == 0
        assert "nothing to remove" in capsys.readouterr().out


async def test_a_name_of_the_users_own_is_not_taken_over(
    ssh_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (ssh_folder / "config").write_text("Host mimiry-train-llama\n    HostName elsewhere\n")
    async with simulator(speed=1) as cloud:
        assert await command(cloud, "--print") == 0
    printed = capsys.readouterr()
    assert "mimiry-train-llama is another host already: this session is mimiry-train-llama-" in printed.err
    assert "Host mimiry-train-llama\n" not in printed.out


async def test_what_cannot_be_asked_changes_nothing(
    ssh_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with simulator(speed=1) as cloud:
        assert await command(cloud, "--install", "--key", str(new_key(tmp_path))) == 1
        assert await command(cloud, "--install", "--api-base", "nonsense") == 2
        locked = new_key(tmp_path, passphrase="sesame")
        assert await command(cloud, "--install", "--key", str(locked)) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("mimiry-tui: ") == 3
    assert names(ssh_folder) == ["config"]


async def test_a_disk_that_refuses_is_told(ssh_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (ssh_folder / "mimiry_config").mkdir()
    async with simulator(speed=1) as cloud:
        assert await command(cloud, "--print") == 1
    assert "mimiry_config: Is a directory" in capsys.readouterr().err
