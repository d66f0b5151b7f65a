"""`--demo` in a terminal: sessions live, and the keys do what they say."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Start

DEMO = ("-m", "mimiry_tui", "--demo")


def test_a_session_moves_through_its_phases(start: Start) -> None:
    program = start(*DEMO)
    program.wait_until(lambda text: "pulling image" in program.line_with("eval-sweep"))
    program.wait_for("1 booting")
    program.wait_until(lambda text: "ready" in program.line_with("eval-sweep"), seconds=60)
    program.wait_for("3 up")
    program.send("q")
    program.wait_for("Leave?")
    program.send("y")
    assert program.wait() == 0


@pytest.mark.thorough
def test_filter_zoom_and_resize(start: Start) -> None:
    program = start(*DEMO)
    program.wait_for("train-llama", "ablation-7", "3 live", "2 GPUs", "3 Volumes", "cheapest")

    program.send("/")
    program.wait_for("!text")
    program.send("llama")
    program.wait_until(lambda text: "ablation-7" not in text)
    program.send("\r")
    program.wait_for("/llama", "1 of 17")
    program.send("\x1b")
    program.wait_until(lambda text: "ablation-7" in text and "/llama" not in text)

    program.send("z")
    program.wait_until(lambda text: "render-preview" in text and "T4 PCIe" not in text)
    program.send("z")
    program.wait_for("train-llama", "T4 PCIe")

    program.send("2")
    program.resize(80, 24)
    # Panes are tabs now, and that of the GPUs is in front.
    program.wait_until(lambda text: "T4 PCIe" in text and "render-preview" not in text)
    program.send("1")
    program.wait_for("train-llama")
    program.resize(50, 12)
    program.wait_for("60×16")
    program.send("q")
    program.resize(120, 36)
    program.wait_for("Leave?", "3 sessions keep running")
    program.send("\x1b")
    program.wait_until(lambda text: "Leave?" not in text and "train-llama" in text)


def test_the_first_frame_needs_no_network(start: Start) -> None:
    program = start("-m", "mimiry_tui", "--key", "/no/such/key", "--api-base", "http://127.0.0.1:1")
    program.wait_for("1 Sessions", "2 GPUs", "3 Volumes", "4 Detail", "127.0.0.1:1", "quit")
    program.wait_for("offline")
    program.send("q")
    assert program.wait() == 0
    assert program.unrestored() == []
    assert program.after_end() == ""


def test_a_setting_that_cannot_be_used_is_told_without_opening_a_screen(start: Start) -> None:
    program = start("-m", "mimiry_tui", "--api-base", "ftp://example.org")
    assert program.wait() == 2
    assert bytes(program.raw).decode().strip() == (
        "mimiry-tui: --api-base: not an http(s) URL: ftp://example.org"
    )


def test_keys_typed_ahead_take_effect_in_their_order(start: Start) -> None:
    program = start(*DEMO)
    program.wait_for("train-llama", "3 live", "cheapest")
    program.send("/x\x7fold\x15llama\r")
    program.wait_for("/llama", "1 of 17")


def test_a_demo_can_be_read_only_too(start: Start) -> None:
    program = start(*DEMO, "--read-only")
    text = program.wait_for("demo read-only", "train-llama", "s ssh")
    assert "terminate" not in text
