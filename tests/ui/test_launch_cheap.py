"""A letter typed into the form costs what it changes, however much the account has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from mimiry_tui.domain.launching.draft import Field
from tests.support.launch_desk import LaunchDesk, a_draft, launch_desk


@contextmanager
def watched(form: Screen[str | None]) -> Iterator[tuple[list[str], set[str]]]:
    """How often the screen is laid out, and the widgets that ask to be drawn."""
    laid_out: list[str] = []
    drawn: set[str] = set()
    lay_out, draw = Screen._refresh_layout, Widget.refresh

    def counted(self: Screen[object], *args: Any, **options: Any) -> None:
        laid_out.append(type(self).__name__)
        lay_out(self, *args, **options)

    def noted(self: Widget, *regions: Region, **options: bool) -> Widget:
        if self.screen is form:
            drawn.add(type(self).__name__)
        return draw(self, *regions, **options)

    with patch.object(Screen, "_refresh_layout", counted), patch.object(Widget, "refresh", noted):
        yield laid_out, drawn


async def begun_at(desk: LaunchDesk, field: Field) -> None:
    """The first letter brings hints and notes that stay."""
    desk.form.focus_field(field)
    await desk.press("x")


async def test_a_letter_in_the_name_draws_only_what_tells_the_name() -> None:
    async with launch_desk(lambda pick: a_draft(pick, "train"), size=(140, 45)) as desk:
        await begun_at(desk, Field.NAME)
        with watched(desk.form) as (laid_out, drawn):
            await desk.press("y")
        assert desk.view.draft.name == "trainxy"
        assert laid_out == []
        assert drawn == {"DraftInput", "RequestBox", "PreflightList"}


async def test_checks_that_read_as_before_are_not_drawn_though_their_ways_out_lead_elsewhere() -> None:
    async with launch_desk(
        lambda pick: replace(a_draft(pick, "train"), max_duration=""), size=(140, 45)
    ) as desk:
        await begun_at(desk, Field.ORGANISATION)
        with watched(desk.form) as (laid_out, drawn):
            await desk.press("y")
        ways = [check.fix.draft for check in desk.view.preflight.checks if check.fix is not None]
        assert [way.org_id for way in ways] == ["xy"]
        assert laid_out == []
        assert drawn == {"DraftInput", "RequestBox"}


async def test_a_second_that_passes_draws_no_offer_and_no_volume() -> None:
    async with launch_desk(lambda pick: a_draft(pick, "train"), size=(140, 45)) as desk:
        await begun_at(desk, Field.NAME)
        with watched(desk.form) as (laid_out, drawn):
            await desk.board.clock.advance(1)
            await desk.board.pilot.pause()
        assert laid_out == []
        assert not drawn & {"OfferTable", "Tick", "DraftInput", "RequestBox", "LaunchKeyBar"}
