"""The draft of the launch form on disk: typed is kept, and nothing waits for that."""

from __future__ import annotations

import asyncio
import json
import stat
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from mimiry_tui.domain.launching.draft import Draft, Variable
from mimiry_tui.live import gathered_file
from mimiry_tui.live.drafts.draft_file import FILE, DraftFile
from mimiry_tui.live.gathered_file import GATHER
from mimiry_tui.settings import private_file
from mimiry_tui.settings.private_file import replace_text
from tests.support.clock import ManualClock
from tests.unit.test_templates import FULL

PATIENCE = 20


@asynccontextmanager
async def running(file: DraftFile) -> AsyncIterator[None]:
    task = asyncio.create_task(file.run())
    try:
        await asyncio.sleep(0)
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(condition: Callable[[], object]) -> None:
    """Real time, for a thread of the program to do its part."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.002)


async def found(folder: Path) -> Draft | None:
    """What another run finds."""
    return await DraftFile(folder, ManualClock()).load()


async def test_what_was_typed_is_on_disk_half_a_second_later(tmp_path: Path) -> None:
    clock = ManualClock()
    file = DraftFile(tmp_path, clock)
    async with running(file):
        for end in range(1, 6):
            file.keep(Draft(image="torch"[:end]))
            await clock.advance(GATHER / 10)
        assert not (tmp_path / FILE).exists(), "typing is gathered"
        await clock.advance(GATHER)
        await until((tmp_path / FILE).exists)
        assert await found(tmp_path) == Draft(image="torch")
        file.keep(FULL)
        await clock.advance(GATHER)
        await until(lambda: b"train-llama" in (tmp_path / FILE).read_bytes())
    assert await found(tmp_path) == FULL


async def test_what_was_typed_just_before_the_end_is_kept(tmp_path: Path) -> None:
    file = DraftFile(tmp_path, ManualClock())
    async with running(file):
        file.keep(FULL)
    assert await found(tmp_path) == FULL
    assert await file.load() == FULL


async def test_values_of_variables_are_kept_only_where_that_was_chosen(tmp_path: Path) -> None:
    file = DraftFile(tmp_path, ManualClock())
    secret = (Variable("HF_TOKEN", "hush"),)
    file.keep(Draft(environment=secret, keep_values=True))
    await file.flush()
    assert "hush" in (tmp_path / FILE).read_text()
    file.keep(Draft(environment=secret))
    await file.flush()
    assert "hush" not in (tmp_path / FILE).read_text()
    assert await found(tmp_path) == Draft(environment=(Variable("HF_TOKEN"),))
    assert await file.load() == Draft(environment=secret), "this run still knows them"


async def test_a_cleared_draft_is_gone_for_good(tmp_path: Path) -> None:
    file = DraftFile(tmp_path, ManualClock())
    async with running(file):
        file.keep(FULL)
        await file.flush()
        file.keep(Draft(image="later"))
        await file.clear()
        assert not (tmp_path / FILE).exists()
        await file.clear()
    assert not (tmp_path / FILE).exists()
    assert await file.load() is None
    assert await found(tmp_path) is None


async def test_folder_and_file_are_for_their_owner_only(tmp_path: Path) -> None:
    file = DraftFile(tmp_path / "state", ManualClock())
    file.keep(FULL)
    await file.flush()
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "state" / FILE).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "state").iterdir()] == [FILE]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b"\xff\xfe", b'"x"', b"[" * 100_000, b'{"picks": [5, {"model": []}]'],
)
async def test_a_file_that_cannot_be_read_is_no_draft(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert await found(tmp_path) is None


async def test_a_file_too_large_to_be_ours_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FILE).write_text(json.dumps({"image": "x" * 50}))
    assert await found(tmp_path) == Draft(image="x" * 50)
    monkeypatch.setattr(gathered_file, "_LARGEST", 50)
    assert await found(tmp_path) is None


async def test_a_disk_that_refuses_is_told_and_the_next_key_tries_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = DraftFile(tmp_path, ManualClock())

    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(private_file, "replace_text", full)
        file.keep(FULL)
        await file.flush()
        assert file.trouble == "the draft is not kept: no space left on device"
    file.keep(FULL)
    await file.flush()
    assert file.trouble == ""
    assert await found(tmp_path) == FULL


async def test_a_slow_disk_never_puts_an_older_draft_over_a_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go, begun = threading.Event(), threading.Event()

    def slow(path: Path, text: str) -> None:
        begun.set()
        assert let_go.wait(PATIENCE)
        replace_text(path, text)

    monkeypatch.setattr(private_file, "replace_text", slow)
    file = DraftFile(tmp_path, ManualClock())
    file.keep(Draft(image="older"))
    first = asyncio.create_task(file.flush())
    await until(begun.is_set)
    first.cancel()
    with suppress(asyncio.CancelledError):
        await first
    file.keep(Draft(image="newer"))
    second = asyncio.create_task(file.flush())
    await asyncio.sleep(0)
    let_go.set()
    await second
    assert await found(tmp_path) == Draft(image="newer")


async def test_without_a_folder_it_lasts_as_long_as_the_run() -> None:
    file = DraftFile(None, ManualClock())
    assert await file.load() is None
    file.keep(FULL)
    await file.flush()
    assert (await file.load(), file.trouble) == (FULL, "")
