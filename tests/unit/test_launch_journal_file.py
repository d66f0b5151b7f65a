"""The journal's file: torn lines, foreign lines, many dashboards, pruning."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.live.launches import journal as launch_journal
from mimiry_tui.live.launches.book import Book, Entry, Intent, Outcome, Verdict
from mimiry_tui.live.launches.journal import KEPT, NAME, PRUNED_ABOVE, RETENTION, Journal
from mimiry_tui.live.launches.lines import decode, encode
from tests.support.clock import EPOCH
from tests.support.launching_desk import DRAFT


def an_intent(key: str = "i1", ago: timedelta = timedelta()) -> Intent:
    return Intent(key, EPOCH - ago, "train", "torch", Draft(image="torch"))


def test_entries_read_as_they_were_written(tmp_path: Path) -> None:
    entries: list[Entry] = [
        Intent(
            "i1",
            EPOCH,
            "träin\n\ud800",
            "torch",
            Draft(image="torch"),
            timedelta(seconds=-2.5),
            frozenset("ab"),
        ),
        Outcome("i1", EPOCH, Verdict.ACCEPTED, "s1"),
        Outcome("i2", EPOCH, Verdict.LOST),
    ]
    journal = Journal(tmp_path)
    for entry in entries:
        journal.append(entry)
    assert list(journal.read()) == entries


def test_no_line_holds_the_value_of_a_variable() -> None:
    assert b"hunter2" not in encode(Intent("i1", EPOCH, "train", "torch", DRAFT))


def test_a_journal_that_others_could_read_is_the_owners_again(tmp_path: Path) -> None:
    (tmp_path / NAME).touch(0o644)
    Journal(tmp_path).append(an_intent())
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600


def test_a_file_system_without_locks_keeps_a_journal_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_here(handle: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", none_here)
    Journal(tmp_path).append(an_intent())
    assert list(Journal(tmp_path).read()) == [an_intent()]


def test_without_a_folder_nothing_is_kept() -> None:
    journal = Journal(None)
    journal.append(an_intent())
    journal.prune(EPOCH)
    assert journal.read() == ()


@pytest.mark.parametrize("cut", [1, 20, None])
def test_a_line_that_a_crash_cut_short_is_taken_off(tmp_path: Path, cut: int | None) -> None:
    journal = Journal(tmp_path)
    journal.append(an_intent("i1"))
    torn = encode(an_intent("i2"))[:-1][:cut]
    with (tmp_path / NAME).open("ab") as file:
        file.write(torn)
    assert [entry.id for entry in journal.read()] == ["i1"]
    journal.append(an_intent("i3"))
    assert [entry.id for entry in journal.read()] == ["i1", "i3"]
    assert (tmp_path / NAME).read_bytes() == encode(an_intent("i1")) + encode(an_intent("i3"))


def test_a_journal_without_any_whole_line_starts_over(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"x" * 200_000)
    Journal(tmp_path).append(an_intent())
    assert (tmp_path / NAME).read_bytes() == encode(an_intent())


@given(st.lists(st.binary(max_size=60) | st.just(encode(an_intent())[:-1])))
def test_whatever_is_in_it_the_rest_is_read(parts: list[bytes]) -> None:
    good = encode(an_intent("good"))
    content = b"\n".join(parts) + b"\n" + good
    assert decode(content)[-1] == an_intent("good")


@pytest.mark.parametrize(
    "line",
    [
        b"[]",
        b"null",
        b"{}",
        b'{"id": "a", "at": "soon", "is": "accepted"}',
        b'{"id": "a", "at": "2026-06-08T12:00:00Z", "is": "of a later version"}',
        b'{"id": "a", "at": "2026-06-08T12:00:00Z", "is": ["accepted"]}',
        b'{"id": "", "at": "2026-06-08T12:00:00Z", "is": "accepted"}',
        b"[" * 100_000,
    ],
)
def test_a_line_that_says_nothing_is_left_out(line: bytes) -> None:
    assert decode(line + b"\n") == ()


def test_a_clock_that_was_years_away_was_not_measured() -> None:
    line = encode(Intent("i", EPOCH, "n", "u", Draft(), timedelta(days=99_999)))
    (entry,) = decode(line)
    assert isinstance(entry, Intent)
    assert entry.skew is None


def test_a_full_disk_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path)
    journal.append(an_intent("i1"))

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            journal.append(an_intent("i2"))
    assert (tmp_path / NAME).read_bytes() == encode(an_intent("i1"))


def test_a_journal_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    (tmp_path / NAME).symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match="symbolic"):
        Journal(tmp_path).append(an_intent())
    assert (tmp_path / "precious").read_text() == "mine"


def test_the_oldest_launches_go_and_what_is_open_stays(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    count = PRUNED_ABOVE + 1
    entries: list[Entry] = [an_intent("ancient", RETENTION + timedelta(days=1))]
    for number in range(count):
        entries.append(an_intent(f"i{number}", timedelta(minutes=count - number)))
        if number:
            entries.append(Outcome(f"i{number}", EPOCH, Verdict.ACCEPTED, f"s{number}"))
    (tmp_path / NAME).write_bytes(b"".join(map(encode, entries)))
    journal.prune(EPOCH)
    book = Book()
    book.add(journal.read())
    assert [intent.id for intent in book.unresolved] == ["i0"]
    assert len(book.claimed) == KEPT
    assert book.draft_of(f"s{count - 1}") is not None
    before = (tmp_path / NAME).stat().st_ino
    journal.prune(EPOCH)
    assert (tmp_path / NAME).stat().st_ino == before, "nothing more to do"
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


_WRITER = """
import sys
from pathlib import Path
from tests.unit.test_launch_journal_file import an_intent
from mimiry_tui.live.launches.journal import Journal
for number in range(40):
    Journal(Path(sys.argv[1])).append(an_intent(f"{sys.argv[2]}-{number}"))
"""


def test_dashboards_write_beside_each_other_and_lose_nothing(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path), name]) for name in ("a", "b")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    ids = [entry.id for entry in Journal(tmp_path).read()]
    assert sorted(ids) == sorted(f"{name}-{number}" for name in "ab" for number in range(40))


def test_what_is_written_while_it_is_pruned_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path)
    (tmp_path / NAME).write_bytes(
        b"".join(encode(an_intent(f"i{number}")) for number in range(PRUNED_ABOVE + 1))
    )
    reads = iter([journal.read()])

    def just_before(content: bytes) -> tuple[Entry, ...]:
        first = next(reads, None)
        if first is None:
            return decode(content)
        with (tmp_path / NAME).open("ab") as file:
            file.write(encode(an_intent("late")))
        return first

    monkeypatch.setattr(launch_journal, "decode", just_before)
    journal.prune(EPOCH)
    assert "late" in [entry.id for entry in journal.read()]
