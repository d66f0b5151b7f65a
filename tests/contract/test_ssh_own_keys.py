"""Which key is offered where there is no ssh program: the agent's, the file's, or none."""

from __future__ import annotations

from pathlib import Path

import asyncssh
import pytest

from mimiry_tui.ssh.own_keys import KeyUnusable, offered
from tests.support.clients import new_key
from tests.support.pty_app import PtyProgram
from tests.support.simulator import simulator
from tests.support.ssh_place import agent, copied_key, place
from tests.support.ssh_visits import told_by

PROMPT = "root@train-llama:~#"


async def blob(key: Path | None, passphrase: str | None = None) -> tuple[type, bytes]:
    """What kind of key is offered, and its public half."""
    async with offered(key, passphrase) as found:
        return type(found), found.public_data


def public(key: Path) -> bytes:
    return asyncssh.read_public_key(f"{key}.pub").public_data


async def test_a_plain_key_comes_out_of_its_file(tmp_path: Path) -> None:
    key = new_key(tmp_path)
    kind, data = await blob(key)
    assert issubclass(kind, asyncssh.SSHKey)
    assert data == public(key)


async def test_a_locked_key_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    key = new_key(tmp_path, passphrase="sesame")
    assert (await blob(key, "sesame"))[1] == public(key)
    with pytest.raises(KeyUnusable, match="the passphrase does not open"):
        await blob(key, "wrong")


@pytest.mark.parametrize("name", ["missing", "folder", "nonsense"])
async def test_what_is_no_key_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "nonsense").write_text("no key\n")
    with pytest.raises(KeyUnusable, match=name):
        await blob(tmp_path / name)


async def test_without_a_key_that_is_said() -> None:
    with pytest.raises(KeyUnusable, match="there is no key"):
        await blob(None)


async def test_an_agent_that_holds_the_key_is_used_and_for_that_one_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_key(tmp_path, passphrase="sesame")
    other = tmp_path / "other"
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(other)
    other.chmod(0o600)
    async with agent(tmp_path, other, key) as socket:
        monkeypatch.setenv("SSH_AUTH_SOCK", socket)
        kind, data = await blob(key)
        assert issubclass(kind, asyncssh.SSHKeyPair)
        assert data == public(key)


@pytest.mark.parametrize("socket", ["", "gone"])
async def test_without_an_agent_the_file_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, socket: str
) -> None:
    key = new_key(tmp_path)
    monkeypatch.setenv("SSH_AUTH_SOCK", socket and str(tmp_path / socket))
    assert issubclass((await blob(key))[0], asyncssh.SSHKey)


async def test_an_agent_without_the_key_is_no_help(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_key(tmp_path)
    async with agent(tmp_path) as socket:
        monkeypatch.setenv("SSH_AUTH_SOCK", socket)
        assert issubclass((await blob(key))[0], asyncssh.SSHKey)


async def test_a_visit_by_the_agents_key(tmp_path: Path) -> None:
    async with simulator(speed=1) as cloud:
        key = copied_key(cloud, tmp_path, passphrase="sesame")
        where = place(cloud)
        async with agent(tmp_path, key) as socket:
            key.unlink()

            def visit(terminal: PtyProgram) -> None:
                terminal.wait_for(PROMPT)
                terminal.send("exit 5\r")

            arguments = ["asyncssh", where.host, str(where.port), where.username]
            arguments += [str(key), str(tmp_path / "known_hosts")]
            ended = await told_by(tmp_path, arguments, visit, SSH_AUTH_SOCK=socket)
    assert ended["code"] == 5
