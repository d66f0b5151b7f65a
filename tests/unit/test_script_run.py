"""What a script prints in a simulated machine: it only ever grows, and it ends as the script says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.simulator.script_run import ScriptRun
from mimiry_tui.simulator.script_words import Machine
from tests.support.clock import EPOCH
from tests.support.examples import examples

_BOX = Machine("an-id", "box", visited=True)
_COMMANDS = (
    "echo one two",
    "sleep 40",
    "pip install flask pandas",
    "nvidia-smi",
    "python embed.py --shards 30",
    "python train.py --epochs 1 --steps 100",
    "# a remark; exit 9",
    "cd /root && ls",
    "python3 -m http.server 8080",
    "python check.py exit 3",
)
_MOMENTS = st.floats(0, 900)


@settings(max_examples=examples(100))
@given(st.lists(st.sampled_from(_COMMANDS), max_size=6), _MOMENTS, _MOMENTS, st.integers(1, 9))
def test_what_was_printed_stays_and_its_end_is_the_same_end(
    commands: list[str], one: float, other: float, most: int
) -> None:
    run = ScriptRun(_BOX, "\n".join(commands), EPOCH, speed=2)
    earlier, later = (run.lines(EPOCH + timedelta(seconds=seconds)) for seconds in sorted((one, other)))
    assert later[: len(earlier)] == earlier
    assert [at for at, _ in later] == sorted(at for at, _ in later)
    assert run.lines(EPOCH + timedelta(seconds=max(one, other)), most) == later[-most:]


@pytest.mark.parametrize(
    ("script", "endless", "code", "seconds"),
    [
        ("", False, 0, 0.2),
        ("sleep 30\nsleep 12", False, 0, 42),
        ("sleep infinity", True, 0, None),
        ("echo a; sleep infinity; exit 3", True, 0, None),
        ("while true; do date; done", True, 0, None),
        ("PORT=3000 npm start", True, 0, None),
        ("sleep 10; exit 7; sleep 90", False, 7, 10),
        ("sleep \\\n 20", False, 0, 20),
    ],
)
def test_a_script_lasts_and_ends_as_its_commands_say(
    script: str, endless: bool, code: int, seconds: float | None
) -> None:
    run = ScriptRun(_BOX, script, EPOCH)
    assert (run.endless, run.exit_code) == (endless, code)
    if seconds is not None:
        assert run.lasts.total_seconds() == pytest.approx(seconds, abs=0.2)


def test_what_dies_says_so_last() -> None:
    run = ScriptRun(_BOX, "python check.py exit 1", EPOCH)
    said = [text for _, text in run.lines(EPOCH + run.lasts + timedelta(seconds=1))]
    assert said[-4] == "Traceback (most recent call last):"
    assert "check.py" in said[-3]
