"""A screen that has a reason of its own to go leaves alone what stands before it, and goes after that."""

from __future__ import annotations

from textual.app import App

from mimiry_tui.ui.screens.dialog import Dialog


async def test_one_that_is_done_behind_another_goes_when_that_has_gone() -> None:
    app: App[None] = App()
    answers: list[str | None] = []
    async with app.run_test() as pilot:
        dialog: Dialog[str] = Dialog()
        question: Dialog[str] = Dialog()
        first = app.screen
        await app.push_screen(dialog, answers.append)
        await app.push_screen(question, answers.append)
        dialog.dismiss_in_turn("found")
        await pilot.pause()
        assert app.screen is question
        question.dismiss("asked")
        await pilot.pause()
        assert answers == ["asked", "found"]
        assert app.screen is first


async def test_one_in_front_goes_at_once_and_once() -> None:
    app: App[None] = App()
    answers: list[str | None] = []
    async with app.run_test() as pilot:
        behind: Dialog[str] = Dialog()
        dialog: Dialog[str] = Dialog()
        await app.push_screen(behind)
        await app.push_screen(dialog, answers.append)
        dialog.dismiss_in_turn("found")
        dialog.dismiss_in_turn("found")
        dialog.dismiss("given up")
        await pilot.pause()
        assert answers == ["found"]
        assert app.screen is behind
