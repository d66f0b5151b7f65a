"""The end of a log's copy, for what is remembered of its session."""

from __future__ import annotations

from pathlib import Path

from mimiry_tui.live.logs.last_lines import last_lines
from mimiry_tui.live.logs.spool_format import Kind, encode, stamp_of
from tests.support.clock import EPOCH

STAMP = stamp_of(EPOCH)


def test_the_last_lines_come_oldest_first_without_stamps_marks_and_gaps(tmp_path: Path) -> None:
    copy = tmp_path / "s.log"
    records = [
        *(encode(Kind.LINE, STAMP, f"epoch {number}") for number in range(50)),
        encode(Kind.MARK, STAMP, ""),
        encode(Kind.GAP, STAMP, "dropped"),
        encode(Kind.SEEN, STAMP, "Killed \x1b[2J"),
    ]
    copy.write_bytes(b"".join(records))
    assert last_lines(copy, 3) == ("epoch 48", "epoch 49", "Killed \x1b[2J")
    assert len(last_lines(copy, 99)) == 51


def test_without_a_copy_that_can_be_read_there_are_none(tmp_path: Path) -> None:
    assert last_lines(None, 30) == last_lines(tmp_path / "none", 30) == last_lines(tmp_path, 30) == ()
