"""Finding and reading key files, without signing anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.clouds.errors import CloudError, KeyLocked, NoKey
from mimiry_tui.clouds.mimiry.keys import KeyRing
from tests.support.clients import new_key
from tests.support.examples import examples


def test_no_key_at_all() -> None:
    with pytest.raises(NoKey, match="no key is configured"):
        KeyRing(None).public()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoKey, match="id_gone"):
        KeyRing(tmp_path / "id_gone").public()


async def test_a_missing_private_half_is_named_when_signing(tmp_path: Path) -> None:
    key = new_key(tmp_path)
    key.unlink()
    ring = KeyRing(key)
    assert ring.public().fingerprint.startswith("SHA256:")
    with pytest.raises(NoKey, match="id_test"):
        await ring.sign(b"message")


def test_either_path_means_the_same_key(tmp_path: Path) -> None:
    key = new_key(tmp_path)
    assert KeyRing(key).public() == KeyRing(Path(f"{key}.pub")).public()
    assert KeyRing(Path(f"{key}.pub")).path == key


def test_a_name_with_dots_keeps_them(tmp_path: Path) -> None:
    key = new_key(tmp_path)
    dotted = tmp_path / "my.key.v2"
    key.rename(dotted)
    Path(f"{key}.pub").rename(f"{dotted}.pub")
    assert KeyRing(dotted).path == KeyRing(Path(f"{dotted}.pub")).path == dotted
    assert KeyRing(dotted).public().line.endswith("tests")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "ssh-ed25519",
        "ssh-ed25519 !!!!",
        "ssh-ed25519 AAAA",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIJ",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
        "\x00\x01",
        "x" * 100_000,
    ],
)
def test_a_file_that_is_no_public_key(tmp_path: Path, content: str) -> None:
    path = tmp_path / "id_bad"
    Path(f"{path}.pub").write_text(content)
    with pytest.raises(NoKey):
        KeyRing(path).public()


@settings(max_examples=examples(40), deadline=None)
@given(content=st.binary(max_size=200), armored=st.booleans())
def test_any_private_file_is_a_key_or_an_error_in_words(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, armored: bool
) -> None:
    path = tmp_path_factory.mktemp("key") / "id_any"
    begin, end = b"-----BEGIN OPENSSH PRIVATE KEY-----\n", b"\n-----END OPENSSH PRIVATE KEY-----\n"
    path.write_bytes(begin + content + end if armored else content)
    with pytest.raises(CloudError):
        KeyRing(path).public()


async def test_a_damaged_private_file_is_no_key(tmp_path: Path) -> None:
    key = new_key(tmp_path)
    key.write_text(key.read_text()[:120])
    with pytest.raises(NoKey):
        await KeyRing(key).sign(b"message")


def test_a_passphrase_does_not_show(tmp_path: Path) -> None:
    ring = KeyRing(new_key(tmp_path, passphrase="hunter2"))
    ring.unlock("hunter2")
    assert "hunter2" not in repr(ring)
    assert "hunter2" not in repr(ring.stamp)


async def test_the_stamp_changes_with_the_files_and_the_passphrase(tmp_path: Path) -> None:
    key = new_key(tmp_path, passphrase="right")
    ring = KeyRing(key)
    before = ring.stamp
    assert ring.stamp == before
    ring.unlock("wrong")
    assert ring.stamp != before
    with pytest.raises(KeyLocked):
        await ring.sign(b"message")
    assert ring.stamp == before
    os.utime(key, ns=(1, 1))
    assert ring.stamp != before


async def test_a_key_replaced_on_disk_is_read_anew(tmp_path: Path) -> None:
    ring = KeyRing(new_key(tmp_path))
    first = await ring.sign(b"message")
    new_key(tmp_path)
    assert await ring.sign(b"message") != first


def test_a_fingerprint_needs_no_crypto_library(tmp_path: Path) -> None:
    key = new_key(tmp_path)
    code = (
        "import sys; from pathlib import Path; from mimiry_tui.clouds.mimiry.keys import KeyRing;"
        f"KeyRing(Path({str(key)!r})).public().fingerprint;"
        "print([m for m in ('asyncssh', 'cryptography', 'httpx') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
