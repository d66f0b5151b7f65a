"""Spool files: their records, their lock, their size and how long they stay."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.logs.overlap import Gap
from mimiry_tui.domain.logs.stamps import moment_of, parted, split, stamp_of
from mimiry_tui.live.logs.spool import Spool, open_spool
from mimiry_tui.live.logs.spool_format import PREFIX, Kind, Record, decode, encode, file_name
from mimiry_tui.live.logs.spool_keeping import sweep
from mimiry_tui.live.logs.spool_tail import known_lines, records_from_end
from tests.support.log_desk import gaps, records, texts

NOW = datetime(2026, 6, 8, 12, 30, 15, 123_000, tzinfo=UTC)
STAMP = "2026-06-08T12:30:15.123Z"
moments = st.datetimes(timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)


def opened(path: Path, cap: int = 10_000) -> Spool:
    spool = open_spool(path, cap)
    assert spool is not None
    return spool


def line(text: str) -> bytes:
    return encode(Kind.LINE, STAMP, text)


@given(st.sampled_from(Kind), moments, st.text(st.characters(codec="utf-8")))
def test_a_record_comes_back_as_it_was_written(kind: Kind, at: datetime, text: str) -> None:
    raw = encode(kind, stamp_of(at), text)
    assert raw.count(b"\n") == 1
    assert decode(raw) == Record(kind, at, text.replace("\n", " "))
    assert raw[PREFIX:-1].decode() == text.replace("\n", " ")


@given(st.binary(max_size=80))
def test_any_bytes_are_some_record(raw: bytes) -> None:
    record = decode(raw)
    assert isinstance(record.text, str)
    assert record.at is not None or record.kind is Kind.SEEN


@given(st.text(max_size=300) | st.text(st.sampled_from("a\n\r \u2028\x85\x0b\ud800"), max_size=40))
def test_only_line_feeds_part_lines_and_what_no_file_can_hold_is_replaced(text: str) -> None:
    lines, is_ended = split(text)
    pieces = (text[:-1] if text.endswith("\n") else text).split("\n") if text else []
    assert len(lines) == len(pieces)
    assert is_ended is (not text or text.endswith("\n"))
    for shown, piece in zip(lines, pieces, strict=True):
        shown.encode()
        assert parted(shown)[0] or len(shown) <= len(piece)


@pytest.mark.parametrize(
    ("answer", "stamp", "text"),
    [
        (f"{STAMP} epoch 1", STAMP, "epoch 1"),
        (f"{STAMP} ", STAMP, ""),
        (STAMP, STAMP, ""),
        (f"{STAMP}  indented", STAMP, " indented"),
        ("2026-06-08T12:30:15.123456789Z x", STAMP, "x"),
        ("2026-06-08T14:30:15.123+02:00 x", STAMP, "x"),
        ("2026-06-08T12:30:15Z x", "2026-06-08T12:30:15.000Z", "x"),
        ("2026-06-08T99:30:15Z x", "", "2026-06-08T99:30:15Z x"),
        ("2026-06-08 12:30:15,123 INFO x", "", "2026-06-08 12:30:15,123 INFO x"),
        (f"{STAMP}x", "", f"{STAMP}x"),
    ],
)
def test_a_stamp_is_taken_off_its_line(answer: str, stamp: str, text: str) -> None:
    (found,), is_ended = split(answer)
    assert parted(found) == (stamp, text)
    assert not is_ended
    (alone, found), _ = split(f"no stamp\n{answer}\n")
    assert (parted(alone), parted(found)) == (("", "no stamp"), (stamp, text))


@given(moments)
def test_every_moment_has_a_stamp_of_the_same_length(moment: datetime) -> None:
    assert len(stamp_of(moment)) == 24
    assert moment_of(stamp_of(moment)) == moment


def test_ids_become_file_names_that_are_harmless_and_all_different() -> None:
    ids = [
        "4ed5acf3-b78f",
        "",
        ".",
        "..",
        "../../etc/passwd",
        "a/b",
        "a_b",
        "A",
        "a",
        "\ud800",
        "x" * 500,
        "-r",
    ]
    names = [file_name(session_id) for session_id in ids]
    assert file_name("4ed5acf3-b78f") == "4ed5acf3-b78f.log"
    assert len({name.lower() for name in names}) == len(ids)
    for name in names:
        assert "/" not in name
        assert not name.startswith((".", "-"))
        assert len(name) < 120
        assert name.isascii()


def test_a_spool_and_its_folder_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "account" / "logs" / "a.log"
    opened(path).close()
    modes = [place.stat().st_mode & 0o777 for place in (path, path.parent, path.parent.parent)]
    assert modes == [0o600, 0o700, 0o700]


def test_a_link_in_the_place_of_a_spool_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "a.log").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match="symbolic links"):
        open_spool(tmp_path / "logs" / "a.log")
    assert not (tmp_path / "precious").exists()


def test_one_writes_and_the_next_one_may_when_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "a.log"
    first = opened(path)
    assert open_spool(path) is None
    first.close()
    opened(path).close()


def test_a_record_cut_short_by_a_crash_is_taken_off(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "a.log"
    path.parent.mkdir()
    path.write_bytes(line("whole") + line("half")[:-3])
    opened(path).close()
    assert texts(path) == ["whole"]
    path.write_bytes(b"no record at all")
    opened(path).close()
    assert path.read_bytes() == b""


def test_a_write_that_fails_leaves_no_half_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = opened(tmp_path / "logs" / "a.log")
    spool.append(line("one"))
    whole = os.write

    def some(handle: int, content: memoryview) -> int:
        return whole(handle, content[:7])

    def full(handle: int, content: memoryview) -> int:
        whole(handle, content[:7])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("mimiry_tui.live.logs.spool.os.write", some)
        spool.append(line("two, in pieces"))
        patch.setattr("mimiry_tui.live.logs.spool.os.write", full)
        with pytest.raises(OSError, match="No space"):
            spool.append(line("three"))
    spool.append(line("four"))
    spool.close()
    assert texts(tmp_path / "logs" / "a.log") == ["one", "two, in pieces", "four"]


def test_beyond_its_cap_the_oldest_half_goes_and_a_gap_says_so(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "a.log"
    spool = opened(path, cap=4_000)
    written = [f"line {number}" for number in range(500)]
    for text in written:
        spool.append(line(text))
        assert path.stat().st_size <= 4_000
    kept = texts(path)
    assert kept == written[-len(kept) :]
    assert len(kept) > 40
    assert records(path)[0] == Record(Kind.GAP, NOW, Gap.DROPPED)
    assert gaps(path) == [Gap.DROPPED]
    assert path.stat().st_mode & 0o777 == 0o600
    assert open_spool(path) is None, "the new file is as locked as the old one"
    assert [place.name for place in path.parent.iterdir()] == ["a.log"]
    spool.close()


def test_the_moment_of_capture_is_that_of_the_file(tmp_path: Path) -> None:
    spool = opened(tmp_path / "logs" / "a.log")
    spool.append(line("one"))
    spool.touch(NOW)
    spool.close()
    assert (tmp_path / "logs" / "a.log").stat().st_mtime == pytest.approx(NOW.timestamp(), abs=0.001)


def test_what_is_known_begins_after_the_last_gap(tmp_path: Path) -> None:
    spool = opened(tmp_path / "logs" / "a.log", cap=10**9)
    spool.append(line("old") + encode(Kind.GAP, STAMP, Gap.MOVED_ON))
    many = [f"{number} {'x' * 300}" for number in range(3_000)]
    for text in many:
        spool.append(line(text))
    spool.append(encode(Kind.MARK, STAMP, "") + encode(Kind.SEEN, STAMP, "unstamped"))
    assert known_lines(spool.handle, 10_000) == [*(f"{STAMP} {text}" for text in many), "unstamped"]
    assert known_lines(spool.handle, 2) == [f"{STAMP} {many[-1]}", "unstamped"]
    assert len(list(records_from_end(spool.handle))) == 3_004
    spool.close()


def test_old_spools_go_and_then_the_oldest_until_the_rest_fits(tmp_path: Path) -> None:
    ages = {"ancient": 91, "live": 200, "old": 60, "held": 50, "middle": 40, "young": 1}
    for name, days in ages.items():
        (tmp_path / name).write_bytes(line("x" * (999 - PREFIX)))
        then = (NOW - timedelta(days=days)).timestamp()
        os.utime(tmp_path / name, (then, then))
    held = opened(tmp_path / "held")
    gone = sweep(tmp_path, {"live"}, NOW, cap=3_500)
    assert gone == ("ancient", "old", "middle")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["held", "live", "young"]
    held.close()


def test_a_sweep_clears_what_a_crash_left_and_minds_no_missing_folder(tmp_path: Path) -> None:
    assert sweep(tmp_path / "missing", (), NOW) == ()
    for name, hours in (("a.log.new", 2), ("b.log.new", 0)):
        (tmp_path / name).write_bytes(b"")
        then = (NOW - timedelta(hours=hours)).timestamp()
        os.utime(tmp_path / name, (then, then))
    sweep(tmp_path, (), NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["b.log.new"]
