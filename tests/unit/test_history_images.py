"""Images used before: what the history keeps of them over restarts, and tells the launch form."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from mimiry_tui.domain.image_past import ImagePast
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation
from mimiry_tui.live.history.file import NAME
from mimiry_tui.live.history.history import RETRY
from mimiry_tui.live.store import Health, Resource
from tests.support.clock import EPOCH, ManualClock
from tests.support.remembering import Run

TORCH, CUDA = "nvcr.io/nvidia/pytorch:24.01-py3", "nvcr.io/nvidia/cuda:12.3.1"


def a_session(name: str, image: str = TORCH, **fields: Any) -> Session:
    known = {"image": image, "gpu_type": "H100", "created_at": EPOCH.isoformat()}
    return build_session(**{"id": name, "state": "provisioned", **known, **fields})


def ended(number: int, image: str = TORCH) -> Session:
    """One whose boot took 100 seconds and as many more."""
    started = EPOCH + timedelta(seconds=100 + number)
    over = EPOCH + timedelta(hours=1)
    return a_session(
        f"s{number}", image, state="completed", started_at=started.isoformat(), ended_at=over.isoformat()
    )


async def run_once(folder: Path, *sessions: Session) -> None:
    run = Run(folder)
    async with run.running():
        run.show(*sessions)


def past(uri: str, boots: int, failures: int = 0, median: float | None = None) -> ImagePast:
    return ImagePast(uri, boots, failures, None if median is None else timedelta(seconds=median), EPOCH)


async def test_images_of_earlier_runs_are_known_before_the_service_answers(tmp_path: Path) -> None:
    await run_once(tmp_path, *map(ended, range(3)), a_session("bad", CUDA, state="pull_failed"))
    run = Run(tmp_path)
    async with run.running():
        await run.until(run.history.images)
    assert set(run.history.images()) == {past(TORCH, 3, median=101), past(CUDA, 0, 1)}


async def test_what_happens_now_adds_to_what_is_remembered_and_is_told(tmp_path: Path) -> None:
    await run_once(tmp_path, *map(ended, range(3)))
    run = Run(tmp_path)
    told: list[tuple[ImagePast, ...]] = []
    run.history.subscribe(lambda: told.append(run.history.images()))
    async with run.running():
        await run.until(run.history.images)
        before = run.history.images()
        run.show(ended(0), a_session("new"))
        await run.until(lambda: len(told) > 1)
        assert run.history.images() is before, "boots became known, images read the same"
        run.store.observe("new", Observation(EPOCH, Phase.READY))
        run.show(a_session("new", state="started"))
        await run.until(lambda: run.history.images() is not before)
    assert told[-1] == run.history.images() == (past(TORCH, 4, median=101),)


async def test_a_session_told_of_twice_counts_once(tmp_path: Path) -> None:
    for _ in range(2):
        await run_once(tmp_path, *map(ended, range(3)))
    run = Run(tmp_path)
    async with run.running():
        await run.until(run.history.images)
        assert run.history.images() == (past(TORCH, 3, median=101),)


async def test_an_image_whose_gpu_was_never_known_is_remembered_too(tmp_path: Path) -> None:
    await run_once(tmp_path, a_session("bad", CUDA, gpu_type=None, state="pull_failed"))
    run = Run(tmp_path)
    async with run.running():
        await run.until(run.history.images)
    assert run.history.images() == (past(CUDA, 0, 1),)


async def test_without_a_folder_the_images_of_this_run_are_known() -> None:
    run = Run(None)
    async with run.running():
        assert run.history.images() == ()
        run.show(ended(0))
        await run.until(run.history.images)
    assert run.history.images() == (past(TORCH, 1),)


async def test_images_are_forgotten_with_their_sessions(tmp_path: Path) -> None:
    await run_once(tmp_path, ended(0))
    run = Run(tmp_path, ManualClock(EPOCH + timedelta(days=91)))
    run.store.set_health(Resource.SESSIONS, Health(as_of=run.clock.now()))
    async with run.running():
        await run.clock.advance(RETRY)
        await run.until(lambda: kept(tmp_path) == 0)


def kept(folder: Path) -> int:
    with closing(sqlite3.connect(folder / NAME)) as database:
        count: int = database.execute("SELECT count(*) FROM uses").fetchone()[0]
        return count
