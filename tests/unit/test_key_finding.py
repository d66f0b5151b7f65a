"""Which keys a person has: found by either half, told apart, the likeliest first."""

from __future__ import annotations

import os
import socket
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncssh
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.public_keys import public_key_of_line
from mimiry_tui.ssh.agent_keys import asked, keys_in_agent
from mimiry_tui.ssh.key_finding import FoundKey, find_keys
from mimiry_tui.ssh.key_making import KeyMakingError, write_public_half
from tests.support.clock import ManualClock


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / ".ssh").mkdir(mode=0o700)
    return tmp_path


def add(
    home: Path, name: str, kind: str = "ssh-ed25519", *, passphrase: str | None = None, **options: int
) -> asyncssh.SSHKey:
    key = asyncssh.generate_private_key(kind, comment=f"comment of {name}", **options)
    path = home / ".ssh" / name
    key.write_private_key(path, passphrase=passphrase, rounds=1, ignore_few_rounds=True)
    key.write_public_key(f"{path}.pub")
    path.chmod(0o600)
    return key


def only(keys: tuple[FoundKey, ...]) -> FoundKey:
    assert len(keys) == 1, keys
    return keys[0]


def test_a_home_without_keys_has_none(tmp_path: Path) -> None:
    assert find_keys(tmp_path) == ()
    (tmp_path / ".ssh").write_text("a file")
    assert find_keys(tmp_path) == ()


def test_a_key_is_told_with_all_that_can_be_known(home: Path) -> None:
    key = add(home, "id_work", passphrase="secret")
    assert only(find_keys(home)) == FoundKey(
        path=home / ".ssh" / "id_work",
        kind="ed25519",
        fingerprint=key.get_fingerprint("sha256"),
        comment="comment of id_work",
        is_locked=True,
        in_agent=False,
        trouble="",
    )


def test_kinds_are_named_as_people_do(home: Path) -> None:
    add(home, "id_rsa", "ssh-rsa", key_size=2048)
    add(home, "id_ecdsa", "ecdsa-sha2-nistp256")
    assert [key.kind for key in find_keys(home)] == ["ecdsa 256", "rsa 2048"]


def test_ours_come_first_then_better_kinds_and_troubled_ones_last(home: Path) -> None:
    add(home, "a_ecdsa", "ecdsa-sha2-nistp256")
    add(home, "mimiry_old", "ecdsa-sha2-nistp256")
    add(home, "z_ed25519")
    add(home, "mimiry_open")
    (home / ".ssh" / "mimiry_open").chmod(0o644)
    names = [key.path.name for key in find_keys(home)]
    assert names == ["mimiry_old", "z_ed25519", "a_ecdsa", "mimiry_open"]


def test_a_private_half_alone_is_enough(home: Path) -> None:
    key = add(home, "alone", passphrase="secret")
    (home / ".ssh" / "alone.pub").unlink()
    found = only(find_keys(home))
    assert (found.fingerprint, found.is_locked) == (key.get_fingerprint("sha256"), True)
    assert found.trouble == ""


@pytest.mark.parametrize(
    ("mend", "trouble"),
    [
        (lambda path: path.chmod(0o640), "others may use it (mode 0640): chmod 600 it"),
        (lambda path: path.unlink(), "its private half k is not here"),
        (lambda path: path.write_text("nothing"), "k is no private key"),
        (lambda path: path.rename(path.with_name("other")), "its private half k is not here"),
    ],
)
def test_what_is_wrong_with_a_key_is_named(home: Path, mend: object, trouble: str) -> None:
    add(home, "k")
    assert callable(mend)
    mend(home / ".ssh" / "k")
    assert next(key for key in find_keys(home) if key.path.name == "k").trouble == trouble


def test_a_public_half_of_another_key_is_named(home: Path) -> None:
    add(home, "k")
    add(home, "l")
    (home / ".ssh" / "l.pub").rename(home / ".ssh" / "k.pub")
    troubles = {key.path.name: key.trouble for key in find_keys(home)}
    assert troubles == {"k": "k.pub belongs to another key", "l": ""}


def test_other_files_are_no_keys(home: Path) -> None:
    folder = home / ".ssh"
    key = add(home, "k")
    (folder / "k-cert.pub").write_text(key.export_public_key().decode())
    for name in ("config", "known_hosts", "authorized_keys", "broken.pub"):
        (folder / name).write_text("ssh-ed25519 AAAA\n")
    (folder / "binary").write_bytes(bytes(range(256)))
    (folder / "huge.pub").write_text("x" * 100_000)
    (folder / "folder.pub").mkdir()
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "pipe.pub")
    assert only(find_keys(home)).path.name == "k"


