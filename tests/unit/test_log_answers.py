"""What one answer after another adds to a copy."""

from __future__ import annotations

from pathlib import Path

from mimiry_tui.domain.logs.overlap import Gap
from mimiry_tui.live.logs.copy import LogCopy
from tests.support.log_desk import gaps, texts
from tests.support.log_service import FIRST, LogService, text_of


def test_a_line_still_being_printed_is_taken_once_it_is_whole(tmp_path: Path) -> None:
    copy = LogCopy(tmp_path / "logs" / "a.log")
    assert copy.take("one\n10%", 100, FIRST).new == 1
    assert copy.take("one\n10%\r20%", 100, FIRST).new == 0
    assert copy.take("one\n10%\r20%\r30%\ntwo\n", 100, FIRST).new == 2
    assert texts(copy.path) == ["one", "10%\r20%\r30%", "two"]
    copy.close()


def test_a_last_line_without_line_feed_is_taken_when_it_stays_and_again_when_it_grows(tmp_path: Path) -> None:
    copy = LogCopy(tmp_path / "logs" / "a.log")
    for answer in ("one\nname?", "one\nname?", "one\nname?", "one\nname? Bob\ntwo", "one\nname? Bob\ntwo"):
        copy.take(answer, 100, FIRST)
    assert texts(copy.path) == ["one", "name?", "name? Bob", "two"]
    copy.finish(FIRST)
    copy.close()
    assert texts(copy.path) == ["one", "name?", "name? Bob", "two"]


def test_what_was_held_back_is_written_at_the_end(tmp_path: Path) -> None:
    copy = LogCopy(tmp_path / "logs" / "a.log")
    copy.take("one\nlast words", 100, FIRST)
    copy.finish(FIRST)
    copy.close()
    assert texts(copy.path) == ["one", "last words"]


def test_a_service_that_gives_fewer_lines_than_asked_for_is_followed_line_by_line(tmp_path: Path) -> None:
    copy, service = LogCopy(tmp_path / "logs" / "a.log"), LogService(stamps=False)
    for number in range(30):
        service.print(f"line {number}")
        copy.take(text_of(service.window(5)), 2_000, FIRST)
    service.print(*(f"burst {number}" for number in range(9)))
    copy.take(text_of(service.window(5)), 2_000, FIRST)
    copy.close()
    assert texts(copy.path)[:30] == [f"line {number}" for number in range(30)]
    assert gaps(copy.path) == [Gap.MOVED_ON]


def test_a_copy_that_was_deleted_is_begun_anew(tmp_path: Path) -> None:
    copy = LogCopy(tmp_path / "logs" / "a.log")
    copy.take("one\n", 100, FIRST)
    copy.path.unlink()
    copy.take("one\ntwo\n", 100, FIRST)
    copy.close()
    assert texts(copy.path) == ["one", "two"]


def test_a_line_that_grew_is_known_after_a_restart_too(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "a.log"
    for answers in (["one\nname?"] * 2 + ["one\nname? Bob\n"], ["one\nname? Bob\ntwo\n"]):
        copy = LogCopy(path)
        for answer in answers:
            copy.take(answer, 100, FIRST)
        copy.close()
    assert texts(path) == ["one", "name?", "name? Bob", "two"]
    assert gaps(path) == []


def test_progress_in_a_burst_is_that_of_its_last_word_in_its_own_round(tmp_path: Path) -> None:
    copy = LogCopy(tmp_path / "logs" / "a.log")
    copy.take("epoch 1/4 started\nstep 10/100\n", 2_000, FIRST)
    noise = [f"words {number}" for number in range(300)]
    burst = [
        "epoch 2/4 started",
        *noise,
        "step 90/100",
        "epoch 3/4 started",
        "step 50/100",
        "saved",
        *noise[:100],
    ]
    copy.take("epoch 1/4 started\nstep 10/100\n" + "\n".join(burst) + "\n", 2_000, FIRST)
    copy.close()
    assert copy.progress is not None
    assert (copy.progress.label, copy.progress.share) == ("epoch 3/4", 0.625)
