"""Files with environment variables: read whole, or refused in words that hold nothing of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mimiry_tui.domain.launching.draft import Variable
from mimiry_tui.domain.launching.environment_text import Assignments
from mimiry_tui.ui.launch.environment_file import UnusableFileError, merged, read_environment_file, told
from mimiry_tui.ui.launch.key_line import end_of, short_fingerprint
from mimiry_tui.ui.widgets.orderly_input import one_for_one


def test_a_file_is_found_from_home_and_read_whatever_its_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "my.env").write_bytes(b"A=1\r\nB=\xff\r\n")
    found = read_environment_file(" ~/my.env ")
    assert [(one.name, one.value) for one in found.variables] == [("A", "1"), ("B", "�")]


def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    large = tmp_path / "large"
    large.write_bytes(b"#" * 1_000_001)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, why in (
        (str(tmp_path / "none"), "no such file"),
        (str(tmp_path), "no file"),
        (str(pipe), "no file"),
        (str(large), "too large"),
        ("a\0b", "no path"),
        ("x" * 5_000, "too long"),
    ):
        with pytest.raises(UnusableFileError, match=why):
            read_environment_file(path)


def test_a_variable_that_comes_again_keeps_its_place_and_takes_the_new_value() -> None:
    both = merged([Variable("A", "1"), Variable("B", "2")], [Variable("C", "3"), Variable("A", "4")])
    assert [(one.name, one.value) for one in both] == [("A", "4"), ("B", "2"), ("C", "3")]


def test_what_was_read_is_counted_and_what_was_left_out_said() -> None:
    one, two = Variable("A", "1"), Variable("B", "2")
    assert told(Assignments((one,)), "x") == ("1 variable from x", True)
    assert told(Assignments(), "x") == ("no variables in x", False)
    troubles = tuple(f"line {number}: there is no =" for number in range(1, 5))
    words, is_whole = told(Assignments((one, two), troubles), "x")
    assert words == "2 variables from x; left out: line 1: there is no =, line 2: there is no = and 2 more"
    assert not is_whole


def test_a_fingerprint_is_cut_to_its_two_ends() -> None:
    assert short_fingerprint("SHA256:uJyAqf3vDBl5uV1tLDmZk8p1v7kS4JqkqjS8bXHSKGE") == "SHA256:uJyA…HSKGE"
    assert short_fingerprint("uJyAqf3vDBl5uV1tLDmZk8p1v7kS4JqkqjS8bXHSKGE") == "uJyA…HSKGE"
    assert short_fingerprint("SHA256:abc") == "SHA256:abc"


def test_a_path_that_is_too_long_is_cut_at_its_beginning() -> None:
    assert end_of("~/.ssh/mimiry", 13) == "~/.ssh/mimiry"
    assert end_of("~/.ssh/mimiry", 9) == "…h/mimiry"
    assert end_of("~/日本/key", 6) == "…/key"


@pytest.mark.parametrize("text", ["plain", "a\x1b[31m", "\u202eabc\u200d", "\U0001f1e9é日\x00\ud800", ""])
def test_what_a_field_draws_has_a_sign_for_each_character_and_nothing_to_obey(text: str) -> None:
    drawn = one_for_one(text)
    assert len(drawn) == len(text)
    assert drawn.isprintable()