def test_what_belongs_into_a_public_file_that_is_missing_is_told(home: Path) -> None:
    key = add(home, "k")
    (home / ".ssh" / "k.pub").unlink()
    found = only(find_keys(home))
    assert found.has_file
    assert found.public_line.split()[:2] == key.export_public_key().decode().split()[:2]


@contextmanager
def agent(folder: Path, answer: bytes) -> Iterator[str]:
    """An ssh-agent that says this to whatever it is asked."""
    path = str(folder / "agent")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(path)
        listening.listen()

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                assert connection.recv(5) == b"\x00\x00\x00\x01\x0b"
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield path
        thread.join()


def strings(*values: bytes) -> bytes:
    return b"".join(len(value).to_bytes(4, "big") + value for value in values)


def test_a_key_of_the_agent_alone_has_a_place_for_its_public_half(tmp_path: Path) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    certificate, two_lines = strings(b"ssh-ed25519-cert-v01@openssh.com"), strings(b"ssh-rsa AAAA\nssh-rsa")
    held = strings(key.public_data, b"ada\n\x1b at home", certificate, b"", b"\x00\x00", b"", two_lines, b"")
    with agent(tmp_path, strings(b"\x0c" + (4).to_bytes(4, "big") + held)) as path:
        found = only(find_keys(tmp_path, path))
    assert (found.in_agent, found.has_file, found.trouble) == (True, False, "")
    assert found.public_line == f"{key.export_public_key().decode().strip()} ada at home"
    assert found.path.name.removeprefix("mimiry_agent_").isalnum()
    write_public_half(found.path, found.public_line)
    assert stat.S_IMODE(found.path.with_name(f"{found.path.name}.pub").stat().st_mode) == 0o644
    with pytest.raises(KeyMakingError, match="exists already"):
        write_public_half(found.path, found.public_line)
    again = only(find_keys(tmp_path))
    assert (again.path, again.fingerprint, again.public_line) == (found.path, found.fingerprint, "")


def test_the_key_that_was_configured_comes_first_and_once(home: Path, tmp_path: Path) -> None:
    inside, outside = add(home, "a"), asyncssh.generate_private_key("ssh-ed25519")
    private = tmp_path / "elsewhere"
    outside.write_private_key(private)
    held = strings(outside.public_data, b"", inside.public_data, b"")
    with agent(tmp_path, strings(b"\x0c" + (2).to_bytes(4, "big") + held)) as path:
        assert [key.path for key in find_keys(home, path, private)] == [private, home / ".ssh" / "a"]
    assert [key.path.name for key in find_keys(home, None, home / ".ssh" / "a")] == ["a"]
    missing, _ = find_keys(home, None, tmp_path / "gone")
    assert "no SSH key is at" in missing.trouble


def test_a_key_in_the_agent_needs_no_file(home: Path, tmp_path: Path) -> None:
    keys = [add(home, name) for name in ("a", "b")]
    (home / ".ssh" / "a").unlink()
    held = b"\x0c" + (2).to_bytes(4, "big") + strings(b"other", b"", keys[0].public_data, b"comment")
    with agent(tmp_path, strings(held)) as path:
        found = {key.path.name: (key.in_agent, key.trouble) for key in find_keys(home, path)}
    assert found == {"a": (True, ""), "b": (False, "")}


@pytest.mark.parametrize(
    "answer", [b"", b"\x00", strings(b"\x05"), b"\xff\xff\xff\xff\x0c", strings(b"\x0c\0")]
)
def test_an_agent_that_makes_no_sense_holds_nothing(tmp_path: Path, answer: bytes) -> None:
    with agent(tmp_path, answer) as path:
        assert keys_in_agent(path) == {}


class Passing(ManualClock):
    """Goes on by so many seconds whenever it is looked at."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def monotonic(self) -> float:
        self._turn(super().monotonic() + self._seconds)
        return super().monotonic()


@pytest.mark.parametrize(("seconds", "answer"), [(0.5, {}), (1.5, None)])
def test_an_agent_has_seconds_for_all_of_its_answer_and_not_for_each_part(
    tmp_path: Path, seconds: float, answer: dict[bytes, str] | None
) -> None:
    with agent(tmp_path, strings(b"\x0c" + bytes(4))) as path:
        assert asked(path, Passing(seconds)) == answer


def test_an_agent_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert keys_in_agent(str(tmp_path / "gone")) == {}
    assert keys_in_agent(None) == {}


@given(st.text())
def test_no_text_is_too_odd_for_a_public_line(text: str) -> None:
    key = public_key_of_line(f"ssh-rsa AAAAB3NzaC1yc2E= {text}")
    assert key is not None
    assert key.kind == "rsa 0"
    assert key.comment in text
