"""`do` takes what a service calls its deeds: whole, or as much as is enough to tell them apart."""

from __future__ import annotations

import pytest

from mimiry_tui.domain.doing.deeds import Deed
from mimiry_tui.ui.command_line.command import CommandError
from mimiry_tui.ui.command_line.doing import named

SYNC, STOP, EXEC = Deed("sync", "sync the workspace"), Deed("stop", "stop it"), Deed("exec", "run a command")
ALL = (SYNC, STOP, EXEC)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("sync the workspace", SYNC), ("SYNC", SYNC), ("run", EXEC), ("exec", EXEC), ("st", STOP)],
)
def test_a_deed_is_found_by_its_words_its_id_or_their_beginning(said: str, meant: Deed) -> None:
    assert named(said, ALL) is meant


@pytest.mark.parametrize(
    ("said", "words"),
    [("s", "could be sync the workspace, stop it"), ("fly", "nothing here is called 'fly', but sync")],
)
def test_what_is_none_or_several_says_what_there_is(said: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        named(said, ALL)
