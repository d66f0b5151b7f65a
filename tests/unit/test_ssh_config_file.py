"""The files in `~/.ssh`: one line at the top, put in once, taken out without a trace."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mimiry_tui.ssh.config_file import ConfigFile

USERS = "Host mine\n    User me\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / ".ssh").mkdir(mode=0o700)
    return tmp_path


def config(home: Path, text: str) -> Path:
    path = home / ".ssh" / "config"
    path.write_bytes(text.encode())
    return path


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def names(home: Path) -> set[str]:
    return {path.name for path in (home / ".ssh").iterdir()}


def test_the_line_goes_to_the_very_top_and_is_put_in_once(home: Path) -> None:
    file = ConfigFile(home)
    path = config(home, USERS)
    assert not file.is_installed()
    backup = file.install()
    assert file.is_installed()
    assert backup is not None
    assert backup.read_text() == USERS
    assert mode(backup) == 0o600
    lines = path.read_text().splitlines()
    assert lines[1] == f'Include "{home}/.ssh/mimiry_config"'
    assert path.read_text().endswith(f"\n\n{USERS}")
    installed = path.read_bytes()
    assert file.install() is None
    assert path.read_bytes() == installed
    assert names(home) == {"config", backup.name}


def test_ssh_is_told_in_its_own_terms_where_it_reads_this_home(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not ConfigFile(home).is_read_by_ssh
    monkeypatch.setattr(ConfigFile, "is_read_by_ssh", True)
    file = ConfigFile(home)
    assert file.include == "Include ~/.ssh/mimiry_config"
    file.install()
    assert file.is_installed()


@pytest.mark.parametrize(
    "text", ["", USERS, USERS.replace("\n", "\r\n"), "# only a comment", "\n\n", "Host é\n"]
)
def test_removing_leaves_every_byte_as_it_was(home: Path, text: str) -> None:
    path = config(home, text)
    file = ConfigFile(home)
    file.install()
    file.write("here", "Host mimiry-a\n")
    assert file.remove()
    assert path.read_bytes() == text.encode()
    assert names(home) == {"config"}
    assert not file.remove()


def test_without_a_config_one_is_made_and_goes_again(tmp_path: Path) -> None:
    file = ConfigFile(tmp_path)
    assert not file.is_installed()
    assert not file.remove()
    assert file.install() is None
    assert file.is_installed()
    assert mode(tmp_path / ".ssh") == 0o700
    assert mode(file.config) == 0o600
    assert file.remove()
    assert names(tmp_path) == set()


def test_lines_ends_are_those_of_the_file(home: Path) -> None:
    path = config(home, USERS.replace("\n", "\r\n"))
    ConfigFile(home).install()
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")


def test_bytes_that_are_no_text_survive(home: Path) -> None:
    path = home / ".ssh" / "config"
    path.write_bytes(b"# caf\xe9\n")
    ConfigFile(home).install()
    assert path.read_bytes().endswith(b"# caf\xe9\n")


def test_a_link_stays_one_and_permissions_stay(home: Path) -> None:
    dotfiles = home / "dotfiles"
    dotfiles.mkdir()
    target = dotfiles / "ssh_config"
    target.write_text(USERS)
    target.chmod(0o640)
    link = home / ".ssh" / "config"
    link.symlink_to("../dotfiles/ssh_config")
    file = ConfigFile(home)
    file.install()
    assert link.is_symlink()
    assert target.read_text().endswith(USERS)
    assert mode(target) == 0o640
    file.remove()
    assert link.is_symlink()
    assert target.read_text() == USERS
    assert [path.name for path in dotfiles.iterdir()] == ["ssh_config"]


@pytest.mark.parametrize(
    "line",
    ["Include mimiry_config", "include ~/.ssh/mimiry_config", "Include=mimiry_*", "  INCLUDE x mimiry_config",
     'Include "mimiry_config" # ours', "Include {home}/.ssh/mimiry_config"],
)  # fmt: skip
def test_a_line_that_the_user_wrote_counts(home: Path, line: str) -> None:
    text = f"Include other\n{line.format(home=home)}\n{USERS}"
    path = config(home, text)
    file = ConfigFile(home)
    assert file.is_installed()
    file.install()
    assert path.read_text() == text


@pytest.mark.parametrize(
    "line", ["Include other", "# Include mimiry_config", "IncludeX mimiry_config", "Include"]
)
def test_other_lines_do_not(home: Path, line: str) -> None:
    config(home, f"{line}\n")
    assert not ConfigFile(home).is_installed()


def test_a_line_that_counts_for_one_host_only_is_moved_up(home: Path) -> None:
    path = config(home, f"{USERS}Include mimiry_config\n")
    file = ConfigFile(home)
    assert not file.is_installed()
    file.install()
    assert file.is_installed()
    assert path.read_text().count("mimiry_config") == 1
    assert path.read_text().endswith(USERS)


def test_a_backup_is_never_overwritten(home: Path) -> None:
    path = config(home, USERS)
    file = ConfigFile(home)
    first = file.install()
    path.write_text("Host other\n")
    second = file.install()
    assert first is not None
    assert second is not None
    assert first.read_text() == USERS
    assert second.read_text() == "Host other\n"


def test_what_a_user_changed_since_stays_when_the_line_goes(home: Path) -> None:
    path = config(home, USERS)
    file = ConfigFile(home)
    backup = file.install()
    path.write_text(f"# mine\n{path.read_text()}Host new\n")
    assert file.remove()
    assert path.read_text() == f"# mine\n\n{USERS}Host new\n"
    assert backup is not None
    assert backup.read_text() == USERS


def test_entries_are_the_owners_alone_and_accounts_are_apart(home: Path) -> None:
    file = ConfigFile(home)
    file.write("one", "# session s1\nHost mimiry-a\n")
    file.write("two", "# session s2\nHost mimiry-b\n")
    assert mode(file.generated) == 0o600
    assert file.aliases("one") == {"s1": "mimiry-a"}
    config(home, "Host mimiry-mine *.example\nhost=Mimiry-Other\n")
    assert file.taken("one") == {"mimiry-b", "mimiry-mine", "*.example", "mimiry-other"}
    before = file.generated.stat()
    file.write("one", "# session s1\nHost mimiry-a\n")
    assert file.generated.stat().st_ino == before.st_ino
    file.write("one", "")
    assert file.aliases("one") == {}
    assert file.aliases("two") == {"s2": "mimiry-b"}


def test_a_disk_that_refuses_leaves_the_config_as_it_was(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = config(home, USERS)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        ConfigFile(home).write("one", "Host mimiry-a\n")
    with pytest.raises(OSError, match="No space left"):
        ConfigFile(home).install()
    assert path.read_text() == USERS
    assert {name for name in names(home) if "config" in name} <= {"config", "config.before-mimiry-tui"}
