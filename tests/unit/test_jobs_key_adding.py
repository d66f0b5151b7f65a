"""A public key given to the account: pasted or by its file, and never a private one."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimiry_tui.clouds.errors import BadRequest
from mimiry_tui.clouds.jobs.key_adding import key_notes, new_key
from mimiry_tui.domain.doing.forms import Weight
from tests.support.clients import new_key as key_pair


@pytest.fixture
def private(tmp_path: Path) -> Path:
    return key_pair(tmp_path)


def test_a_file_or_its_text_gives_the_same_key(private: Path) -> None:
    public = private.with_name(f"{private.name}.pub")
    by_file = new_key({"public_key": f" {public} "})
    pasted = new_key({"public_key": public.read_text(), "name": "laptop"})
    assert by_file.key == pasted.key
    assert (by_file.name, pasted.name) == ("tests", "laptop"), "its comment, where no name is given"
    note = key_notes({"public_key": public.read_text()})["public_key"]
    assert note.weight is Weight.FINE
    assert by_file.key.fingerprint in note.words


def test_a_key_without_a_comment_is_called_like_its_file(private: Path) -> None:
    public = private.with_name("desk.pub")
    public.write_text(" ".join(private.with_name(f"{private.name}.pub").read_text().split()[:2]))
    assert new_key({"public_key": str(public)}).name == "desk"


def test_a_private_key_is_refused_and_not_repeated(private: Path) -> None:
    secret = private.read_text()
    for given in (str(private), secret):
        with pytest.raises(BadRequest, match="never leaves this machine") as refused:
            new_key({"public_key": given})
        assert secret[60:100] not in repr(vars(refused.value))
    note = key_notes({"public_key": secret.splitlines()[0]})["public_key"]
    assert note.weight is Weight.WRONG
    assert "private" in note.words


def test_what_is_no_key_is_refused_in_words(tmp_path: Path) -> None:
    other = tmp_path / "notes.pub"
    other.write_text("buy milk")
    for given, words in (
        (str(other), "no public key"),
        (str(tmp_path / "none.pub"), "No such file"),
        (str(tmp_path), "No such file"),
        ("ssh-ed25519 AAAA", "no public key"),
        ("a\0b", "no public key"),
        ("~nobody-of-that-name/k.pub", "cannot be read"),
        ("b3BlbnNzaC1rZXkt\n" * 40, "no public key"),
        ("", "no public key"),
    ):
        with pytest.raises(BadRequest, match=words):
            new_key({"public_key": given})
    assert key_notes({"public_key": "ssh-ed25519 nonsense"})["public_key"].weight is Weight.WRONG
    assert key_notes({"public_key": "~/.ssh/id_ed25519"})["public_key"].weight is Weight.CARE
    assert not key_notes({"public_key": "~/.ssh/id_ed25519.pub"})
    assert not key_notes({})
