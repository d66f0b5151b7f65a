"""The Storage section's rows without a screen: what speaks against each volume, and the edits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimiry_tui.domain.launching.draft import Draft, MountWish
from mimiry_tui.domain.launching.picture import Picture, Reading
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ui.launch.storage_rows import MountRow, mount_rows, set_path, toggle_mount
from tests.support.launch_goods import CKPT, SCRATCH, a_view, a_volume, goods

CKPT_WISH = MountWish("v-ckpt", "ckpt", "/ckpt")


def row_of(volume: Volume, draft: Draft | None = None, picture: Picture | None = None) -> MountRow:
    known = picture or goods(volumes=(volume, CKPT))
    rows = mount_rows(a_view(draft or Draft(), known))
    return next(row for row in rows if row.id == volume.id)


@pytest.mark.parametrize(
    ("volume", "against", "note"),
    [
        (a_volume("a"), "", ""),
        (
            a_volume("a", attached_to="s1"),
            "held by train-llama until it ends",
            "held by train-llama until it ends",
        ),
        (a_volume("a", attached_to="12345678-9"), "held by session 12345678 until it ends", None),
        (a_volume("a", operation="deleting__deleting_volume"), "being deleted", "being deleted"),
        (a_volume("a", state="failed"), "failed", "failed"),
        (a_volume("a", state="submitted", operation="provisioning"), "", "being created"),
        (a_volume("a", operation="resizing"), "", "being resized"),
        (a_volume("a", state="frozen"), "", "frozen"),
    ],
)
def test_a_volume_says_what_keeps_it_from_being_mounted(
    volume: Volume, against: str, note: str | None
) -> None:
    row = row_of(volume)
    assert row.against == against
    assert row.may_toggle == (not against)
    if note is not None:
        assert "".join(row.note[:1]) == note


def test_a_deleted_volume_is_shown_only_while_it_is_chosen() -> None:
    deleted = a_volume("old", state="deleted")
    picture = goods(volumes=(deleted,))
    assert mount_rows(a_view(Draft(), picture)) == ()
    (row,) = mount_rows(a_view(Draft(mounts=(MountWish("v-old", "old", "/old"),)), picture))
    assert (row.against, row.tone) == ("deleted", "bad")
    assert row.may_toggle


def test_a_session_that_has_ended_holds_nothing_back() -> None:
    ended = build_session(id="s1", name="done", state="terminated")
    row = row_of(
        a_volume("a", attached_to="s1"),
        picture=goods(volumes=(a_volume("a", attached_to="s1"),), sessions=(ended,)),
    )
    assert row.against == ""
    assert row.note[-1] == "not yet released"


@pytest.mark.parametrize(
    ("where", "against"),
    [
        ("verda/FIN-01", "in FIN-01, ckpt is in FIN-03"),
        ("acme/FIN-03", "in acme, ckpt is in verda"),
        ("verda/fin-03", ""),
        ("/", ""),
    ],
)
def test_volumes_of_two_places_cannot_be_mounted_together(where: str, against: str) -> None:
    assert row_of(a_volume("b", where), Draft(mounts=(CKPT_WISH,))).against == against


def test_of_two_that_do_not_fit_the_later_one_is_blamed() -> None:
    far = a_volume("far", "acme/US")
    draft = Draft(mounts=(CKPT_WISH, MountWish("v-far", "far", "/far")))
    assert row_of(far, draft).against == "in US, ckpt is in FIN-03"
    assert row_of(CKPT, draft, goods(volumes=(far, CKPT))).note[0] == "settles the location: FIN-03"


def test_a_lost_volume_is_gone_only_where_the_list_is_good() -> None:
    draft = Draft(mounts=(MountWish("v-x", "x", "/x"),))
    assert mount_rows(a_view(draft))[0].note == ("gone",)
    unknown = replace(goods(), volumes=Reading((), trouble="503"))
    assert mount_rows(a_view(draft, unknown))[0].note == ("not known yet",)


def test_a_path_is_suggested_that_no_other_volume_has() -> None:
    draft = Draft(mounts=(MountWish("v-x", "x", "/scratch"),))
    then = toggle_mount(row_of(SCRATCH, draft, goods(volumes=(SCRATCH,))))(draft)
    assert [wish.path for wish in then.mounts] == ["/scratch", "/scratch-2"]


def test_a_change_counts_for_the_draft_as_it_is_by_then() -> None:
    row = row_of(SCRATCH, picture=goods(volumes=(SCRATCH,)))
    once = toggle_mount(row)(Draft())
    assert once.mounts == (MountWish("v-scratch", "scratch", "/scratch"),)
    assert toggle_mount(row)(once) == Draft()
    assert set_path(row, "/data")(once).mounts[0].path == "/data"
    assert set_path(row, "/data")(Draft()) == Draft()


def test_what_was_said_before_the_list_could_not_be_read_any_more_forbids_nothing() -> None:
    held = a_volume("a", attached_to="s1")
    picture = goods(volumes=(held, CKPT))
    stale = replace(picture, volumes=Reading(picture.volumes.value, picture.volumes.as_of, "503"))
    row = row_of(held, picture=stale)
    assert row.may_toggle
    assert (row.note[0], row.tone) == ("held by train-llama, as last known", "warn")
    elsewhere = a_volume("b", "verda/FIN-01")
    apart = replace(stale, volumes=replace(stale.volumes, value=(elsewhere, CKPT)))
    assert not row_of(elsewhere, Draft(mounts=(CKPT_WISH,)), apart).may_toggle, "places never change"
