"""The GPU section by criteria: what a GPU must be like, and what would be taken then."""

from __future__ import annotations

from dataclasses import replace

from mimiry_tui.domain.launching.draft import Criteria, Draft, Field
from mimiry_tui.domain.launching.picture import Reading
from tests.support.launch_goods import A100, GoodsApp, goods, picks

DESCRIBED = Draft(by_criteria=True, picks=picks(A100))


async def test_ctrl_o_goes_to_the_criteria_and_back_and_keeps_both() -> None:
    app = GoodsApp(Draft(picks=picks(A100)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.gpu.focus_field(Field.GPU)
        await pilot.press("ctrl+o", "space")
        assert app.mode() == "criteria"
        assert app.wanted().families == ("A100",)
        assert "families" in app.shown()
        assert "MODEL" not in app.shown()
        await pilot.press("ctrl+o")
        assert app.mode() == "offers"
        assert app.models == ["A100_80G_SXM verda/FIN-03"]
        assert app.focused is app.gpu.table


async def test_the_switch_in_the_frame_can_be_clicked() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(app.gpu.foot, offset=(app.gpu.foot.size.width - 6, 0))
        assert app.mode() == "criteria"
        await pilot.click(app.gpu.foot, offset=(app.gpu.foot.size.width - 16, 0))
        assert app.mode() == "offers"


async def test_what_matches_and_what_would_be_taken_follow_every_choice() -> None:
    app = GoodsApp(DESCRIBED)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "4 offers match · would take V100 PCIe acme/US-EAST-1 €0.40/h" in app.shown()
        app.gpu.focus_field(Field.GPU)
        await pilot.press("right", "space")
        assert app.wanted().families == ("H100",)
        assert "2 offers match · would take H100 SXM verda/FIN-01 €2.10/h" in app.shown()
        await pilot.press("space", "right", "space")
        assert app.wanted().families == ("T4",)
        assert "no offer in stock matches" in app.shown()


async def test_memory_goes_by_the_sizes_on_offer_or_is_typed() -> None:
    app = GoodsApp(DESCRIBED)
    async with app.run_test(size=(80, 24)) as pilot:
        app.gpu.figures.memory.focus()
        await pilot.press("right", "right")
        assert app.wanted().min_vram_gb == "80"
        assert "80 GB or more" in app.shown()
        await pilot.press("right")
        assert app.wanted().min_vram_gb == "80"
        await pilot.press("4", "0")
        assert app.wanted().min_vram_gb == "40"
        await pilot.press("left", "left")
        assert app.wanted().min_vram_gb == ""
        await pilot.press("4", "8", "delete")
        assert app.wanted().min_vram_gb == ""
        assert "memory    ‹ any ›" in app.shown()


async def test_attempts_start_from_the_usual_number() -> None:
    app = GoodsApp(DESCRIBED)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "tries ‹ 3 ›" in app.shown()
        assert app.wanted().max_attempts == ""
        app.gpu.figures.attempts.focus()
        await pilot.press("right")
        assert app.wanted().max_attempts == "4"
        await pilot.press("delete")
        assert app.wanted().max_attempts == ""


async def test_sort_keys_are_taken_in_order_and_can_be_moved() -> None:
    app = GoodsApp(DESCRIBED)
    async with app.run_test(size=(80, 24)) as pilot:
        app.gpu.criteria.priority.focus()
        await pilot.press("space")
        assert app.wanted().priority == ("PRICE",)
        await pilot.press("right", "right", "right", "right", "space")
        assert app.wanted().priority == ("PRICE", "VRAM")
        assert "1 price  2 vram  ○ gpu" in app.shown()
        await pilot.press("shift+left")
        assert app.wanted().priority == ("VRAM", "PRICE")
        await pilot.press("space")
        assert app.wanted().priority == ("PRICE",)


async def test_a_choice_can_be_clicked_on_any_line() -> None:
    app = GoodsApp(DESCRIBED)
    async with app.run_test(size=(44, 30)) as pilot:
        chips = app.gpu.criteria.families
        assert chips.size.height > 1
        last = app.line("V100").index("V100") - chips.region.x
        await pilot.click(chips, offset=(last, chips.size.height - 1))
        assert app.wanted().families == ("V100",)


async def test_what_a_template_asks_for_stays_to_be_seen_where_nobody_offers_it() -> None:
    wanted = Criteria(families=("B300",), min_vram_gb="much", priority=("VRAM",))
    app = GoodsApp(replace(DESCRIBED, criteria=wanted))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "● B300" in app.shown()
        assert "‹ much ›" in app.shown()
        assert app.view().preflight.problem(Field.GPU) in app.shown()
        app.gpu.criteria.families.focus()
        await pilot.press("right", "right", "right", "right", "space")
        assert app.wanted().families == ()
        assert "B300" not in app.shown()


async def test_criteria_can_be_written_before_any_offer_is_known() -> None:
    app = GoodsApp(DESCRIBED, replace(goods(), offers=Reading((), trouble="timed out")))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "offers unknown: timed out" in app.shown()
        app.gpu.figures.memory.focus()
        await pilot.press("8", "0")
        assert app.wanted().min_vram_gb == "80"


async def test_keys_pressed_right_behind_the_switch_mean_the_mode_it_leads_to() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.gpu.focus_field(Field.GPU)
        await pilot.pause()
        app.press_at_once("down", "space", "ctrl+o", "right", "space", "ctrl+o", "down", "space")
        await pilot.pause()
        await pilot.pause()
        assert len(app.models) == 2
        assert len(app.wanted().families) == 1
        assert app.mode() == "offers"
