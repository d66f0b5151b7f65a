"""What the dialog before an end says of what is lost, whole and true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from mimiry_tui.domain.sessions import Mount
from mimiry_tui.live.endings.terms import Terms
from mimiry_tui.ui.ending_words import undone_words
from mimiry_tui.ui.terminate_lines import all_together, one_session
from tests.support.ending_desk import a_session

NOON = datetime(2026, 6, 8, 12, tzinfo=UTC)
WARNING = "what runs in it is lost; only the /root of a workspace that is synced is kept"
TERMS = Terms("stop", WARNING, is_priced=False)


def test_what_a_volume_does_not_keep_is_called_lost_and_the_warning_is_told_whole() -> None:
    local = replace(a_session("a"), mounts=(Mount("scratch", "/root", is_kept=False),))
    synced = replace(a_session("b"), mounts=(Mount("lab", "/root"),))
    one = [line.plain for line in one_session(local, NOON, 40, TERMS)]
    assert "volumes  not kept, lost with it: scratch → /root" in one
    assert " ".join(one[-2:]) == WARNING
    both = [line.plain for line in all_together([local, synced], NOON, 200, TERMS)]
    assert both == [
        "volumes  kept, detached: lab → /root",
        "         not kept, lost with it: scratch → /root",
        "",
        WARNING,
    ]


def test_one_goes_on_and_several_go_on() -> None:
    assert undone_words(["a"]) == "a: goes on running, nothing was sent"
    assert undone_words(["a", "b"]) == "2 sessions go on running, nothing was sent"
