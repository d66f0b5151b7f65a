"""On a terminal that is lower than the form, what one is at is in sight."""

from __future__ import annotations

from mimiry_tui.domain.launching.draft import Draft, Field, Variable
from mimiry_tui.ui.launch.run_section import RunSection
from mimiry_tui.ui.launch.storage_section import StorageSection
from tests.support.form_app import FormApp

MANY = tuple(Variable(f"VAR_{number}", f"value-{number}") for number in range(1, 41))


async def test_the_line_of_a_command_that_is_being_typed_is_in_sight() -> None:
    app = FormApp(StorageSection(), RunSection(), draft=Draft(has_command=True))
    async with app.run_test(size=(60, 10)) as pilot:
        app.sections[1].focus_field(Field.COMMAND)
        for number in range(8):
            await pilot.press(*f"line{number}", "enter")
        await pilot.pause()
        assert "line7" in app.shown()


async def test_the_variable_under_the_cursor_is_in_sight_and_so_is_the_line_that_changes_it() -> None:
    app = FormApp(RunSection(), draft=Draft(environment=MANY))
    async with app.run_test(size=(60, 16)) as pilot:
        app.sections[0].focus_field(Field.ENVIRONMENT)
        await pilot.pause()
        app.press_at_once(*["down"] * 30)
        await pilot.pause()
        await pilot.pause()
        assert "VAR_31 " in app.shown()
        await pilot.press("enter")
        await pilot.pause()
        assert "VAR_31  " in app.line(" = "), "the line that is typed in stands below the last one"
        await pilot.press("escape", "up", "up")
        await pilot.pause()
        assert "VAR_29 " in app.shown()
