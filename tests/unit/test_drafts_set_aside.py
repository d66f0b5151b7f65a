"""A draft that a form of something else takes the place of is set aside, and found again."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from mimiry_tui.domain.launching.draft import Draft, Variable
from mimiry_tui.live.drafts import set_aside
from mimiry_tui.live.drafts.draft_file import DraftFile
from mimiry_tui.settings import private_file
from tests.support.clock import ManualClock

MINE, COPY, THIRD = Draft(image="mine"), Draft(image="copy"), Draft(image="third")


def left(file: DraftFile) -> list[Draft]:
    return [one.draft for one in file.left]


async def another_run(folder: Path) -> tuple[Draft | None, list[Draft]]:
    """What the next dashboard finds: the draft, and those set aside."""
    file = DraftFile(folder, ManualClock())
    return await file.load(), left(file)


async def kept(folder: Path | None, *drafts: Draft) -> DraftFile:
    """A file to which these were written by forms one after the other."""
    file = DraftFile(folder, ManualClock())
    for draft in drafts:
        file.begin_another()
        file.keep(draft)
        await file.flush()
    return file


async def test_what_is_written_on_in_the_same_form_is_one_draft(tmp_path: Path) -> None:
    file = await kept(tmp_path, MINE)
    file.go_on()
    file.keep(COPY)
    await file.flush()
    assert await another_run(tmp_path) == (COPY, [])


async def test_another_form_sets_aside_what_this_run_kept(tmp_path: Path) -> None:
    file = await kept(tmp_path, MINE, COPY, THIRD)
    assert left(file) == [COPY, MINE]
    assert await another_run(tmp_path) == (THIRD, [COPY, MINE])


async def test_another_form_sets_aside_what_an_earlier_run_kept(tmp_path: Path) -> None:
    await kept(tmp_path, MINE)
    file = await kept(tmp_path, COPY)
    assert left(file) == [MINE]
    assert await another_run(tmp_path) == (COPY, [MINE])


async def test_a_form_that_is_opened_and_left_untouched_sets_nothing_aside(tmp_path: Path) -> None:
    file = await kept(tmp_path, MINE)
    file.begin_another()
    await file.flush()
    assert await another_run(tmp_path) == (MINE, [])


async def test_what_has_become_a_session_is_kept_nowhere(tmp_path: Path) -> None:
    file = await kept(tmp_path, MINE, COPY)
    await file.done_with(MINE)
    assert await another_run(tmp_path) == (COPY, [])
    await file.done_with(COPY)
    assert (await another_run(tmp_path), left(file)) == ((None, []), [])


async def test_an_emptied_form_is_set_aside_and_no_draft_any_more(tmp_path: Path) -> None:
    file = await kept(tmp_path, MINE)
    file.begin_another()
    file.keep(Draft())
    await file.clear()
    assert await another_run(tmp_path) == (None, [MINE])


async def test_only_the_last_few_stay_each_of_them_once(tmp_path: Path) -> None:
    many = [Draft(image=str(number)) for number in range(set_aside.KEPT + 3)]
    file = await kept(tmp_path, *many, many[-2], THIRD)
    images = [draft.image for draft in left(file)]
    assert images == ["6", "7", "5", "4", "3"]
    assert (await another_run(tmp_path))[1] == left(file)


async def test_values_of_variables_last_as_long_as_the_run(tmp_path: Path) -> None:
    secret = Draft(environment=(Variable("HF_TOKEN", "hush"),))
    file = await kept(tmp_path, secret, COPY)
    await file.load()
    assert left(file) == [secret]
    assert "hush" not in (tmp_path / set_aside.FILE).read_text()
    assert (await another_run(tmp_path))[1] == [Draft(environment=(Variable("HF_TOKEN"),))]


async def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    await kept(tmp_path / "state", MINE, COPY)
    path = tmp_path / "state" / set_aside.FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "content",
    ["", "[", "{}", "[5]", '[{"at": "yesterday", "draft": {"image": "x"}}]', '[{"at": 1780000000}]'],
)
async def test_a_file_that_cannot_be_read_holds_none(tmp_path: Path, content: str) -> None:
    (tmp_path / set_aside.FILE).write_text(content)
    assert set_aside.read(tmp_path) == ()
    file = await kept(tmp_path, MINE, COPY)
    assert left(file) == [MINE]


async def test_a_disk_that_refuses_leaves_the_draft_before_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await kept(tmp_path, MINE)
    file = DraftFile(tmp_path, ManualClock())
    with monkeypatch.context() as patch:

        def full(path: Path, text: str) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr(private_file, "replace_text", full)
        file.begin_another()
        file.keep(COPY)
        await file.flush()
        assert file.trouble == "the draft is not kept: no space left on device"
    assert await another_run(tmp_path) == (MINE, [])
    await file.flush()
    assert await another_run(tmp_path) == (COPY, [MINE])


async def test_without_a_folder_they_last_as_long_as_the_run() -> None:
    file = await kept(None, MINE, COPY)
    await file.load()
    assert left(file) == [MINE]


async def test_two_dashboards_do_not_take_out_what_the_other_set_aside(tmp_path: Path) -> None:
    one = await kept(tmp_path, MINE, COPY)
    other = await kept(tmp_path, THIRD)
    assert json.loads((tmp_path / set_aside.FILE).read_text())[0]["draft"] == {"image": "copy"}
    await one.done_with(COPY)
    assert (await another_run(tmp_path))[1] == [MINE]
    await other.load()
    assert left(other) == [MINE]
