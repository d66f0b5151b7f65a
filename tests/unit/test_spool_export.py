"""Saving a log leaves a whole file, or none."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

import pytest

from mimiry_tui.live.logs.spool_export import LogReplaced, save_as_text
from mimiry_tui.live.logs.spool_format import Record
from mimiry_tui.live.logs.spool_reader import SpoolReader
from tests.support.spools import write_spool


class Replaced(SpoolReader):
    """A log that becomes another file while it is read."""

    def pick(self, numbers: Iterable[int]) -> list[Record]:
        records = super().pick(numbers)
        self.generation += 1
        return records


def opened(path: Path, kind: type[SpoolReader] = SpoolReader) -> SpoolReader:
    reader = kind(path)
    reader.refresh()
    return reader


def test_some_lines_are_saved_by_their_numbers(tmp_path: Path) -> None:
    reader = opened(write_spool(tmp_path / "log", ["a", "\x1b[31mb\x1b[0m", "c"]))
    assert save_as_text(reader, tmp_path / "out", numbers=[1, 2], replace=False) == 2
    assert (tmp_path / "out").read_text() == "b\nc\n"
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600


def test_what_is_there_is_kept_unless_it_may_be_replaced(tmp_path: Path) -> None:
    reader = opened(write_spool(tmp_path / "log", ["a"]))
    target = tmp_path / "out"
    target.write_text("precious")
    target.chmod(0o644)
    with pytest.raises(FileExistsError):
        save_as_text(reader, target, numbers=None, replace=False)
    assert target.read_text() == "precious"
    assert save_as_text(reader, target, numbers=None, replace=True) == 1
    assert target.read_text() == "a\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize("replace", [False, True])
def test_nothing_half_written_stays(tmp_path: Path, replace: bool) -> None:
    reader = opened(write_spool(tmp_path / "log", ["a", "b"]), Replaced)
    folder = tmp_path / "folder"
    folder.mkdir()
    if replace:
        (folder / "out").write_text("precious")
    with pytest.raises(LogReplaced, match="replaced meanwhile"):
        save_as_text(reader, folder / "out", numbers=[0, 1], replace=replace)
    assert [path.read_text() for path in folder.iterdir()] == (["precious"] if replace else [])


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    reader = opened(write_spool(tmp_path / "log", ["a"]))
    with pytest.raises(IsADirectoryError):
        save_as_text(reader, tmp_path, numbers=None, replace=True)
