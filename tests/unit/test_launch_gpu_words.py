"""The GPU section's rows, sentences and edits without a screen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimiry_tui.domain.launching.draft import Criteria, Draft, MountWish, Pick
from mimiry_tui.domain.launching.picture import Reading
from mimiry_tui.ui.launch.gpu_edits import (
    MOST_GPUS,
    move_pick,
    moved,
    only_pick,
    step_count,
    toggle_pick,
    toggled,
)
from mimiry_tui.ui.launch.gpu_rows import changed_rows, offer_rows
from mimiry_tui.ui.launch.gpu_words import sentence, trouble
from tests.support.launch_goods import (
    A100,
    H100,
    H100_US,
    T4_SOLD_OUT,
    V100,
    a_view,
    an_offer,
    goods,
    picks,
)


def said(draft: Draft, **kwargs: object) -> str:
    return sentence(a_view(draft, **kwargs))[0].plain  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (Draft(), "space picks a GPU, enter only this one; several are tried in your order"),
        (Draft(picks=picks(A100)), "A100 SXM and nothing else; provider and location follow the offer"),
        (
            Draft(picks=picks(A100, H100)),
            "A100 SXM first, H100 SXM if there is none; provider follows the offers",
        ),
        (
            Draft(picks=picks(A100, H100, V100)),
            "A100 SXM first, H100 SXM, then V100 PCIe if there is none; anywhere",
        ),
        (
            Draft(picks=picks(A100), provider="acme", location=""),
            "A100 SXM and nothing else; provider as you asked",
        ),
        # One model at two places is one wish.
        (Draft(picks=picks(H100, H100_US)), "H100 SXM and nothing else; anywhere"),
    ],
)
def test_what_is_asked_for_is_said_in_one_sentence(draft: Draft, words: str) -> None:
    assert said(draft) == words


def test_models_that_read_alike_are_told_apart() -> None:
    small = an_offer("A100_40G_SXM", "verda/FIN-03", 1.0)
    assert said(Draft(picks=picks(A100, small)), picture=goods((A100, small))).startswith(
        "A100_80G_SXM first, A100_40G_SXM if there is none"
    )


def test_of_many_models_only_the_first_is_named() -> None:
    many = tuple(Pick(f"X{number}") for number in range(6))
    assert said(Draft(picks=many)).startswith("X0 first, then 5 others in your order")


def test_nothing_picked_yet_is_no_error_and_nothing_asked_for_in_criteria_is_what_the_form_says() -> None:
    assert not trouble(a_view(Draft()))
    view = a_view(Draft(by_criteria=True, criteria=Criteria(min_vram_gb="lots")))
    assert trouble(view).plain.startswith("✗ ")


def test_a_sold_out_offer_is_never_the_cheapest() -> None:
    rows = offer_rows(a_view(Draft()), frozenset())
    assert [row.offer for row in rows.values() if row.is_cheapest] == [V100]
    assert rows[T4_SOLD_OUT.id].against == "sold out"


def test_where_a_volume_binds_the_cheapest_is_the_cheapest_there() -> None:
    draft = Draft(mounts=(MountWish("v-ckpt", "ckpt", "/ckpt"),))
    rows = offer_rows(a_view(draft), frozenset())
    assert [row.offer for row in rows.values() if row.is_cheapest] == [A100]
    assert rows[V100.id].against == "not FIN-03"


def test_a_wish_for_a_place_is_remarked_and_holds_nothing_back() -> None:
    rows = offer_rows(a_view(Draft(provider="verda")), frozenset())
    assert rows[V100.id].against == ""
    assert rows[V100.id].remark == "not verda"
    assert rows[A100.id].remark == ""


def test_what_follows_from_the_picks_is_held_against_no_offer() -> None:
    rows = offer_rows(a_view(Draft(picks=picks(A100))), frozenset())
    assert all(row.remark == "" for row in rows.values())


def test_a_pick_that_nobody_lists_is_a_row_and_blamed_only_once_the_list_is_known() -> None:
    draft = Draft(picks=(Pick("GH200_96G", "acme", "X"),))
    assert offer_rows(a_view(draft), frozenset())["GH200_96G|acme|X"].against == "not on offer"
    unknown = replace(goods(), offers=Reading((), trouble="timed out"))
    assert offer_rows(a_view(draft, unknown), frozenset())["GH200_96G|acme|X"].against == ""


def test_only_rows_that_say_something_else_are_drawn_again() -> None:
    before = offer_rows(a_view(Draft()), frozenset())
    now = offer_rows(a_view(Draft(picks=picks(H100))), frozenset([V100.id]))
    assert {row.id for row in changed_rows(before, now)} == {H100.id, V100.id}
    assert changed_rows(before, offer_rows(a_view(Draft()), frozenset())) == []


def test_picking_adds_at_the_end_and_picking_again_takes_away() -> None:
    one, two = picks(A100, H100)
    draft = toggle_pick(two)(toggle_pick(one)(Draft()))
    assert draft.picks == (one, two)
    assert move_pick(two, -1)(draft).picks == (two, one)
    assert move_pick(one, 5)(draft).picks == (two, one)
    assert toggle_pick(one)(draft).picks == (two,)
    assert only_pick(one)(draft).picks == (one,)


def test_what_is_not_taken_cannot_be_moved() -> None:
    assert moved(("a", "b"), "c", 1) == ("a", "b")
    assert toggled(("A100",), "a100") == ()


@pytest.mark.parametrize(
    ("count", "step", "then"),
    [
        ("1", -1, "1"),
        ("1", 1, "2"),
        ("many", 1, "1"),
        ("", -1, "1"),
        ("0", 1, "1"),
        (str(MOST_GPUS), 1, str(MOST_GPUS)),
        ("999", -1, "998"),
        ("²", 1, "1"),
    ],
)
def test_the_count_steps_from_anything_to_a_number(count: str, step: int, then: str) -> None:
    assert step_count(step)(Draft(count=count)).count == then
