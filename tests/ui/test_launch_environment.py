"""The environment of a launch: typed, pasted, read from files; its values stay out of sight."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from mimiry_tui.domain.launching.draft import Draft, Field, Variable
from mimiry_tui.ui.launch.environment_rows import MASK, EnvironmentRows
from mimiry_tui.ui.launch.environment_table import EnvironmentTable
from mimiry_tui.ui.launch.run_section import RunSection
from tests.support.form_app import FormApp

SECRET = "s3cr3t-token="
TOKEN, EPOCHS = Variable("TOKEN", SECRET), Variable("EPOCHS", "10")


def form(*variables: Variable) -> FormApp:
    return FormApp(RunSection(), draft=Draft(environment=variables))


def pairs(app: FormApp) -> list[tuple[str, str]]:
    return [(one.name, one.value) for one in app.draft.environment]


def go(app: FormApp) -> None:
    app.sections[0].focus_field(Field.ENVIRONMENT)


async def test_a_variable_is_added_by_keyboard_alone_and_its_value_is_never_seen() -> None:
    app = form()
    async with app.run_test(size=(80, 24)) as pilot:
        go(app)
        await pilot.press("enter", *"TOKEN", "enter")
        for key in "s3cr3t":
            await pilot.press(key)
            assert "s3c" not in app.shown()
        assert pairs(app) == [("TOKEN", "s3cr3t")], "every letter counts at once"
        await pilot.press("enter", "enter", *"EPOCHS=10", "enter")
        assert pairs(app) == [("TOKEN", "s3cr3t"), ("EPOCHS", "10")]
        assert f"TOKEN   {MASK}" in app.shown()
        assert isinstance(app.screen.focused, EnvironmentRows)


async def test_a_variable_is_changed_taken_back_and_removed() -> None:
    app = form(TOKEN, EPOCHS)
    async with app.run_test(size=(80, 24)) as pilot:
        go(app)
        await pilot.press("down", "enter", "backspace", *"2")
        assert pairs(app) == [("TOKEN", SECRET), ("EPOCHS", "12")]
        await pilot.press("escape")
        assert pairs(app) == [("TOKEN", SECRET), ("EPOCHS", "10")]
        await pilot.press("enter", "ctrl+u", *"3", "tab")
        assert pairs(app) == [("TOKEN", SECRET), ("EPOCHS", "3")], "leaving the line keeps it"
        go(app)
        await pilot.press("d")
        assert pairs(app) == [("TOKEN", SECRET)]


async def test_one_value_is_shown_until_the_cursor_leaves_it() -> None:
    app = form(TOKEN, EPOCHS)
    async with app.run_test(size=(80, 24)) as pilot:
        go(app)
        await pilot.press("v")
        assert SECRET in app.shown()
        assert f"EPOCHS  {MASK}" in app.shown()
        for leaving in ("v", "down", "tab"):
            go(app)
            app.screen.query_one(EnvironmentRows).go(0)
            await pilot.pause()
            if SECRET not in app.shown():
                await pilot.press("v")
            assert SECRET in app.shown()
            await pilot.press(leaving)
            assert SECRET not in app.shown(), leaving


async def test_a_shown_value_is_changed_in_clear_and_a_masked_one_is_not() -> None:
    app = form(TOKEN)
    async with app.run_test(size=(80, 24)) as pilot:
        go(app)
        await pilot.press("enter")
        assert SECRET not in app.shown()
        await pilot.press("escape", "v", "enter", *"xyz")
        assert f"{SECRET}xyz" in app.shown()
        await pilot.press("enter", "enter")
        assert "xyz" not in app.shown()


@pytest.mark.parametrize("keys", [(), ("enter",)], ids=["on the lines", "on a name"])
async def test_pasted_assignments_become_variables(keys: tuple[str, ...]) -> None:
    app = form(EPOCHS)
    async with app.run_test(size=(80, 24)) as pilot:
        go(app)
        await pilot.press("down", *keys)
        app.post_message(
            events.Paste(f"# mine\r\nexport TOKEN='{SECRET}'\r\nEPOCHS=20\r\nwhat is {SECRET}\r\n")
        )
        await pilot.pause()
        assert pairs(app) == [("EPOCHS", "20"), ("TOKEN", SECRET)]
        assert "2 variables from what was pasted; left out: line 4" in app.shown()
        assert "s3cr3t" not in app.shown()


async def test_a_value_takes_a_pasted_token_or_key_whole_and_splits_only_assignments() -> None:
    key = "-----BEGIN KEY-----\nMIIB=\nAAAA==\n-----END KEY-----"
    app = form(Variable("KEY"))
    async with app.run_test(size=(80, 24)) as pilot:
        go(app)
        for pasted in ("abcd==", "NAME=value", key):
            await pilot.press("enter", "ctrl+u")
            app.post_message(events.Paste(f"{pasted}\n"))
            await pilot.pause()
            assert pairs(app) == [("KEY", pasted)]
            await pilot.press("escape")
        await pilot.press("enter")
        app.post_message(events.Paste("A=1\nB=2\n"))
        await pilot.pause()
        assert pairs(app) == [("KEY", ""), ("A", "1"), ("B", "2")]


async def test_a_file_is_read_and_what_is_wrong_with_it_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a long path would leave no room for what is told
    (tmp_path / "my.env").write_text(f"TOKEN={SECRET}\n12={SECRET}\n")
    app = form()
    async with app.run_test(size=(120, 36)) as pilot:
        go(app)
        await pilot.press("f", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "which file?" in app.shown()
        app.post_message(events.Paste("."))
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "that is no file" in app.shown()
        app.post_message(events.Paste("/my.env"))
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert pairs(app) == [("TOKEN", SECRET)]
        assert "left out: line 2" in app.shown()
        assert "s3cr3t" not in app.shown()
        assert isinstance(app.screen.focused, EnvironmentRows)


async def test_values_are_saved_only_when_that_is_said() -> None:
    app = form(TOKEN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "values are not saved" in app.shown()
        go(app)
        await pilot.press("s")
        assert app.draft.keep_values
        assert "values are saved" in app.shown()
        at = app.shown_at("values are saved")
        await pilot.click("#env-rows", offset=(at - app.left_of("#env-rows"), 1))
        assert not app.draft.keep_values


async def test_a_wrong_name_is_told_in_its_line_and_gone_to() -> None:
    app = form(TOKEN, Variable("1ST", "x"), Variable("TOKEN", "y"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "does not start with a digit" in app.line("1ST")
        assert app.shown().count("named twice") == 1
        go(app)
        await pilot.press("d")
        assert [name for name, _ in pairs(app)] == ["TOKEN", "TOKEN"]


async def test_no_value_is_in_the_words_of_any_object() -> None:
    app = form()
    async with app.run_test(size=(80, 24)) as pilot:
        heard: list[str] = []
        table = app.screen.query_one(EnvironmentTable)
        go(app)
        app.post_message(events.Paste(f"TOKEN={SECRET}"))
        await pilot.press("up", "enter")
        heard += [repr(app.draft), repr(app.told), repr(table)]
        heard += [repr(widget) for widget in app.screen.walk_children()]
        assert pairs(app) == [("TOKEN", SECRET)]
        assert not [words for words in heard if "s3cr3t" in words]


async def test_variables_of_another_draft_take_the_place_of_what_is_being_typed() -> None:
    app = form(TOKEN)
    async with app.run_test(size=(80, 24)) as pilot:
        go(app)
        await pilot.press("enter", *"abc")
        app.put(environment=(EPOCHS,))
        await pilot.pause()
        assert pairs(app) == [("EPOCHS", "10")]
        assert "TOKEN" not in app.shown()
        assert not app.screen.query_one("#env-edit").display
        assert isinstance(app.screen.focused, EnvironmentRows)


async def test_a_foreign_name_or_value_cannot_reach_the_terminal() -> None:
    app = form(Variable("A\x1b[31m[bold]", "\x1b]0;x\x07[red]" + "é" * 500))
    async with app.run_test(size=(60, 24)) as pilot:
        go(app)
        await pilot.press("v")
        assert "A␛[31m[bold]" in app.shown()
        assert "␛]0;x␇[red]é" in app.shown()
        assert "\x1b" not in app.shown()


async def test_keys_pressed_ahead_reach_the_line_they_were_meant_for() -> None:
    app = form(EPOCHS)
    async with app.run_test(size=(80, 24)) as pilot:
        go(app)
        await pilot.pause()
        app.press_at_once(
            "a", *"dad", "enter", *"s3cr3d", "backspace", "t", "enter", "enter", *"b", "tab", *"2"
        )
        await pilot.pause()
        assert pairs(app) == [("EPOCHS", "10"), ("dad", "s3cr3t"), ("b", "2")]
        assert "s3cr3" not in app.shown()


async def test_the_line_under_the_cursor_is_tinted_while_it_has_the_focus() -> None:
    app = form(TOKEN, EPOCHS)
    async with app.run_test(size=(80, 24)) as pilot:
        rows = app.screen.query_one(EnvironmentRows)

        def tints() -> list[object]:
            """Of the first cell of each line."""
            styles = (next(iter(rows.render_line(y))).style for y in range(2))
            return [style.bgcolor if style is not None else None for style in styles]

        plain, _ = tints()
        go(app)
        await pilot.pause()
        assert tints() != [plain, plain]
        assert tints()[1] == plain
        await pilot.press("down")
        assert tints()[0] == plain
        assert tints()[1] != plain
