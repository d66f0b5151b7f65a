"""The guards of a launch: when it ends, how long and how dear it may be, who pays."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mimiry_tui.domain.launching.draft import AutoTerminate, Draft, Field, Pick
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.ui.launch.choices import Choices
from mimiry_tui.ui.launch.guards_section import GuardsSection
from mimiry_tui.ui.theme import CONTRAST, DARK, LIGHT
from tests.support.form_app import FormApp, a_picture

A100 = Offer(
    "A100_80G_SXM", "A100 SXM", "A100", "SXM", 80, "verda", "FIN-03", Money(Decimal("1.29")), available=True
)


def guards(draft: Draft | None = None, theme: str = DARK) -> FormApp:
    return FormApp(GuardsSection(), draft=draft, picture=a_picture(offers=(A100,)), theme=theme)


async def test_the_end_follows_the_run_until_it_is_touched_and_can_go_back_to_that() -> None:
    app = guards(Draft(has_command=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "‹ the command ends ›  follows Run" in app.shown()
        app.put(has_command=False)
        await pilot.pause()
        assert "‹ you end it ›  follows Run" in app.shown()
        app.sections[0].focus_field(Field.AUTO_TERMINATE)
        await pilot.press("right", "right", "right")
        assert app.draft.auto_terminate is AutoTerminate.ON_SUCCESS
        assert "‹ the command succeeds ›" in app.shown()
        assert "follows Run" not in app.shown()
        await pilot.press("right")
        assert app.draft.auto_terminate is None


async def test_a_length_is_typed_or_taken_from_the_quick_ones() -> None:
    app = guards()
    async with app.run_test(size=(80, 24)) as pilot:
        app.sections[0].focus_field(Field.DURATION)
        await pilot.press(*"90m")
        assert app.draft.max_duration == "90m"
        await pilot.press("tab", "right", "right")
        assert app.draft.max_duration == "1h", "from nothing that is listed to the first, then the next"
        await pilot.press("left", "left")
        assert app.draft.max_duration == "", "none stands before the first"
        await pilot.click("#quick", offset=(app.shown_at("8h", "at most") - app.left_of("#quick"), 0))
        assert app.draft.max_duration == "8h"
        assert "8h" in app.line("at most").partition("30m")[0], "the field reads so too"


async def test_what_cannot_be_sent_is_said_below_its_field() -> None:
    app = guards(Draft(max_duration="soon", max_price="cheap"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        lines = app.shown().splitlines()
        assert "write it like 4h" in lines[lines.index(app.line("at most")) + 1]
        assert "such as 2.50" in lines[lines.index(app.line("ceiling")) + 1]
        app.put(max_duration="4h", max_price="2.50")
        await pilot.pause()
        assert "write it like" not in app.shown()
        assert "such as" not in app.shown()


async def test_a_refusal_stands_below_the_field_it_concerns() -> None:
    app = guards(Draft(org_id="acme"))
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.pause()
        app.show(refused_field=Field.ORGANISATION, refused_words="no such \x1b[31morganisation [bold]")
        await pilot.pause()
        assert "no such ␛[31morganisation [bold]" in app.shown()


@pytest.mark.parametrize("ceiling", ["", "2.20", "0.10"])
async def test_the_ceiling_stands_beside_the_price_of_now_even_when_it_is_lower(ceiling: str) -> None:
    app = guards(Draft(picks=(Pick.of(A100),), max_price=ceiling))
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.pause()
        assert "€/h per GPU · 1.29 now" in app.line("ceiling")


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST])
async def test_every_guard_can_be_gone_to_and_nothing_else(theme: str) -> None:
    app = guards(theme=theme)
    async with app.run_test(size=(60, 16)) as pilot:
        section = app.sections[0]
        places = set()
        for field in GuardsSection.FIELDS:
            assert section.focus_field(field)
            await pilot.pause()
            assert app.screen.focused is not None
            places.add(app.screen.focused.id)
        assert places == {"ending", "duration", "price", "organisation"}
        assert not section.focus_field(Field.IMAGE)


async def test_enter_leads_on_through_the_fields() -> None:
    app = guards()
    async with app.run_test(size=(80, 24)) as pilot:
        app.sections[0].focus_field(Field.DURATION)
        await pilot.press("4", "h", "enter")
        assert isinstance(app.screen.focused, Choices)
        await pilot.press("enter", *"2.2", "enter", *"acme")
        assert (app.draft.max_price, app.draft.org_id) == ("2.2", "acme")
