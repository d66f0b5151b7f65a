"""What a scenario, or a test, makes of a simulated session's log."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from itertools import pairwise

import pytest

from mimiry_tui.simulator.log_desk import Written
from mimiry_tui.simulator.records import Refusal, Session
from mimiry_tui.simulator.scenario_desk import ScenarioDesk
from mimiry_tui.simulator.stages import Stage
from tests.support.clock import EPOCH, ManualClock
from tests.support.worlds import rich_world, walk

_STAMPED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ")


def staged() -> tuple[ScenarioDesk, ManualClock]:
    world, clock = rich_world()
    return ScenarioDesk(world), clock


def log_of(desk: ScenarioDesk, session: Session, count: int = 1000, *, stamped: bool = False) -> list[str]:
    """The lines as a client reads them."""
    body = json.loads(desk.logs.answer(session, count, stamped))["logs"]
    lines: list[str] = body.split("\n")
    assert lines.pop() == ""
    return lines


def stamps_of(desk: ScenarioDesk, session: Session) -> list[str]:
    return [line[:24] for line in log_of(desk, session, stamped=True)]


def refusal_of(desk: ScenarioDesk, session: Session) -> tuple[int, object]:
    with pytest.raises(Refusal) as refused:
        desk.logs.answer(session, 10, True)
    return refused.value.status, refused.value.extra.get("retry_after_seconds")


async def test_a_log_starts_over_every_forty_lines() -> None:
    desk, clock = staged()
    session = desk.ready("log-rotates")
    lengths = []
    for _ in range(60):
        await clock.advance(3)
        lengths.append(len(log_of(desk, session)))
    assert max(lengths) == 39
    falls = [after for before, after in pairwise(lengths) if after < before]
    assert falls
    assert set(falls) <= {0, 1}


def test_lines_repeat_with_the_same_stamp() -> None:
    desk, _ = staged()
    session = desk.ready("log-repeats")
    lines = log_of(desk, session, stamped=True)
    assert lines[2] == lines[3] == lines[4]
    assert lines[0] != lines[1] != lines[2]
    assert log_of(desk, session, 7, stamped=True) == lines[-7:]


def test_ten_lines_share_a_stamp() -> None:
    desk, _ = staged()
    stamps = stamps_of(desk, desk.ready("log-same-stamps"))
    assert len(set(stamps[:10])) == 1
    assert stamps[9] < stamps[10]
    assert stamps == sorted(stamps)


def test_stamps_can_be_withheld() -> None:
    desk, _ = staged()
    assert _STAMPED.match(log_of(desk, desk.ready(name="usual"), stamped=True)[0])
    session = desk.ready("log-no-stamps")
    assert not any(map(_STAMPED.match, log_of(desk, session, stamped=True)))


async def test_a_burst_is_hundreds_of_lines_after_a_silence() -> None:
    desk, clock = staged()
    session = desk.ready("log-bursts")
    grown, before = [], len(log_of(desk, session, 100_000))
    for _ in range(100):
        await clock.advance(1)
        now = len(log_of(desk, session, 100_000))
        grown.append(now - before)
        before = now
    assert set(grown) == {0, 400}


def test_a_window_can_be_short() -> None:
    desk, _ = staged()
    whole = log_of(desk, desk.ready(name="usual"))
    assert len(whole) > 5
    assert len(log_of(desk, desk.ready("log-short-window"))) == 5


async def test_a_log_can_come_late_and_says_when() -> None:
    desk, clock = staged()
    session = desk.ready("log-late")
    assert refusal_of(desk, session) == (503, 20)
    await clock.advance(12.5)
    assert refusal_of(desk, session) == (503, 8)
    await clock.advance(8)
    assert log_of(desk, session)


async def test_a_log_ends_with_the_session_and_can_be_refused_before() -> None:
    desk, clock = staged()
    session = desk.ready("log-409")
    assert refusal_of(desk, session) == (409, None)
    desk.stop("log-409", session.id)
    assert log_of(desk, session)
    desk.terminate(session.id)
    await walk(desk.world, clock, session, 20)
    assert session.stage is Stage.TERMINATED
    assert refusal_of(desk, session) == (409, None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("log-colours", ["\x1b[31m", "\x1b[38;5;208m", "\x1b[38;2;", "\x1b[3m", "\x1b[7m", "\x1b[2m"]),
        ("log-escapes", ["\x1b]0;", "\x1b]52;", "\x1b[2J", "\x1bP", "\x9b", "\x07", "\u202e", "[red]"]),
        ("log-bars", ["\rshard 3:   50%|"]),
        ("log-garbage", ["\x00", "\ud83d", "\u2028", "\u0301\u0323\u0301", "\ufffd"]),
    ],
)
def test_texts_can_be_hostile(name: str, expected: list[str]) -> None:
    desk, _ = staged()
    text = "\n".join(log_of(desk, desk.ready(name)))
    assert [piece for piece in expected if piece not in text] == []


def test_lines_can_be_ten_thousand_characters() -> None:
    desk, _ = staged()
    assert {len(line) for line in log_of(desk, desk.ready("log-long-lines"))} == {10_000}


def test_an_answer_can_be_no_utf8() -> None:
    desk, _ = staged()
    body = desk.logs.answer(desk.ready("log-bad-utf8"), 100, True)
    with pytest.raises(UnicodeDecodeError):
        body.decode()
    assert json.loads(body.decode(errors="replace"))["logs"].count("bytes \ufffd\ufffd that") > 1


def test_scenarios_of_a_log_go_together() -> None:
    desk, _ = staged()
    session = desk.ready("log-colours", "log-repeats", "log-no-stamps")
    lines = log_of(desk, session, stamped=True)
    assert lines[2] == lines[3] == lines[4]
    assert lines[2].startswith("\x1b[38;5;208m")


async def test_a_test_can_write_the_log_itself() -> None:
    desk, clock = staged()
    session = desk.ready()
    lines: list[Written] = ["now", (EPOCH - timedelta(minutes=1), "then"), (None, "whenever")]
    desk.write_log(session.id, lines)
    assert log_of(desk, session, stamped=True) == [
        "2026-06-08T12:00:00.000Z now",
        "2026-06-08T11:59:00.000Z then",
        "whenever",
    ]
    await clock.advance(1)
    desk.append_log(session.id, ["later"])
    assert log_of(desk, session, 2, stamped=True) == ["whenever", "2026-06-08T12:00:01.000Z later"]
    desk.rotate_log(session.id)
    assert log_of(desk, session) == []


async def test_the_own_log_can_be_cut_and_continued() -> None:
    desk, clock = staged()
    session = desk.ready()
    before = log_of(desk, session)
    desk.rotate_log(session.id)
    assert log_of(desk, session) == []
    await clock.advance(9)
    fresh = log_of(desk, session)
    assert len(fresh) == 3
    assert not set(fresh) & set(before)
    desk.append_log(session.id, ["the end"])
    assert log_of(desk, session) == [*fresh, "the end"]


def test_a_test_can_order_any_refusal() -> None:
    desk, _ = staged()
    session = desk.ready()
    desk.refuse_log(session.id, 503, retry_after_seconds=12)
    assert refusal_of(desk, session) == refusal_of(desk, session) == (503, 12)
    desk.refuse_log(session.id, 500)
    assert refusal_of(desk, session) == (500, None)
    desk.refuse_log(session.id, None)
    assert log_of(desk, session)
