"""Copies of the simulated cloud's logs, asked for over the wire second by second."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimiry_tui.domain.logs.overlap import Gap
from mimiry_tui.live.logs.copy import LogCopy
from mimiry_tui.simulator.training_log import between, length
from tests.support.clients import client
from tests.support.clock import ManualClock
from tests.support.log_desk import gaps, texts
from tests.support.simulator import simulator
from tests.support.skipping_clock import SkippingClock

pytestmark = pytest.mark.thorough

SECONDS = 130


async def captured(name: str, path: Path, tail: int) -> tuple[list[str], list[str]]:
    """What a copy holds after following that scenario, and what the service would show in the end."""
    clock = ManualClock()
    async with simulator(clock=clock, speed=1) as running:
        cloud = client(running.base_url, SkippingClock(), running.key_path)
        session = running.scenarios.ready(name)
        copy = LogCopy(path)
        for second in range(SECONDS):
            asked = tail if second else 2_000
            answer = await cloud.logs(session.id, tail=asked, timestamps=True)
            copy.take(answer, asked, clock.now())
            await clock.advance(1)
        copy.take(await cloud.logs(session.id, tail=tail, timestamps=True), tail, clock.now())
        copy.close()
        shown = await cloud.logs(session.id, tail=2_000, timestamps=False)
        await cloud.aclose()
        printed = between(session, 0, length(session, clock.now()))
    plain = [text for _, text in printed]
    return plain, shown.removesuffix("\n").split("\n")


@pytest.mark.parametrize(
    "name", ["log-same-stamps", "log-no-stamps", "log-repeats", "log-colours", "log-bars"]
)
async def test_every_line_is_kept_once_as_it_came(name: str, tmp_path: Path) -> None:
    path = tmp_path / "logs" / "a.log"
    _, shown = await captured(name, path, tail=10)
    assert len(shown) > 40
    assert texts(path) == shown
    assert gaps(path) == []


async def test_a_window_of_five_lines_is_enough_while_it_is_asked_for_often(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "a.log"
    printed, shown = await captured("log-short-window", path, tail=2_000)
    assert len(shown) == 5
    assert texts(path) == printed[-len(texts(path)) :]
    assert len(texts(path)) > 40
    assert gaps(path) == []


async def test_bursts_wider_than_the_window_leave_gaps_and_those_within_it_none(tmp_path: Path) -> None:
    wide, narrow = tmp_path / "logs" / "wide.log", tmp_path / "logs" / "narrow.log"
    _, shown = await captured("log-bursts", wide, tail=2_000)
    assert texts(wide)[-len(shown) :] == shown
    assert len(texts(wide)) > len(shown) == 2_000
    assert gaps(wide) == []
    await captured("log-bursts", narrow, tail=100)
    assert Gap.MOVED_ON in gaps(narrow)


async def test_a_log_that_rotates_is_kept_from_one_life_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "a.log"
    printed, _ = await captured("log-rotates", path, tail=2_000)
    kept = texts(path)
    # The simulated cloud throws a life away with its fortieth line: nobody ever sees that one.
    seen = [text for number, text in enumerate(printed, 1) if number % 40]
    assert kept == seen[-len(kept) :]
    assert len(kept) > 41
    assert gaps(path) == [Gap.STARTED_OVER]


@pytest.mark.parametrize("name", ["log-garbage", "log-bad-utf8", "log-escapes", "log-long-lines"])
async def test_any_text_is_kept_and_known_again_after_a_restart(name: str, tmp_path: Path) -> None:
    path = tmp_path / "logs" / "a.log"
    _, shown = await captured(name, path, tail=2_000)
    kept = texts(path)
    assert len(kept) == len(shown) > 40
    await _again(name, path)
    assert texts(path) == kept
    assert gaps(path) == []


async def _again(name: str, path: Path) -> None:
    """Another dashboard takes the same last answer."""
    clock = ManualClock()
    async with simulator(clock=clock, speed=1) as running:
        cloud = client(running.base_url, SkippingClock(), running.key_path)
        session = running.scenarios.ready(name)
        await clock.advance(SECONDS)
        copy = LogCopy(path)
        copy.take(await cloud.logs(session.id, tail=2_000, timestamps=True), 2_000, clock.now())
        copy.close()
        await cloud.aclose()
