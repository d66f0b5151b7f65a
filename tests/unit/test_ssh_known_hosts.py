"""Host keys apart for each session: names on disk, and what goes when a session does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.ssh.known_hosts import KnownHosts, file_name


@pytest.mark.parametrize("session_id", ["a", "0f8e4c1a-77aa-4b1f-9d0e-3d5c2b1a0f9e", "sess_1.2"])
def test_a_harmless_id_is_its_own_name(session_id: str) -> None:
    assert file_name(session_id) == session_id


@pytest.mark.parametrize(
    "session_id",
    ["", ".", "..", "../../etc/passwd", "a/b", "-x", "a\x00b", "a\nb", "A", "x" * 500, "\ud800", "ä"],
)
def test_any_other_id_gets_a_name_made_from_it(session_id: str) -> None:
    name = file_name(session_id)
    assert name != session_id
    assert not set(name) - set("abcdefghijklmnopqrstuvwxyz0123456789._-")
    assert 0 < len(name) < 80
    assert not name.startswith((".", "-"))


@given(st.text(), st.text())
def test_two_ids_never_share_a_name(one: str, other: str) -> None:
    assert (file_name(one) == file_name(other)) is (one == other)


def test_the_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    known_hosts = KnownHosts(tmp_path / "account")
    assert known_hosts.where("a") == tmp_path / "account" / "known_hosts" / "a"
    assert not (tmp_path / "account").exists()
    assert known_hosts.path_for("a") == known_hosts.where("a")
    assert (tmp_path / "account" / "known_hosts").stat().st_mode & 0o777 == 0o700


def test_without_a_folder_nothing_is_kept(tmp_path: Path) -> None:
    nowhere = KnownHosts(None)
    assert nowhere.path_for("a") is None
    nowhere.forget("a")
    nowhere.prune(["a"])
    (tmp_path / "file").touch()
    assert KnownHosts(tmp_path / "file").path_for("a") is None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The host keys of an account that keeps more than them."""
    (tmp_path / "history.db").touch()
    path = tmp_path / "known_hosts"
    path.mkdir()
    return path


def test_a_session_is_forgotten_with_its_backup(folder: Path) -> None:
    known_hosts = KnownHosts(folder.parent)
    for name in ("a", "a.old", "b"):
        (folder / name).touch()
    known_hosts.forget("a")
    known_hosts.forget("never seen")
    assert [path.name for path in folder.iterdir()] == ["b"]


def test_pruning_leaves_the_live_ones_and_all_that_is_no_host_key(folder: Path) -> None:
    for name in ("a", "b", "c.old", file_name("D/e")):
        (folder / name).touch()
    KnownHosts(folder.parent).prune(["b", "D/e"])
    assert {path.name for path in folder.iterdir()} == {"b", file_name("D/e")}
    assert (folder.parent / "history.db").exists()
    KnownHosts(folder / "not there").prune([])
