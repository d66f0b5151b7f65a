"""Progress read from what programs print: what counts, what does not, and the time left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.logs.progress import Progress, read_progress
from mimiry_tui.domain.logs.progress_tracker import ProgressTracker

NOW = datetime(2026, 6, 8, 12, tzinfo=UTC)
BAR = "45%|█████     | 54/120 [00:12<00:15,  3.30it/s]"


@pytest.mark.parametrize(
    ("line", "label", "share"),
    [
        ("epoch 3/10", "epoch 3/10", 0.2),
        ("Epoch: 3/10", "epoch 3/10", 0.2),
        ("Epoch [3/10]", "epoch 3/10", 0.2),
        ("epoch 3 of 10", "epoch 3/10", 0.2),
        ("epoch 3/10 started · lr 1.00e-04", "epoch 3/10", 0.2),
        ("epoch 3/10 done · val_loss 1.02", "epoch 3/10", 0.3),
        ("Epoch 3/10 - loss: 0.31 - acc: 0.9", "epoch 3/10", 0.3),
        ("Epoch [3/10], Step [250/500], Loss: 0.3", "epoch 3/10", 0.25),
        (f"Epoch 3/10: {BAR}", "epoch 3/10", 0.245),
        ("step 120/500 loss 2.1 412 tok/s", "step 120/500", 0.24),
        ("global_step 100/1000", "global step 100/1000", 0.1),
        ("iter 1,200/10,000", "iter 1200/10000", 0.12),
        (BAR, "54/120", 0.45),
        ("Epoch 3:  45%|####      | 540/1200 [00:12<00:15]", "540/1200", 0.45),
        ("Downloading: 30%|███   | 1.2G/4.0G [00:10<00:24, 120MB/s]", "30%", 0.3),
        ("[120/500] c++ -O2 foo.cc", "120/500", 0.24),
        ("120/500 [=====>......] - ETA: 12s - loss: 0.3", "120/500", 0.24),
        ("120/500 ━━━━━━━━━━━━━━ 12s 3ms/step", "120/500", 0.24),
        ("12.5%", "12.5%", 0.125),
        ("Progress: 12.5 %", "12.5%", 0.125),
        ("12% complete", "12%", 0.12),
        ("[#####     ] 50%", "50%", 0.5),
        ("[ 50%] Building CXX object", "50%", 0.5),
        ("\x1b[1;32mepoch\x1b[0m 3/10", "epoch 3/10", 0.2),
        ("  1%|▏ | 1/100 [00:01<01:39]\r 10%|█ | 10/100 [00:10<01:30]\r", "10/100", 0.1),
    ],
)
def test_progress_is_recognised(line: str, label: str, share: float) -> None:
    progress = read_progress(line)
    assert progress is not None
    assert progress.label == label
    assert progress.share == pytest.approx(share)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "loss 2.345 grad_norm 1.2 412 tok/s",
        "2026/06/08 12:00:01 started",
        "08/06/2026 started",
        "[06/08] started",
        "[06/08/2026 12:00] started",
        "step 1/1",
        "epoch 1/1",
        "epoch 12",
        "epoch 0/10",
        "step 11/10",
        "10.0.0.0/24 dev eth0",
        "step 10.0.0.1/24",
        "version 1/2.0",
        "accuracy 93.1%",
        "93.1% accuracy",
        "GPU 0 utilisation 97%",
        "| 30%   45C    P0    62W / 300W |  1024MiB / 81920MiB |     97%      Default |",
        "[eval] 93.1% top-1",
        "mem 12/80 GB",
        "Downloading 12/80 MB",
        "GET /step/1/2 HTTP/1.1",
        "batch size of 32",
        "120% done",
        "image nvcr.io/nvidia/pytorch:24.01-py3",
        "image 2024/12/31",
    ],
)
def test_what_is_something_else_is_left_alone(line: str) -> None:
    assert read_progress(line) is None


@given(
    st.text(max_size=200) | st.text(st.sampled_from("epoch step 0123456789/%|[]<:,.\r\x1b█"), max_size=120)
)
def test_any_line_can_be_read(line: str) -> None:
    progress = read_progress(line)
    if progress is not None:
        assert 0 <= progress.share <= 1
        assert progress.label.isprintable()
        assert len(progress.label) < 60
    tracker = ProgressTracker()
    for second in range(3):
        tracker.feed(line, NOW + timedelta(seconds=second))
    assert tracker.progress is None or 0 <= tracker.progress.share <= 1


def test_lines_of_any_length_are_read_in_no_time() -> None:
    for evil in ("epoch " * 100_000, "1/" * 300_000, "[" * 500_000, "=" * 500_000 + "5%", "\x1b[" * 300_000):
        assert read_progress(evil) is None


def fed(*lines: tuple[float, str]) -> Progress | None:
    tracker = ProgressTracker()
    for second, line in lines:
        tracker.feed(line, NOW + timedelta(seconds=second))
    return tracker.progress


def left(progress: Progress | None) -> float | None:
    return progress.left.total_seconds() if progress is not None and progress.left is not None else None


def test_steps_count_inside_the_round_that_is_under_way() -> None:
    progress = fed((0, "epoch 3/10 started"), (1, "step 250/500 loss 2.1"))
    assert progress is not None
    assert (progress.label, progress.share) == ("epoch 3/10", 0.25)
    assert progress.at == NOW + timedelta(seconds=1)


def test_steps_after_a_finished_round_belong_to_the_next() -> None:
    progress = fed((0, "epoch 3/10 done"), (1, "step 250/500"))
    assert progress is not None
    assert (progress.label, progress.share) == ("epoch 4/10", 0.35)


def test_a_round_named_without_its_total_keeps_the_total_known() -> None:
    progress = fed((0, "epoch 1/4 started"), (1, f"Epoch 2: {BAR}"))
    assert progress is not None
    assert progress.label == "epoch 2/4"
    assert progress.share == pytest.approx(0.3625)


def test_a_global_step_is_a_share_of_the_whole() -> None:
    progress = fed((0, "epoch 3/10"), (1, "global_step 100/400"))
    assert progress is not None
    assert (progress.label, progress.share) == ("global step 100/400", 0.25)


def test_the_time_left_follows_from_the_pace() -> None:
    assert left(fed((0, "step 100/1000"), (60, "step 200/1000"))) == 480
    assert left(fed((0, "epoch 1/4"), (100, "epoch 2/4"), (200, "epoch 3/4"))) == 200


def test_two_readings_close_together_say_nothing_of_the_pace() -> None:
    assert left(fed((0, "step 100/1000"))) is None
    assert left(fed((0, "step 100/1000"), (5, "step 200/1000"))) is None
    assert left(fed((0, "step 100/1000"), (60, "step 101/1000"))) is None


def test_a_bar_tells_the_time_left_of_its_round_and_of_those_to_come() -> None:
    assert left(fed((0, BAR))) == 15
    assert left(fed((0, f"Epoch 3/10: {BAR}"))) == 15 + 7 * 27
    assert left(fed((0, "45%|██  | 54/120 [00:12<?, ?it/s]"))) is None


def test_work_begun_anew_forgets_the_old_pace() -> None:
    assert left(fed((0, "step 1/100"), (1_000, "step 90/100"), (1_010, "step 1/100"))) is None


def test_what_is_done_has_no_time_left() -> None:
    progress = fed((0, "step 1/100"), (60, "step 100/100"))
    assert progress is not None
    assert (progress.share, progress.left) == (1, timedelta(0))


def test_a_full_bar_is_forgotten_when_other_things_follow() -> None:
    loading = (0.0, "Loading shards: 100%|████| 3/3 [00:05<00:00]")
    words = [(float(number), f"words {number}") for number in range(1, 40)]
    assert fed(loading, *words[:5]) is not None
    assert fed(loading, *words) is None
    assert fed((0, "epoch 3/3 done"), *words) is not None


def test_the_pace_of_a_long_run_is_kept_from_its_beginning() -> None:
    lines = [(float(10 * number), f"step {number}/10000") for number in range(1, 5_001)]
    assert left(fed(*lines)) == pytest.approx(50_000, rel=0.02)


def test_the_time_left_counts_down_between_readings() -> None:
    progress = Progress("step 1/2", 0.5, timedelta(seconds=60), NOW)
    assert progress.left_at(NOW + timedelta(seconds=20)) == timedelta(seconds=40)
    assert progress.left_at(NOW + timedelta(hours=1)) == timedelta(0)
    assert progress.left_at(NOW - timedelta(hours=1)) == timedelta(seconds=60)
    assert Progress("step 1/2", 0.5).left_at(NOW) is None


def test_rounded_readings_between_exact_ones_do_not_spoil_the_pace() -> None:
    lines: list[tuple[float, str]] = []
    for number in range(1, 500):
        word = f"Progress: {number // 10}%" if number % 7 == 0 else f"step {number}/1000"
        lines.append((float(10 * number), word))
    assert left(fed(*lines)) == pytest.approx(5_010, rel=0.02)


def test_what_a_bar_told_holds_for_the_lines_after_it() -> None:
    assert left(fed((0, "epoch 1/2"), (0, BAR), (5, "step 54/120"))) == 15 + 27 - 5
