"""Training logs: the same every time, in order, and never longer than the run."""

from __future__ import annotations

import re
from datetime import timedelta

from mimiry_tui.simulator import training_log
from mimiry_tui.simulator.records import Session
from mimiry_tui.simulator.workload import duration_of, exit_code_of, training_of
from tests.support.clock import ManualClock
from tests.support.worlds import demo_world


def _session(name: str) -> tuple[ManualClock, Session]:
    world, clock = demo_world()
    return clock, next(s for s in world.live_sessions() if s.launch.name == name)


def test_a_log_looks_like_training() -> None:
    clock, session = _session("train-llama")
    text = [line for _, line in training_log.tail(session, clock.now(), 5000)]
    assert re.match(r"epoch 1/10 started", text[0])
    assert any(re.search(r"\| \d+/10000 \[\d\d:\d\d<\d\d:\d\d, .*it/s\]", line) for line in text)
    assert any("\x1b[33mWARN\x1b[0m gradient norm" in line for line in text)
    assert any(line.startswith("checkpoint saved to /data/ckpt/epoch3-step") for line in text)
    losses = [float(found[1]) for line in text if (found := re.search(r" loss (\d\.\d+)", line))]
    assert losses[0] > losses[-1] > 1


async def test_a_tail_is_the_end_of_the_whole_and_lines_never_change() -> None:
    clock, session = _session("train-llama")
    before = training_log.tail(session, clock.now(), 10_000)
    assert training_log.tail(session, clock.now(), 7) == before[-7:]
    assert training_log.length(session, clock.now()) == len(before)
    await clock.advance(300)
    after = training_log.tail(session, clock.now(), 10_000)
    assert after[: len(before)] == before
    assert len(after) > len(before)
    moments = [moment for moment, _ in after]
    assert moments == sorted(moments)
    assert moments[-1] <= clock.now()


def test_the_last_line_comes_when_the_run_ends_and_nothing_after_it() -> None:
    _, session = _session("train-llama")
    exit_at = next(step.at for step in session.pending if step.exit_code is not None)
    (moment, last), *_ = training_log.tail(session, exit_at, 1)
    assert last.startswith("epoch 10/10 done")
    assert moment <= exit_at
    assert training_log.tail(session, exit_at + timedelta(days=1), 1) == [(moment, last)]


def test_an_interactive_session_shows_little_and_a_booting_one_nothing() -> None:
    clock, notebook = _session("notebook")
    assert len(training_log.tail(notebook, clock.now(), 100)) == 4
    clock, booting = _session("eval-sweep")
    assert training_log.tail(booting, clock.now(), 100) == []


def test_commands_run_as_long_and_end_as_they_say() -> None:
    assert duration_of("sleep 90") == 90
    assert (exit_code_of("python x.py; exit 300"), exit_code_of("false"), exit_code_of("ls")) == (44, 1, 0)
    training = training_of("torchrun finetune.py --epochs=2 --steps 100")
    assert training is not None
    assert (training.epochs, training.lines_per_epoch) == (2, 12)
    assert duration_of("python train.py --epochs 2 --steps 100") == training.seconds == 72
    assert training_of("ls") is None
