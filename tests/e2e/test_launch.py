"""From `--demo` to a session of one's own, by keyboard alone."""

from __future__ import annotations

from tests.e2e.conftest import Start

DEMO = ("-m", "mimiry_tui", "--demo")
CTRL_L, DOWN, ESCAPE = "\x0c", "\x1b[B", "\x1b"


def test_a_session_is_launched_from_the_form_and_becomes_ready(start: Start) -> None:
    program = start(*DEMO, size=(80, 24))
    program.wait_for("train-llama", "3 live")
    program.send("n")
    program.wait_for("GPU", "T4 PCIe", "ctrl+r")
    program.send(" ")
    program.wait_for("launch for")
    # The form goes by itself to what is missing.
    program.send(CTRL_L)
    program.wait_for("name an image")
    program.send("nvcr.io/nvidia/pytorch:24.01-py3")
    program.wait_for("24.01-py3", "⚠")
    program.send(CTRL_L)
    program.wait_for("pytorch is launched")
    program.wait_until(lambda text: "ready" in program.line_with("pytorch "), seconds=90)
    program.send("x")
    program.wait_for("Terminate", "pytorch")
    program.send("y")
    program.wait_until(lambda text: "terminat" in program.line_with("pytorch "))


def test_what_was_typed_survives_leaving_the_form(start: Start) -> None:
    program = start(*DEMO)
    program.wait_for("train-llama", "3 live")
    program.send("n")
    program.wait_for("Before you pay", "T4 PCIe")
    program.send(" ")
    program.wait_for("launch for")
    program.send(ESCAPE)
    program.wait_until(lambda text: "Before you pay" not in text and "tokenise" in text)
    program.send("n")
    program.wait_for("Before you pay", "launch for")
