"""A new key: private, complete, and never in place of anything."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import asyncssh
import pytest

from mimiry_tui.ssh.key_making import KeyMakingError, make_key, new_key_path


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_key_is_a_pair_of_files_for_its_owner(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = make_key(new_key_path(tmp_path, "laptop"), passphrase="", comment="ada <b>\n at home")
    finally:
        os.umask(before)
    assert made.path == tmp_path / ".ssh" / "mimiry_laptop"
    assert mode_of(made.path.parent) == 0o700
    assert mode_of(made.path) == 0o600
    assert mode_of(tmp_path / ".ssh" / "mimiry_laptop.pub") == 0o644
    key = asyncssh.read_private_key(made.path)
    assert key.get_fingerprint("sha256") == made.fingerprint
    assert (tmp_path / ".ssh" / "mimiry_laptop.pub").read_text().strip() == made.public_line
    assert made.public_line.startswith("ssh-ed25519 ")
    assert made.public_line.endswith(" ada <b> at home")


def test_a_passphrase_locks_it(tmp_path: Path) -> None:
    made = make_key(tmp_path / "k", passphrase="correct horse", comment="")
    assert b"correct horse" not in made.path.read_bytes()
    with pytest.raises(asyncssh.KeyImportError, match=r"[Pp]assphrase"):
        asyncssh.read_private_key(made.path)
    assert asyncssh.read_private_key(made.path, "correct horse").get_fingerprint() == made.fingerprint


def _file(path: Path) -> None:
    path.write_text("mine")


def _dangling(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


@pytest.mark.parametrize("occupy", [_file, _dangling, Path.mkdir])
@pytest.mark.parametrize("half", ["k", "k.pub"])
def test_neither_half_is_ever_overwritten(tmp_path: Path, half: str, occupy: Callable[[Path], None]) -> None:
    occupy(tmp_path / half)
    with pytest.raises(KeyMakingError, match=f"{half} exists already"):
        make_key(tmp_path / "k", passphrase=None, comment="")
    assert [path.name for path in tmp_path.iterdir()] == [half], "something was left half made"


def test_a_half_that_comes_meanwhile_is_not_overwritten_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os.path, "lexists", lambda _path: False)
    (tmp_path / "k.pub").write_text("mine")
    with pytest.raises(KeyMakingError, match=r"k\.pub exists already"):
        make_key(tmp_path / "k", passphrase=None, comment="")
    assert (tmp_path / "k.pub").read_text() == "mine"
    assert not (tmp_path / "k").exists()


def test_a_folder_that_others_may_write_gets_no_key(tmp_path: Path) -> None:
    folder = tmp_path / ".ssh"
    folder.mkdir()
    folder.chmod(0o770)
    with pytest.raises(KeyMakingError, match=r"others may write .*chmod 700"):
        make_key(folder / "k", passphrase=None, comment="")
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / ".ssh").write_text("")
    with pytest.raises(KeyMakingError, match=r"\.ssh"):
        make_key(tmp_path / ".ssh" / "k", passphrase=None, comment="")


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KeyMakingError, match="no space left"):
        make_key(tmp_path / "k", passphrase=None, comment="")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("slug", ["", "  ", "../id", "a/b", "a b", "ä", "a\nb", "k.pub", "x" * 61, "a\x00"])
def test_a_name_that_is_no_file_name_is_refused(tmp_path: Path, slug: str) -> None:
    with pytest.raises(KeyMakingError, match="name"):
        new_key_path(tmp_path, slug)
