"""The dialogs about volumes where there is little room for what they say."""

from __future__ import annotations

from functools import partial

from mimiry_tui.domain.volume_deeds import spots
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.volume_create import CreateVolumeScreen
from mimiry_tui.ui.screens.volume_extend import ExtendVolumeScreen
from mimiry_tui.ui.widgets.spot_list import SpotList
from tests.support.dialog_app import DialogApp
from tests.support.volumes import a_picture, a_volume, some_offers

MARK = ProfileMark("work")
new_volume = partial(CreateVolumeScreen, profile=MARK)
grow = partial(ExtendVolumeScreen, profile=MARK)


async def test_a_narrow_list_says_all_of_a_place() -> None:
    app = DialogApp()
    async with app.run_test(size=(60, 16)) as pilot:
        volumes = [a_volume("v-1"), *(a_volume(f"v-{place}", location=f"FIN-{place}") for place in "456789")]
        app.push_screen(new_volume(a_picture(*volumes)))
        await pilot.pause()
        assert "1 offer from €1.29/h  1 volume " in app.shown()
        assert "costs while it exists; the price is not told" in app.shown()


async def test_columns_are_as_wide_as_the_longest_place_and_no_wider_than_is_useful() -> None:
    far = a_volume("v-1", location="x" * 60)
    lines = [str(option.prompt) for option in SpotList(spots(some_offers(), [far]))._options]
    at = {line.index("offer from") for line in lines if "offer from" in line}
    assert len(at) == 1
    assert any("…  no GPU in stock" in line and "1 volume" in line for line in lines)


async def test_where_the_service_chooses_the_place_its_minimum_is_told_too() -> None:
    app = DialogApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(new_volume(a_picture()))
        await pilot.pause()
        await pilot.press(*"ckpt", "tab", "tab", "end")
        await pilot.pause()
        assert "GB · at least 100 at verda" in app.shown()


async def test_the_button_is_as_wide_as_what_it_says() -> None:
    app = DialogApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(new_volume(a_picture(), provider="gcp", location="europe-west4"))
        await pilot.pause()
        assert "Create 50 GB" in app.shown()
        await pilot.press(*"ckpt", "tab", *"12000")
        await pilot.pause()
        assert "Create 12,000 GB" in app.shown()
        app.pop_screen()
        app.push_screen(grow(a_volume()))
        await pilot.pause()
        await pilot.press(*"12000")
        await pilot.pause()
        assert "Grow to 12,000 GB" in app.shown()
