"""The GPU section over its offers: picked in an order, filtered, watched, and where they are asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Input

from mimiry_tui.domain.launching.draft import Draft, Field, MountWish
from mimiry_tui.domain.launching.picture import Reading
from mimiry_tui.domain.offers import Offer
from mimiry_tui.ui.theme import CONTRAST, DARK, LIGHT
from tests.support.launch_goods import (
    A100,
    H100,
    H100_US,
    T4_SOLD_OUT,
    V100,
    GoodsApp,
    an_offer,
    goods,
    picks,
)

CKPT_MOUNTED = (MountWish("v-ckpt", "ckpt", "/ckpt"),)


async def test_the_cheapest_offer_comes_first_and_what_is_sold_out_last() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)):
        assert app.gpu.table.visible_ids == [V100.id, A100.id, H100.id, H100_US.id, T4_SOLD_OUT.id]
        assert "0.40" in app.line("V100")
        assert "in stock" in app.line("V100")
        app.gpu.table.move_to(T4_SOLD_OUT.id)
        await app.settled()
        assert "sold out" in app.line("T4")


async def test_space_picks_offers_in_order_of_preference_and_leaves_them_out_again() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.gpu.focus_field(Field.GPU)
        await pilot.press("j", "space", "j", "space")
        assert app.models == ["A100_80G_SXM verda/FIN-03", "H100_80G_SXM verda/FIN-01"]
        assert " 1  A100" in app.line("A100 SXM   ")
        assert " 2  H100" in app.line("verda/FIN-01")
        assert "A100 SXM first, H100 SXM if there is none" in app.shown()
        await pilot.press("k", "space")
        assert app.models == ["H100_80G_SXM verda/FIN-01"]
        assert "H100 SXM and nothing else" in app.shown()


async def test_enter_picks_one_offer_and_no_other() -> None:
    app = GoodsApp(Draft(picks=picks(A100, H100)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.gpu.focus_field(Field.GPU)
        await pilot.press("g", "enter")
        assert app.models == ["V100_16G_PCIe acme/US-EAST-1"]


async def test_the_order_of_preference_can_be_turned_round() -> None:
    app = GoodsApp(Draft(picks=picks(A100, H100, V100)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.gpu.focus_field(Field.GPU)
        await pilot.press("shift+down")
        assert app.models[0].startswith("H100")
        assert app.models[1].startswith("A100")
        await pilot.press("shift+up", "shift+up")
        assert app.models[0].startswith("A100")


async def test_a_click_on_the_number_picks_and_a_second_click_on_the_row_picks_it_alone() -> None:
    app = GoodsApp(Draft(picks=picks(A100)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.gpu.focus_field(Field.GPU)
        await pilot.click(app.gpu.table, offset=(2, 1))
        assert app.models == ["A100_80G_SXM verda/FIN-03", "V100_16G_PCIe acme/US-EAST-1"]
        await pilot.click(app.gpu.table, offset=(30, 1))
        assert app.models == ["V100_16G_PCIe acme/US-EAST-1"]


async def test_the_cursor_starts_on_the_first_choice() -> None:
    app = GoodsApp(Draft(picks=picks(H100)))
    async with app.run_test(size=(80, 24)):
        assert app.gpu.table.cursor_id == H100.id


async def test_the_offers_are_filtered_while_one_types_and_escape_clears_that() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.gpu.focus_field(Field.GPU)
        await pilot.press("slash", *"h100")
        assert app.gpu.table.visible_ids == [H100.id, H100_US.id]
        assert "2 of 5" in app.shown()
        await pilot.press("down", "space")
        assert app.models == ["H100_80G_SXM verda/FIN-01"]
        await pilot.press("slash", "escape")
        assert app.gpu.table.visible_count == 5
        assert isinstance(app.focused, Input)
        assert app.told[-1] == app.draft  # a filter is no part of the draft
        assert len(app.told) == 1


async def test_a_watch_is_asked_for_and_shown_when_it_stands() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.gpu.focus_field(Field.GPU)
        app.gpu.table.move_to(T4_SOLD_OUT.id)
        await pilot.press("w")
        assert app.watched == [T4_SOLD_OUT.id]
        app.gpu.show_watched([T4_SOLD_OUT.id])
        await pilot.pause()
        assert "◉ sold out" in app.line("T4")


async def test_the_count_goes_up_and_down_and_can_be_typed() -> None:
    app = GoodsApp(Draft(picks=picks(A100)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.gpu.focus_field(Field.COUNT)
        await pilot.press("right", "right", "left")
        assert app.draft.count == "2"
        await pilot.press("left", "left", "left")
        assert app.draft.count == "1"
        await pilot.press("1", "6")
        assert app.draft.count == "16"
        assert "‹ 16 ›" in app.shown()
        await pilot.press("backspace", "backspace")
        assert app.draft.count == ""
        assert app.view().preflight.problem(Field.COUNT) in app.shown()
        await pilot.press("right")
        assert app.draft.count == "1"


async def test_the_arrows_of_the_count_can_be_clicked() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(app.gpu.count, offset=(10, 0))
        assert app.draft.count == "2"
        await pilot.click(app.gpu.count, offset=(6, 0))
        assert app.draft.count == "1"


async def test_each_press_of_an_arrow_changes_the_place_where_nothing_is_picked() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.gpu.focus_field(Field.PLACE)
        await pilot.press("right")
        assert app.hints() == ("acme", None)
        await pilot.press("left")
        assert app.hints() == (None, None)


async def test_a_count_is_shown_without_zeros_before_it() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.gpu.focus_field(Field.COUNT)
        await pilot.press("0", "0")
        assert app.draft.count == "0"
        await pilot.press("8")
        assert app.draft.count == "8"


async def test_place_follows_the_pick_until_it_is_chosen_or_taken_away() -> None:
    app = GoodsApp(Draft(picks=picks(A100)))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "follows the offer" in app.line("place")
        app.gpu.focus_field(Field.PLACE)
        await pilot.press("tab", "delete")
        assert app.hints() == (None, "")
        assert "any location" in app.line("place")
        assert "verda" in app.line("place")
        await pilot.press("right")
        assert app.hints() == (None, "FIN-01")
        assert "not FIN-01" in app.line("A100 SXM   ")
        # A wish is no reason against an offer elsewhere: the service may still take it.
        assert app.gpu.table.visible_ids[0] == V100.id
        await pilot.press("right", "right")
        assert app.hints() == (None, None)
        assert "follows the offer" in app.line("place")


async def test_a_mounted_volume_settles_the_place_and_dims_what_is_elsewhere() -> None:
    app = GoodsApp(Draft(picks=picks(A100), mounts=CKPT_MOUNTED))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "follows the volume ckpt" in app.line("place")
        assert "‹" not in app.line("place")
        assert app.gpu.table.visible_ids[0] == A100.id
        assert "not FIN-03" in app.line("V100")
        app.gpu.focus_field(Field.PLACE)
        await pilot.press("right")
        assert app.hints() == (None, None)


async def test_what_was_picked_and_is_on_offer_no_more_stays_and_can_be_left_out() -> None:
    app = GoodsApp(Draft(picks=picks(A100)), goods(offers=(V100,)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.gpu.focus_field(Field.GPU)
        assert "not on offer" in app.line("A100 SXM   ")
        await pilot.press("space")
        assert app.models == []
        assert "A100" not in app.shown()


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading(()), "reading offers…"),
        (Reading((), trouble="timed out"), "offers unknown: timed out"),
    ],
)
async def test_a_table_without_offers_says_why(reading: Reading[tuple[Offer, ...]], words: str) -> None:
    app = GoodsApp(picture=replace(goods(), offers=reading))
    async with app.run_test(size=(80, 24)):
        assert words in app.shown()


async def test_a_price_over_the_ceiling_is_said_and_comes_last() -> None:
    app = GoodsApp(Draft(max_price="2.20"))
    async with app.run_test(size=(80, 24)) as pilot:
        assert H100_US.id in app.gpu.table.visible_ids[-2:]
        app.gpu.table.move_to(H100_US.id)
        await pilot.pause()
        assert "2.50" in app.line("over €2.20")


async def test_a_refusal_is_shown_where_it_belongs() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(refused_field=Field.GPU, refused_words="unsupported [b]GPU[/b] type")
        await pilot.pause()
        assert "refused: unsupported [b]GPU[/b] type" in app.shown()
        app.show(refused_field=Field.NAME, refused_words="taken")
        await pilot.pause()
        assert "taken" not in app.shown()


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST])
async def test_hostile_names_are_only_text_at_any_size(theme: str) -> None:
    evil = an_offer("[red]\x1b]0;x\x07_9G", "[/]ver\u202eda/L" + "o" * 300, 9.0)
    app = GoodsApp(Draft(picks=picks(evil)), goods(offers=(evil,)), theme)
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert "\x1b" not in app.shown()
        assert "\u202e" not in app.shown()
        assert "[red]" in app.shown()


async def test_keys_pressed_ahead_go_where_the_focus_has_gone() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.gpu.focus_field(Field.GPU)
        await pilot.pause()
        app.press_at_once("slash", *"h100", "down", "j", "space", "shift+tab", "2", "right")
        await pilot.pause()
        assert app.models == ["H100_80G_SXM acme/US-EAST-1"]
        assert app.draft.count == "3"
