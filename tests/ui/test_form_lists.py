"""The lists of a declared form: one of many, several of them, and what is there no more."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.pilot import Pilot

from mimiry_tui.domain.doing.forms import Choice
from mimiry_tui.ui.forms.pick_drawing import MOST
from mimiry_tui.ui.forms.pick_list import PickList
from mimiry_tui.ui.forms.picks import choice_picks
from mimiry_tui.ui.toned import toned
from tests.support.dialog_app import DialogApp

IMAGES = tuple(Choice(f"i{number}", f"image {number}", "CUDA 12") for number in range(20))


class ListApp(DialogApp):
    """One list; `heard` is every value that it told."""

    def __init__(self, *, several: bool = False, required: bool = False) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.asked = 0
        self.picks = PickList(
            self.heard.append, several=several, words="what it boots", required=required, ask=self.ask
        )

    def compose(self) -> ComposeResult:
        yield self.picks

    def ask(self) -> None:
        self.asked += 1

    async def press(self, pilot: Pilot[Any], *keys: str) -> str:
        """What is shown after these keys."""
        await pilot.press(*keys)
        return self.shown()


async def test_one_is_found_by_its_letters_and_taken() -> None:
    app = ListApp()
    async with app.run_test(size=(60, 16)) as pilot:
        app.picks.focus()
        assert "none ▾   what it boots" in await app.press(pilot, "down")
        assert app.asked == 1, "nothing is known to choose from"
        app.picks.offer(choice_picks(IMAGES))
        shown = await app.press(pilot, "down", "down", "down")
        assert len([line for line in shown.splitlines() if "image" in line]) == MOST
        assert "3 of 20" in shown
        shown = await app.press(pilot, "1", "7")
        assert "filter 17" in shown
        assert shown.count("image") == 1
        assert "nothing like that" in await app.press(pilot, "x")
        await pilot.press("enter", "escape")
        assert app.heard == [], "nothing is not taken"
        shown = await app.press(pilot, "1", "7", "enter")
        assert app.heard == ["i17"]
        assert shown.count("image") == 1, "closed again"
        assert "none" in await app.press(pilot, "delete")
        assert app.heard == ["i17", ""]


async def test_enter_opens_what_has_to_be_chosen_and_goes_past_what_need_not_be() -> None:
    for required in (False, True):
        app = ListApp(required=required)
        async with app.run_test(size=(60, 16)) as pilot:
            app.picks.focus()
            app.picks.offer(choice_picks(IMAGES))
            assert ("image 3" in await app.press(pilot, "enter")) is required
            await pilot.press("enter")
            assert app.heard == (["i0"] if required else [])


async def test_several_are_taken_and_left_even_where_one_is_there_no_more() -> None:
    app = ListApp(several=True)
    choices = (Choice("k1", "laptop"), Choice("k2", "desk", "too old", disabled=True), Choice("k3", "phone"))
    async with app.run_test(size=(60, 16)) as pilot:
        app.picks.put("gone\nk1")
        app.picks.offer(choice_picks(choices))
        app.picks.focus()
        shown = await app.press(pilot, "down", "space", "down", "space")
        assert app.heard == ["gone\nk1\nk3"], "what is disabled is not taken"
        assert "■ gone  is there no more" in shown
        await pilot.press("down", "space", "l", "a", "p", "space")
        assert app.heard[1:] == ["k1\nk3", "k3"]
        shown = await app.press(pilot, "escape")
        assert "filter" not in shown
        assert "■ phone" in shown
        assert "gone" not in shown


async def test_why_there_is_nothing_to_choose_from_is_told_in_full() -> None:
    app = ListApp(several=True)
    async with app.run_test(size=(40, 12)) as pilot:
        why = "cannot be told: the API key lacks the scope ssh_keys:read, which the list of SSH keys needs"
        app.picks.offer((), toned(why, "warn"))
        await pilot.pause()
        assert why in " ".join(app.shown().split())
