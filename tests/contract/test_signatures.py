"""What we sign, judged by OpenSSH itself: every kind of key, every way of signing."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import pytest

from mimiry_tui.clouds.errors import KeyLocked, NoKey
from mimiry_tui.clouds.mimiry import agent, keygen
from mimiry_tui.clouds.mimiry.keys import NAMESPACE, KeyRing
from tests.support.ssh_agent import ssh_agent
from tests.support.tools import need, run_program

MESSAGE = b"SHA256:abc\n1780920000\n00112233445566778899aabbccddeeff"
KINDS = {
    "ed25519": ("-t", "ed25519"),
    "rsa": ("-t", "rsa", "-b", "2048"),
    "ecdsa256": ("-t", "ecdsa", "-b", "256"),
    "ecdsa384": ("-t", "ecdsa", "-b", "384"),
    "ecdsa521": ("-t", "ecdsa", "-b", "521"),
}


async def make_key(folder: Path, kind: str = "ed25519", *, passphrase: str = "", pem: bool = False) -> Path:
    path = folder / f"id_{kind}"
    style = ("-m", "PEM") if pem else ()
    done = await run_program(
        need("ssh-keygen"), "-q", *KINDS[kind], *style, "-N", passphrase, "-C", "tests", "-f", str(path)
    )
    assert done.status == 0, done.err
    return path


async def verified(key: Path, signature: bytes, message: bytes = MESSAGE, namespace: str = NAMESPACE) -> bool:
    """What `ssh-keygen -Y verify` says."""
    folder = key.parent
    public = key.with_name(key.name + ".pub").read_text()
    (folder / "allowed").write_text(f'tester namespaces="{namespace}" {public}')
    (folder / "signature").write_bytes(signature)
    done = await run_program(
        need("ssh-keygen"),
        *("-Y", "verify", "-f", str(folder / "allowed"), "-I", "tester", "-n", namespace),
        *("-s", str(folder / "signature")),
        stdin=message.decode(),
    )
    return done.status == 0


@pytest.mark.parametrize("kind", KINDS)
async def test_a_key_file_signs_what_openssh_verifies(tmp_path: Path, kind: str) -> None:
    key = await make_key(tmp_path, kind)
    signature = await KeyRing(key).sign(MESSAGE)
    assert await verified(key, signature)
    assert not await verified(key, signature, MESSAGE + b"\n")


async def test_a_challenge_is_signed_under_its_own_name_by_file_and_agent(tmp_path: Path) -> None:
    key = await make_key(tmp_path)
    by_file = await KeyRing(key).sign(MESSAGE, "registration")
    assert await verified(key, by_file, namespace="registration")
    assert not await verified(key, by_file)
    async with ssh_agent(key) as socket:
        key.unlink()
        assert await KeyRing(key, socket).sign(MESSAGE, "registration") == by_file


async def test_the_armor_is_that_of_ssh_keygen(tmp_path: Path) -> None:
    """ed25519 signatures have no randomness in them: both ways must give the very same bytes."""
    key = await make_key(tmp_path)
    assert await KeyRing(key).sign(MESSAGE) == await keygen.sign(key, MESSAGE, NAMESPACE)


async def test_rsa_signs_with_sha512(tmp_path: Path) -> None:
    key = await make_key(tmp_path, "rsa")
    lines = (await KeyRing(key).sign(MESSAGE)).decode().splitlines()
    assert b"rsa-sha2-512" in base64.b64decode("".join(lines[1:-1]))


@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
async def test_an_old_pem_file_signs_too(tmp_path: Path, kind: str) -> None:
    key = await make_key(tmp_path, kind, pem=True)
    assert await verified(key, await KeyRing(key).sign(MESSAGE))


@pytest.mark.parametrize("pem", [False, True])
async def test_a_passphrase_is_asked_for_then_kept(tmp_path: Path, pem: bool) -> None:
    key = await make_key(tmp_path, "rsa", passphrase="open sesame", pem=pem)
    ring = KeyRing(key)
    with pytest.raises(KeyLocked) as locked:
        await ring.sign(MESSAGE)
    assert "has a passphrase" in locked.value.detail
    ring.unlock("wrong")
    with pytest.raises(KeyLocked) as wrong:
        await ring.sign(MESSAGE)
    assert "does not open" in wrong.value.detail
    assert "wrong" not in str(wrong.value)
    ring.unlock("open sesame")
    assert await verified(key, await ring.sign(MESSAGE))
    assert await verified(key, await ring.sign(MESSAGE))


@pytest.mark.parametrize("kind", KINDS)
async def test_an_agent_signs_where_only_the_public_half_is_here(tmp_path: Path, kind: str) -> None:
    key = await make_key(tmp_path, kind)
    async with ssh_agent(key) as socket:
        key.unlink()
        assert await verified(key, await KeyRing(key.with_name(key.name + ".pub"), socket).sign(MESSAGE))


async def test_an_agent_signs_for_a_locked_file(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    key = await make_key(tmp_path / "open")
    async with ssh_agent(key) as socket:
        shutil.copytree(tmp_path / "open", tmp_path / "locked")
        locked = tmp_path / "locked" / key.name
        changed = await run_program(need("ssh-keygen"), "-q", "-p", "-N", "secret", "-f", str(locked))
        assert changed.status == 0
        assert await verified(locked, await KeyRing(locked, socket).sign(MESSAGE))


async def test_an_agent_without_the_key_leaves_the_file_locked(tmp_path: Path) -> None:
    key = await make_key(tmp_path, passphrase="secret")
    async with ssh_agent() as socket:
        assert await agent.sign(socket, KeyRing(key).public().blob, MESSAGE, NAMESPACE) is None
        with pytest.raises(KeyLocked):
            await KeyRing(key, socket).sign(MESSAGE)


async def test_a_gone_agent_is_no_agent(tmp_path: Path) -> None:
    key = await make_key(tmp_path)
    blob = KeyRing(key).public().blob
    assert await agent.sign(str(tmp_path / "nothing"), blob, MESSAGE, NAMESPACE) is None


async def test_ssh_keygen_signs_what_only_it_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key announced as a hardware key goes past asyncssh; here the file behind it is a plain one."""
    key = await make_key(tmp_path)
    monkeypatch.setattr("mimiry_tui.clouds.mimiry.keys.PublicKey.is_hardware", True)
    assert await verified(key, await KeyRing(key).sign(MESSAGE))


async def test_ssh_keygen_never_asks_on_the_terminal(tmp_path: Path) -> None:
    key = await make_key(tmp_path, passphrase="secret")
    assert await keygen.sign(key, MESSAGE, NAMESPACE) is None


async def test_fingerprints_are_those_of_openssh(tmp_path: Path) -> None:
    for kind in KINDS:
        key = await make_key(tmp_path, kind, passphrase="x")
        listed = (await run_program(need("ssh-keygen"), "-lf", str(key))).out.split()[1]
        assert KeyRing(key).public().fingerprint == listed
        assert KeyRing(key.with_name(key.name + ".pub")).public().fingerprint == listed
        key.with_name(key.name + ".pub").unlink()
        assert KeyRing(key).public().fingerprint == listed


async def test_two_files_that_do_not_belong_together_are_named(tmp_path: Path) -> None:
    key, other = await make_key(tmp_path, "ed25519"), await make_key(tmp_path, "ecdsa256")
    shutil.copy(f"{other}.pub", f"{key}.pub")
    with pytest.raises(NoKey, match="not the public half"):
        await KeyRing(key).sign(MESSAGE)
