"""Keys of one visit: for their owner alone, gone after it, also after programs that were killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from mimiry_tui.ssh.visit_keys import VisitKeys, deleting_after

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----\n"


def test_a_key_is_its_owners_alone_and_goes_when_it_is_removed(tmp_path: Path) -> None:
    keys = VisitKeys(tmp_path / "account")
    first, second = keys.write(KEY), keys.write(KEY)
    assert first != second
    assert first.read_text() == KEY
    assert first.stat().st_mode & 0o777 == 0o600
    assert first.parent.stat().st_mode & 0o777 == 0o700
    assert first.parent != tmp_path / "account"
    keys.remove(first)
    keys.remove(first)
    assert list(second.parent.iterdir()) == [second]


def test_without_a_folder_of_its_own_it_is_in_a_temporary_one_that_goes_too() -> None:
    keys = VisitKeys(None)
    path = keys.write(KEY)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    keys.remove(path)
    assert not path.parent.exists()


def test_what_a_program_that_runs_no_more_left_behind_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    keys = VisitKeys(tmp_path)
    mine = keys.write(KEY)
    left = mine.with_name(f"{ended.pid}-{'0' * 32}")
    theirs = mine.with_name(f"{os.getppid()}-{'0' * 32}")
    foreign = mine.with_name("notes.txt")
    for path in (left, theirs, foreign):
        path.write_text("x")
    keys.sweep()
    assert sorted(mine.parent.iterdir()) == sorted([mine, theirs, foreign])
    VisitKeys(tmp_path / "nothing").sweep()


def test_a_window_deletes_the_key_itself_and_ends_as_its_program_did(tmp_path: Path) -> None:
    path = VisitKeys(tmp_path).write(KEY)
    seen = [sys.executable, "-c", f"import sys; sys.exit(7 if open({str(path)!r}).read() else 1)"]
    assert subprocess.run(deleting_after(path, seen), check=False).returncode == 7
    assert not path.exists()


def test_a_window_that_is_closed_deletes_the_key_too(tmp_path: Path) -> None:
    path = VisitKeys(tmp_path).write(KEY)
    waits = [sys.executable, "-c", "print('here', flush=True); input()"]
    pipe = subprocess.PIPE
    with subprocess.Popen(deleting_after(path, waits), stdin=pipe, stdout=pipe) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == b"here\n"
        window.terminate()
        window.communicate()
    assert not path.exists()
