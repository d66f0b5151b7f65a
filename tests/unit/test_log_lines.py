"""Lines on their way to the disk, where a service tells the time of only some of them."""

from __future__ import annotations

from mimiry_tui.live.logs.lines import records


def test_lines_without_a_stamp_are_about_as_old_as_those_beside_them() -> None:
    early, late = "2026-06-08T08:20:02.000Z", "2026-06-08T08:21:00.000Z"
    lines = ["up in 371 ms", f"{early} reading", "a warning", f"{late} done", "asleep"]
    assert records(None, lines, "2026-06-08T13:35:55.000Z").decode().splitlines() == [
        f"S{early} up in 371 ms",
        f"L{early} reading",
        f"S{early} a warning",
        f"L{late} done",
        f"S{late} asleep",
    ]
