"""Preflight: do the volumes fit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mimiry_tui.domain.launching.checks import Check, Mark
from mimiry_tui.domain.launching.draft import Draft, Field, MountWish
from mimiry_tui.domain.launching.picture import Reading
from mimiry_tui.domain.launching.preflight import preflight
from tests.support.launch_case import CKPT_WISH, DRAFT, checks_of, picture, read, session, volume

WITH_CKPT = replace(DRAFT, mounts=(CKPT_WISH,))
DATA_WISH = MountWish("v-data", "data", "/data")
WITH_BOTH = replace(DRAFT, mounts=(CKPT_WISH, DATA_WISH))


def storage(draft: Draft = WITH_CKPT, **fields: Any) -> Check:
    title = "volume fits" if len(draft.mounts) == 1 else "volumes fit"
    return checks_of(draft, **fields)[title]


def test_a_free_volume_fits() -> None:
    check = storage()
    assert (check.mark, check.reason) == (Mark.OK, "ckpt is in FIN-03 and free")
    both = storage(WITH_BOTH, volumes=(volume(), volume("data")))
    assert (both.mark, both.reason) == (Mark.OK, "ckpt, data are in FIN-03 and free")


def test_without_volumes_there_is_nothing_to_say() -> None:
    assert not any("fit" in title for title in checks_of(DRAFT))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (
            {"state": "submitted", "operation": "provisioning"},
            "is still being created: wait until it is there",
        ),
        ({"operation": "deleting__detaching_volume"}, "is being deleted"),
        ({"state": "deleted"}, "was deleted"),
        ({"state": "failed"}, "failed"),
    ],
)
def test_a_volume_that_is_not_there_is_no_launch(fields: dict[str, Any], why: str) -> None:
    check = storage(volumes=(volume(**fields),))
    assert (check.mark, check.reason, check.field) == (Mark.BAD, f"ckpt {why}", Field.STORAGE)
    assert check.fix is not None
    assert (check.fix.words, check.fix.draft.mounts) == ("leave ckpt out", ())


def test_a_volume_that_is_gone_is_no_launch() -> None:
    assert storage(volumes=()).reason == "ckpt is gone"
    assert storage(volumes=()).mark is Mark.BAD


def test_a_volume_that_a_live_session_holds_is_no_launch() -> None:
    held = volume(attached_to="s-train-llama")
    check = storage(volumes=(held,), sessions=(session(),))
    assert (check.mark, check.reason) == (Mark.BAD, "ckpt is held by train-llama until it ends")
    unknown = storage(volumes=(held,), sessions=())
    assert unknown.mark is Mark.BAD
    assert "held by session s-train-" in unknown.reason


def test_a_volume_that_an_ended_session_still_holds_is_a_warning() -> None:
    check = storage(volumes=(volume(attached_to="s-train-llama"),), sessions=(session(state="completed"),))
    assert (check.mark, check.fix) == (Mark.WARN, None)
    assert check.reason == "ckpt is not yet released by its session, which has ended"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"operation": "resizing"}, "ckpt is being resized"),
        ({"operation": "dreaming", "state": "quiescent"}, "ckpt is dreaming"),
        ({"location": ""}, "nobody says where ckpt is"),
    ],
)
def test_what_may_or_may_not_work_is_a_warning(fields: dict[str, Any], why: str) -> None:
    check = storage(volumes=(volume(**fields),))
    assert (check.mark, check.reason) == (Mark.WARN, why)


def test_volumes_of_two_locations_are_no_launch_and_the_second_can_be_left_out() -> None:
    volumes = (volume(), volume("data", location="FIN-01"))
    check = storage(WITH_BOTH, volumes=volumes)
    assert (check.mark, check.reason) == (Mark.BAD, "ckpt is in FIN-03, data in FIN-01")
    assert check.fix is not None
    assert (check.fix.words, check.fix.draft.mounts) == ("leave data out", (CKPT_WISH,))
    assert storage(check.fix.draft, volumes=volumes).mark is Mark.OK


def test_what_is_bad_is_told_before_what_is_doubtful() -> None:
    volumes = (volume(operation="resizing"), volume("data", state="failed"))
    assert storage(WITH_BOTH, volumes=volumes).reason == "data failed"


def test_a_volume_known_by_name_only_is_found() -> None:
    copied = replace(DRAFT, mounts=(MountWish("", "ckpt", "/ckpt"),))
    gone = volume(state="deleted")
    again = replace(volume(), id="v-2")
    assert storage(copied, volumes=(gone, again)).mark is Mark.OK


def test_a_mount_path_that_cannot_be_is_told_here() -> None:
    check = storage(replace(DRAFT, mounts=(replace(CKPT_WISH, path="ckpt"),)))
    assert check.mark is Mark.BAD
    assert "ckpt" in check.reason


def test_volumes_that_cannot_be_read_never_stand_in_the_way() -> None:
    check = storage(volumes=Reading((), None, "503"))
    assert (check.mark, check.reason) == (Mark.WARN, "volumes unknown: 503")
    old = storage(volumes=read((volume(state="submitted", operation="provisioning"),), 90, "503"))
    assert (old.mark, old.fix is not None) == (Mark.WARN, True)
    assert old.reason == "ckpt is still being created: wait until it is there, 1 min ago"


def test_what_a_list_that_cannot_be_read_any_more_said_does_not_keep_from_launching() -> None:
    held = read((volume(attached_to="s-train-llama"),), 90, "503")
    found = preflight(WITH_CKPT, picture(volumes=held, sessions=(session(),)), suggested_name="train")
    assert found.may_launch
    assert (
        "held by train-llama until it ends, 1 min ago" in storage(volumes=held, sessions=(session(),)).reason
    )


def test_volumes_never_move_so_that_two_locations_are_no_launch_however_old_the_list_is() -> None:
    apart = read((volume(), volume("data", location="FIN-01")), 90, "503")
    check = storage(WITH_BOTH, volumes=apart)
    assert (check.mark, check.reason) == (Mark.BAD, "ckpt is in FIN-03, data in FIN-01")


def test_a_volume_that_shares_its_name_with_another_is_a_warning() -> None:
    other = replace(volume(), id="v-other")
    check = storage(volumes=(volume(), other))
    assert (check.mark, check.reason) == (Mark.WARN, "2 volumes are called ckpt")
    assert storage(volumes=(volume(), replace(other, name="else"))).mark is Mark.OK
    gone = replace(volume(state="deleted"), id="v-other")
    assert storage(volumes=(volume(), gone)).mark is Mark.OK
