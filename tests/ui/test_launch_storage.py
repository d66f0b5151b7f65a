"""The Storage section: volumes mounted where their paths say, and refused in place with the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Input

from mimiry_tui.domain.launching.draft import Draft, Field, MountWish
from mimiry_tui.domain.launching.picture import Reading
from mimiry_tui.domain.volumes import Volume
from tests.support.launch_goods import CKPT, FAR, HELD, SCRATCH, GoodsApp, a_volume, goods

CKPT_MOUNTED = Draft(mounts=(MountWish("v-ckpt", "ckpt", "/ckpt"),))


async def test_each_volume_says_size_place_and_who_holds_it() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "☐ ckpt       400 GB  verda/FIN-03" in app.shown()
        assert "· corpus     100 GB  verda/FIN-01     held by train-llama until it ends" in app.shown()


async def test_space_mounts_a_volume_where_its_name_suggests_and_leaves_it_out_again() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.storage.focus_field(Field.STORAGE)
        await pilot.press("space")
        assert app.mounts == [("ckpt", "/ckpt")]
        assert app.draft.mounts[0].volume_id == "v-ckpt"
        assert "☑ ckpt" in app.shown()
        assert "settles" in app.line("☑ ckpt")
        assert "1 mounted · 400 GB" in app.shown()
        await pilot.press("space")
        assert app.mounts == []
        assert "☐ ckpt" in app.shown()


async def test_a_mounted_volume_settles_the_location_and_refuses_those_elsewhere() -> None:
    app = GoodsApp(CKPT_MOUNTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.storage.focus_field(Field.STORAGE)
        assert "in US-EAST-1, ckpt is in FIN-03" in app.line("us-data")
        await pilot.press("down", "down", "down", "space")
        assert app.mounts == [("ckpt", "/ckpt")]
        assert "✗ in US-EAST-1" in app.line("us-data")
        await pilot.press("up", "space")
        assert app.mounts == [("ckpt", "/ckpt"), ("scratch", "/scratch")]


async def test_a_volume_held_by_a_live_session_cannot_be_mounted_until_that_ends() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.storage.focus_field(Field.STORAGE)
        await pilot.press("down", "space", "enter")
        assert app.mounts == []
        assert "✗ held by train-llama until it ends" in app.line("corpus")
        freed = replace(HELD, attached_to="")
        app.picture = goods(volumes=(SCRATCH, FAR, CKPT, a_volume("corpus", freed.where)))
        app.show()
        await pilot.press("space")
        assert app.mounts == [("corpus", "/corpus")]


async def test_the_path_is_typed_beside_the_volume_and_checked_at_each_letter() -> None:
    app = GoodsApp(CKPT_MOUNTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.storage.focus_field(Field.STORAGE)
        await pilot.press("tab")
        assert isinstance(app.focused, Input)
        await pilot.press("end", *["backspace"] * 5, *"data")
        assert app.mounts == [("ckpt", "data")]
        assert "✗ a path starts with /" in app.shown()
        await pilot.press("home", "slash")
        assert app.mounts == [("ckpt", "/data")]
        assert "✗" not in app.shown()


async def test_two_volumes_cannot_be_mounted_at_one_path() -> None:
    app = GoodsApp(Draft(mounts=(*CKPT_MOUNTED.mounts, MountWish("v-scratch", "scratch", "/ckpt/"))))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.shown().count("✗ /ckpt is used 2 times") == 2


async def test_problems_are_gone_to_where_they_are() -> None:
    app = GoodsApp(Draft(mounts=(*CKPT_MOUNTED.mounts, MountWish("v-scratch", "scratch", "oops"))))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.storage.focus_field(Field.STORAGE)
        await pilot.pause()
        assert isinstance(app.focused, Input)
        assert app.focused.value == "oops"
        assert not app.storage.focus_field(Field.IMAGE)


async def test_one_tab_stop_leads_to_the_volumes_and_arrows_to_the_new_one() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.storage.focus_field(Field.STORAGE)
        await pilot.press("down", "tab")
        assert app.focused is app.storage.new
        await pilot.press("enter")
        assert app.new_volumes == 1
        await pilot.press("shift+tab", "down", "down", "down")
        assert app.focused is app.storage.new
        await pilot.press("up", "space")
        assert app.mounts == [("us-data", "/us-data")]


async def test_everything_can_be_clicked() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click(app.storage._lines["v-scratch"].tick, offset=(3, 0))
        assert app.mounts == [("scratch", "/scratch")]
        await pilot.click(app.storage.new, offset=(5, 0))
        assert app.new_volumes == 1


async def test_the_new_volume_is_offered_where_the_session_would_run() -> None:
    app = GoodsApp(CKPT_MOUNTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "+ new volume in FIN-03  ctrl+n" in app.shown()
        app.put(mounts=())
        await pilot.pause()
        assert "+ new volume here" in app.shown()


async def test_a_copy_that_knows_a_volume_by_name_only_means_that_volume() -> None:
    app = GoodsApp(Draft(mounts=(MountWish("", "scratch", "/s"),)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "☑ scratch" in app.shown()
        app.storage.focus_field(Field.STORAGE)
        await pilot.press("down", "down", "space")
        assert app.mounts == []


async def test_a_volume_that_is_gone_is_said_and_can_be_left_out() -> None:
    app = GoodsApp(Draft(mounts=(MountWish("v-old", "old", "/old"),)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "gone" in app.line("☑ old")
        app.storage.focus_field(Field.STORAGE)
        await pilot.press("space")
        assert app.mounts == []
        assert "old" not in app.shown()


async def test_rows_come_and_go_while_a_path_is_being_typed() -> None:
    app = GoodsApp(CKPT_MOUNTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.storage.focus_field(Field.STORAGE)
        await pilot.press("tab", "end", "x")
        app.picture = goods(volumes=(a_volume("aaa"), CKPT, a_volume("zzz")))
        app.show()
        await pilot.pause()
        await pilot.press("y")
        assert app.mounts == [("ckpt", "/ckptxy")]
        names = [line.row.name for line in app.storage._list.query("VolumeLine").results()]  # type: ignore[attr-defined]
        assert names == ["aaa", "ckpt", "zzz"]
        assert "corpus" not in app.shown()


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading(()), "reading volumes…"),
        (Reading((), CKPT.created_at, "timed out"), "volumes unknown: timed out"),
        (Reading((CKPT,), goods().now, "503"), "volumes unknown: 503; these are as they were"),
        (Reading((), goods().now), "no volumes yet"),
    ],
)
async def test_what_is_not_known_is_said(reading: Reading[tuple[Volume, ...]], words: str) -> None:
    app = GoodsApp(picture=replace(goods(), volumes=reading))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert words in app.shown()
        assert app.storage.focus_field(Field.STORAGE)


async def test_a_refusal_of_the_service_is_shown_here() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.show(refused_field=Field.STORAGE, refused_words="volume is attached")
        await pilot.pause()
        assert "refused: volume is attached" in app.shown()


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36)])
async def test_hostile_names_are_only_text(size: tuple[int, int]) -> None:
    evil = a_volume("[b]\x1b[31m" + "n" * 200, "ver[/]da/\u202eFIN", operation="resizing")
    app = GoodsApp(picture=goods(offers=(), volumes=(evil, CKPT)))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.storage.focus_field(Field.STORAGE)
        await pilot.press("space")
        assert "[b]" in app.shown()
        assert "\x1b" not in app.shown()
        assert "\u202e" not in app.shown()
        assert len(app.mounts) == 1


async def test_keys_pressed_ahead_go_to_the_volumes_they_were_meant_for() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.storage.focus_field(Field.STORAGE)
        await pilot.pause()
        app.press_at_once("space", "down", "down", "space", "down", "down", "enter")
        await pilot.pause()
        assert app.mounts == [("ckpt", "/ckpt"), ("scratch", "/scratch")]
        assert app.focused is app.storage.new
        assert app.new_volumes == 1


async def test_a_path_can_be_typed_right_behind_the_tick_and_takes_the_suggestions_place() -> None:
    app = GoodsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.storage.focus_field(Field.STORAGE)
        await pilot.pause()
        app.press_at_once("space", "tab", *"/data")
        await pilot.pause()
        await pilot.pause()
        assert [wish.path for wish in app.draft.mounts] == ["/data"]
