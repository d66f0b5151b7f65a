"""A new volume from within the form: what becomes of it is said where it was asked for."""

from __future__ import annotations

from pathlib import Path

from tests.support.launch_desk import LaunchDesk, a_draft, launch_desk


async def ask_for(desk: LaunchDesk, name: str, *more: str) -> None:
    """Fill in the dialog and send it off; back in the form afterwards."""
    await desk.press("ctrl+n")
    await desk.board.until(lambda: desk.board.app.screen is not desk.form)
    await desk.type(name)
    await desk.press(*more, "enter")
    await desk.board.until(lambda: desk.board.app.screen is desk.form)


async def test_a_refused_volume_is_told_once_stays_told_and_is_mended_not_typed_again(tmp_path: Path) -> None:
    async with launch_desk(a_draft, size=(120, 60), state_dir=tmp_path) as desk:
        app = desk.board.app
        await ask_for(desk, "giant", "tab", *"90000")
        await desk.board.until(lambda: desk.board.shows("giant: not created"))
        told = [one.message for one in app._notifications if "giant" in one.message]
        assert len(told) == 1
        app.clear_notifications()
        await desk.board.until(lambda: desk.board.text().count("giant") == 1)
        assert desk.board.shows("giant: not created"), "after the toast went"
        assert not desk.form.desk.draft.mounts
        await desk.press("ctrl+n")
        await desk.board.until(lambda: app.screen is not desk.form)
        assert desk.board.shows("90000")
        await desk.press("tab", *"200", "enter")
        await desk.board.until(lambda: bool(desk.form.desk.draft.mounts))
        (mount,) = desk.form.desk.draft.mounts
        assert mount.volume_name == "giant"
        await desk.board.until(lambda: not desk.board.shows("giant: not created"))
        assert desk.board.cloud.world.state.volumes[mount.volume_id].size_gb == 200


async def test_a_volume_whose_creation_is_in_doubt_is_said_to_be(tmp_path: Path) -> None:
    async with launch_desk(a_draft, size=(120, 60), state_dir=tmp_path) as desk:
        await ask_for(desk, "sim-volume-create-unheard")
        await desk.board.until(lambda: desk.board.shows("sim-volume-create-unheard: no answer · may exist"))
        assert not desk.form.desk.draft.mounts
