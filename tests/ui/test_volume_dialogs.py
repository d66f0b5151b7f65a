"""The dialogs about volumes: what they ask for, what they refuse, and what they say before."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Button

from mimiry_tui.domain.launch import VolumeRequest
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.volume_create import CreateVolumeScreen
from mimiry_tui.ui.screens.volume_delete import DeleteVolumeScreen
from mimiry_tui.ui.screens.volume_extend import ExtendVolumeScreen
from tests.support.clock import EPOCH
from tests.support.dialog_app import DialogApp
from tests.support.volumes import a_picture, a_session, a_volume

DEMO = ProfileMark("demo")
new_volume = partial(CreateVolumeScreen, profile=DEMO)
grow = partial(ExtendVolumeScreen, profile=DEMO)
SIZES = [(120, 36), (80, 24), (60, 16)]


class Asked:
    """A dialog on an empty screen, and its answers."""

    def __init__(self, app: DialogApp, pilot: Pilot[None], screen: ModalScreen[Any]) -> None:
        self.app = app
        self.pilot = pilot
        self.screen = screen
        self.answers: list[object] = []

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    def shows(self, text: str) -> bool:
        return text in self.app.shown()


@asynccontextmanager
async def asking(
    make: Callable[[], ModalScreen[Any]], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Asked]:
    app = DialogApp()
    async with app.run_test(size=size) as pilot:
        asked = Asked(app, pilot, make())
        app.push_screen(asked.screen, asked.answers.append)
        await pilot.pause()
        yield asked


# Creating


@pytest.mark.parametrize("size", SIZES)
async def test_a_volume_is_asked_for_by_keyboard_alone(size: tuple[int, int]) -> None:
    async with asking(lambda: new_volume(a_picture()), size) as asked:
        assert asked.shows("binding: mounts only in sessions at verda/FIN-03"), "the cheapest in stock"
        await asked.press(*"ckpt", "tab", *"250", "tab", "down")
        assert asked.shows("binding: mounts only in sessions at acme/US-EAST-1")
        await asked.press("enter")
    assert asked.answers == [VolumeRequest("ckpt", 250, "acme", "US-EAST-1")]


async def test_the_place_of_a_launch_is_the_place_to_begin_with() -> None:
    async with asking(lambda: new_volume(a_picture(), provider="gcp", location="europe-west4")) as asked:
        await asked.press(*"ckpt", "enter")
    assert asked.answers == [VolumeRequest("ckpt", 50, "gcp", "europe-west4")]


async def test_the_place_that_is_chosen_stays_in_sight_on_a_small_terminal() -> None:
    elsewhere = [a_volume(f"v-{number}", location=f"FIN-1{number}") for number in range(4)]
    picture = a_picture(*elsewhere)
    async with asking(lambda: new_volume(picture, provider="verda", location="FIN-13"), (60, 16)) as asked:
        assert asked.shows("● verda/FIN-13")


async def test_the_providers_minimum_is_suggested_said_and_demanded() -> None:
    async with asking(lambda: new_volume(a_picture(), provider="verda", location="FIN-03")) as asked:
        assert asked.shows("GB · at least 100 at verda")
        await asked.press(*"ckpt", "tab", *"99", "enter")
        assert asked.answers == []
        assert asked.shows("GB · at least 100 GB at verda")
        await asked.press("backspace", "backspace", *"100", "enter")
    assert asked.answers == [VolumeRequest("ckpt", 100, "verda", "FIN-03")]


async def test_the_suggested_size_follows_the_place_until_it_was_typed() -> None:
    async with asking(lambda: new_volume(a_picture(), provider="verda", location="FIN-03")) as asked:
        await asked.press(*"ckpt", "tab", "tab", "down")
        assert asked.shows("Create 50 GB")
        await asked.press("up")
        assert asked.shows("Create 100 GB")
        await asked.press("shift+tab", *"300", "tab", "down")
        assert asked.shows("Create 300 GB")


async def test_a_name_that_is_taken_is_refused_in_place() -> None:
    async with asking(lambda: new_volume(a_picture(a_volume(name="ckpt")))) as asked:
        await asked.press(*"ckpt", "tab", "enter")
        assert asked.shows("another volume has this name")
        assert asked.app.focused is not None
        assert asked.app.focused.id == "volume-name"
        await asked.press("end", *"-2", "enter")
    assert [request.name for request in asked.answers if isinstance(request, VolumeRequest)] == ["ckpt-2"]


async def test_the_service_may_choose_the_place_and_that_binds_all_the_same() -> None:
    async with asking(lambda: new_volume(a_picture())) as asked:
        await asked.press(*"ckpt", "tab", "tab", "end")
        assert asked.shows("binding all the same")
        await asked.press("enter")
    assert asked.answers == [VolumeRequest("ckpt", 50)]


async def test_unknown_places_are_said_to_be_unknown() -> None:
    picture = a_picture(offers=(), offers_trouble="timed out")
    async with asking(lambda: new_volume(picture)) as asked:
        assert asked.shows("the places on offer are unknown: timed out")
        await asked.press(*"ckpt", "enter")
    assert asked.answers == [VolumeRequest("ckpt", 50)]


async def test_what_other_volumes_cost_estimates_what_this_one_will() -> None:
    paid = a_volume(size_gb=100, hourly_rate=0.01)
    async with asking(lambda: new_volume(a_picture(paid), provider="verda", location="FIN-03")) as asked:
        assert asked.shows("costs ≈€0.24 a day")
    async with asking(lambda: new_volume(a_picture(a_volume()))) as asked:
        assert asked.shows("costs while it exists; the price is not told")


async def test_a_click_on_a_place_only_chooses_it() -> None:
    async with asking(lambda: new_volume(a_picture())) as asked:
        await asked.pilot.click("#volume-place", offset=(4, 1))
        await asked.pilot.pause()
        assert asked.shows("binding: mounts only in sessions at acme/US-EAST-1")
        assert asked.answers == []
        await asked.press("escape")
    assert asked.answers == [None]


async def test_hostile_names_of_places_are_shown_harmless() -> None:
    hostile = a_volume(location="\x1b[2J[red]x", provider="[b]")
    async with asking(lambda: new_volume(a_picture(hostile, offers=()))) as asked:
        assert asked.shows("[b]/␛[2J[red]x")


# Growing


@pytest.mark.parametrize("size", SIZES)
async def test_a_volume_only_grows(size: tuple[int, int]) -> None:
    async with asking(lambda: grow(a_volume(size_gb=200, hourly_rate=0.02)), size) as asked:
        assert asked.shows("Grow to 300 GB"), "a suggestion"
        assert asked.shows("costs ≈€0.72 a day instead of €0.48")
        await asked.press(*"200", "enter")
        assert asked.shows("volumes only grow: more than 200 GB")
        assert asked.answers == []
        await asked.press("home", "1", "enter")
    assert asked.answers == [1200]


# Deleting


@pytest.mark.parametrize("size", SIZES)
async def test_a_volume_made_today_that_nothing_used_goes_with_one_key(size: tuple[int, int]) -> None:
    async with asking(lambda: DeleteVolumeScreen([a_volume()], [], EPOCH, profile=DEMO), size) as asked:
        assert asked.shows("everything on it is lost: there is no way back")
        assert asked.app.focused is not None
        assert asked.app.focused.id == "keep", "enter alone deletes nothing"
        await asked.press("y")
    assert asked.answers == [True]


@pytest.mark.parametrize(
    ("volume", "sessions"),
    [
        (a_volume(name="ckpt", created_at="2026-06-01T12:00:00Z"), []),
        (a_volume(name="ckpt", created_at=None), []),
        (a_volume(name="ckpt"), [a_session("old", "ckpt", state="completed")]),
    ],
    ids=["old", "of unknown age", "used before"],
)
async def test_the_name_of_what_may_hold_data_is_to_be_typed(volume: Any, sessions: list[Any]) -> None:
    async with asking(lambda: DeleteVolumeScreen([volume], sessions, EPOCH, profile=DEMO)) as asked:
        assert asked.shows("type ckpt to delete")
        await asked.press("y", "enter")
        assert asked.answers == []
        assert asked.screen.query_one("#delete", Button).disabled
        await asked.press("backspace", *"ckpt")
        assert not asked.screen.query_one("#delete", Button).disabled
        await asked.press("enter")
    assert asked.answers == [True]


async def test_a_name_nobody_can_type_is_replaced_by_the_beginning_of_the_id() -> None:
    volume = a_volume("4ed5acf3-b78f", name="dätä\u202e", created_at=None)
    async with asking(lambda: DeleteVolumeScreen([volume], [], EPOCH, profile=DEMO)) as asked:
        assert asked.shows("type 4ed5acf3 to delete")


async def test_a_volume_in_use_is_not_deleted_and_the_holder_is_named() -> None:
    volume = a_volume(name="corpus", attached_to="s-1")
    async with asking(
        lambda: DeleteVolumeScreen([volume], [a_session("s-1", "corpus", name="train")], EPOCH, profile=DEMO)
    ) as asked:
        assert asked.shows("not now: train holds it until it ends")
        assert not asked.screen.query("#delete")
        await asked.press("y")
        assert asked.answers == []
        await asked.press("escape")
    assert asked.answers == [False]


@pytest.mark.parametrize("size", SIZES)
async def test_of_several_those_in_use_stay_and_the_rest_is_summed_up(size: tuple[int, int]) -> None:
    volumes = [
        a_volume("v-1", name="a", size_gb=100, created_at=None),
        a_volume("v-2", name="b", size_gb=200),
        a_volume("v-3", name="c", attached_to="s-1"),
    ]
    async with asking(lambda: DeleteVolumeScreen(volumes, [], EPOCH, profile=DEMO), size) as asked:
        assert isinstance(asked.screen, DeleteVolumeScreen)
        assert asked.screen.ids == ("v-1", "v-2")
        assert asked.shows("2 volumes · 300 GB")
        assert asked.shows("1 in use")
        await asked.press(*"delete 2", "enter")
    assert asked.answers == [True]
