"""What the volumes pane's columns say beyond a volume's own state."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mimiry_tui.clouds.errors import BadRequest, TimedOut
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.volumes.task import Task, TaskKind, TaskState
from mimiry_tui.ui.columns.volumes import Needs, deleted, needs_of, volume_columns
from tests.support.cells import cell_of, tones, words
from tests.support.clock import EPOCH
from tests.support.volumes import VolumesKnown, a_volume

LATER = EPOCH + timedelta(seconds=9.5)


def a_task(
    kind: TaskKind, state: TaskState, error: BadRequest | TimedOut | None = None, note: str = ""
) -> Task:
    return Task("task 1", kind, "v-1", "ckpt", state, EPOCH, EPOCH, size_gb=300, error=error, note=note)


@pytest.mark.parametrize(
    ("task", "sign", "said", "tone"),
    [
        (a_task(TaskKind.CREATE, TaskState.SENDING), "◐", "asking to create", "warn"),
        (a_task(TaskKind.CREATE, TaskState.ACCEPTED), "◐", "creating 9s", "warn"),
        (a_task(TaskKind.EXTEND, TaskState.ACCEPTED), "◐", "growing 9s to 300 GB", "warn"),
        (a_task(TaskKind.DELETE, TaskState.ACCEPTED), "◐", "deleting 9s", "warn"),
        (
            a_task(TaskKind.CREATE, TaskState.UNSURE, TimedOut()),
            "◐",
            "no answer · may exist, looking for it",
            "warn",
        ),
        (
            a_task(TaskKind.DELETE, TaskState.UNSURE, TimedOut()),
            "◐",
            "no answer · looking at it again",
            "warn",
        ),
        (
            a_task(TaskKind.EXTEND, TaskState.FAILED, BadRequest("no"), "it still has 100 GB"),
            "✗",
            "not grown: request refused: no · it still has 100 GB",
            "bad",
        ),
        (a_task(TaskKind.EXTEND, TaskState.DONE), "◇", "free", "dim"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_was_asked_of_a_volume_comes_before_what_it_is(
    task: Task, sign: str, said: str, tone: str
) -> None:
    columns = volume_columns(VolumesKnown(asked=task))
    use = cell_of(columns, "attached", a_volume(), LATER)
    assert (words(cell_of(columns, "state", a_volume(), LATER)), words(use)) == (sign, said)
    assert tones(use) == [tone]
    assert (use.changes_in == 0.5) is (task.state is TaskState.ACCEPTED)


def test_a_volume_that_nobody_used_for_a_week_says_for_how_long() -> None:
    unused = volume_columns(VolumesKnown(used=EPOCH - timedelta(days=9, hours=5)))
    cell = cell_of(unused, "attached", a_volume(), EPOCH)
    assert (words(cell), tones(cell)) == ("unused 9d", ["warn"])
    held = cell_of(unused, "attached", a_volume(attached_to="s-1"), EPOCH)
    assert words(held) == "s-1"
    recent = volume_columns(VolumesKnown(used=EPOCH - timedelta(days=6)))
    assert words(cell_of(recent, "attached", a_volume(), EPOCH)) == "free"


@pytest.mark.parametrize(
    ("told", "per_day"),
    [({}, "–"), ({"hourly_rate": 0.02}, "0.48"), ({"hourly_rate": 0.02, "currency": "USD"}, "$0.48")],
)
def test_the_cost_of_a_day_is_shown_where_the_service_tells_it(told: dict[str, float], per_day: str) -> None:
    columns = volume_columns(VolumesKnown())
    assert words(cell_of(columns, "cost", a_volume("v-1", **told), EPOCH)) == per_day


def test_a_creation_has_a_row_before_there_is_a_volume() -> None:
    pending = a_task(TaskKind.CREATE, TaskState.UNSURE, TimedOut()).as_volume()
    failed = a_task(TaskKind.CREATE, TaskState.FAILED).as_volume()
    columns = volume_columns(VolumesKnown())
    assert [words(cell_of(columns, key, pending, EPOCH)) for key in ("name", "size", "attached")] == [
        "ckpt", "300", "creating",
    ]  # fmt: skip
    assert words(cell_of(columns, "attached", failed, EPOCH)) == "failed"


def test_deleted_volumes_come_last() -> None:
    assert deleted(a_volume(state="deleted"))
    assert not deleted(a_volume())


def test_columns_want_what_their_rows_need_and_no_cost_where_none_is_told() -> None:
    rows: list[Volume | Unreadable] = [
        a_volume("v-1", name="checkpoints-eu", location="europe-west4", provider="gcp"),
        a_volume("v-2", name="data", size_gb=12_000),
        Unreadable("v-3", "no id", b"{}"),
    ]
    needs = needs_of(rows)
    assert needs == Needs(name=14, size=6, where=12, provider=5, cost=False)
    columns = {one.key: one for one in volume_columns(VolumesKnown(), needs)}
    assert "cost" not in columns
    assert [columns[key].want for key in ("name", "where", "provider")] == [14, 12, 5]
    assert columns["size"].width == 6
    assert needs_of([a_volume("v-4", hourly_rate=0.01)]).cost


def test_no_name_takes_the_whole_line() -> None:
    assert needs_of([a_volume("v-1", name="x" * 64, location="y" * 64)]) == Needs(28, 4, 16, 5, cost=False)
    assert needs_of([]) == Needs(cost=False)
