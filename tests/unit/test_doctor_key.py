"""The doctor on the key that signs in: its file, its halves, its passphrase, the agent."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import pytest

from mimiry_tui.commands.doctor.findings import Finding, Level
from mimiry_tui.commands.doctor.key_check import check_key
from tests.support.clients import new_key
from tests.support.doctor import profile_for, surroundings, the, troubles
from tests.support.ssh_agent import ssh_agent

BASE = "http://127.0.0.1:1"


async def key_findings(home: Path, key: Path | None, **env: str) -> list[Finding]:
    return await check_key(surroundings(home, profile_for(BASE, key), env=env))


async def test_a_good_key_is_told_by_kind_and_fingerprint_and_never_by_its_body(tmp_path: Path) -> None:
    key = new_key(tmp_path)
    found = await key_findings(tmp_path, Path(f"{key}.pub"))
    assert troubles(found) == {}
    assert the(found, "key.file").words.startswith(f"{key} (from --key): ed25519, SHA256:")
    assert "AAAA" not in repr(found)


async def test_no_key_at_all_is_told_with_one_that_lies_there(tmp_path: Path) -> None:
    nothing = await key_findings(tmp_path, None)
    assert the(nothing, "key.file").fix == "mimiry-tui setup chooses or makes one"
    (tmp_path / ".ssh").mkdir()
    key = new_key(tmp_path / ".ssh")
    one = await key_findings(tmp_path, None)
    assert troubles(one) == {"key.file": Level.FAIL}
    assert the(one, "key.file").fix.endswith(f"or start with --key {key}")


async def test_files_that_are_no_key_are_told_apart_from_files_that_are_not_there(tmp_path: Path) -> None:
    path = tmp_path / "id"
    assert the(await key_findings(tmp_path, path), "key.file").words == f"{path} (from --key) is not there"
    path.write_text("nonsense")
    assert the(await key_findings(tmp_path, path), "key.file").words.endswith("cannot be read as a key")


async def test_a_key_that_others_may_read_fails_with_the_command_that_mends_it(tmp_path: Path) -> None:
    key = new_key(tmp_path)
    key.chmod(0o644)
    found = await key_findings(tmp_path, key)
    assert troubles(found) == {"key.permissions": Level.FAIL}
    assert the(found, "key.permissions").fix == f"chmod 600 {key}"


async def test_a_key_that_its_owner_may_not_read_is_no_broken_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_key(tmp_path)
    key.chmod(0)
    monkeypatch.setattr(os, "access", lambda *_: False)
    found = await key_findings(tmp_path, key)
    assert troubles(found) == {"key.permissions": Level.FAIL}
    assert the(found, "key.permissions").fix == f"chmod 600 {key}"


async def test_halves_that_do_not_belong_together_fail(tmp_path: Path) -> None:
    key = new_key(tmp_path)
    (tmp_path / "other").mkdir()
    shutil.copy(f"{new_key(tmp_path / 'other')}.pub", f"{key}.pub")
    found = await key_findings(tmp_path, key)
    assert troubles(found) == {"key.private_half": Level.FAIL}
    key.unlink()
    alone = await key_findings(tmp_path, key)
    assert "its private half id_test is not here" in the(alone, "key.private_half").words


async def test_a_locked_key_and_a_dead_agent_are_warnings(tmp_path: Path) -> None:
    key = new_key(tmp_path, passphrase="sesame")
    found = await key_findings(tmp_path, key, SSH_AUTH_SOCK=str(tmp_path / "gone"))
    assert troubles(found) == {"key.passphrase": Level.WARN, "key.agent": Level.WARN}
    assert the(found, "key.passphrase").fix == f"ssh-add {key} has it asked for once per login"
    with socket.socket(socket.AF_UNIX) as agent:
        agent.bind(str(tmp_path / "agent"))
        agent.listen()
        agent.settimeout(0)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("mimiry_tui.ssh.agent_keys._SECONDS", 0.01)
            silent = await key_findings(tmp_path, key, SSH_AUTH_SOCK=str(tmp_path / "agent"))
    assert the(silent, "key.agent").words == f"ssh-agent does not answer at {tmp_path}/agent"
    async with ssh_agent() as place:
        living = await key_findings(tmp_path, key, SSH_AUTH_SOCK=place)
    assert the(living, "key.agent").words == "ssh-agent answers, and does not hold this key"
