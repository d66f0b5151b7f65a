"""What a launch runs: the command, its name, and who is let in."""

from __future__ import annotations

from typing import Any

from textual import events

from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.domain.launching.picture import KeyFacts
from mimiry_tui.ui.launch.command_area import CommandArea
from mimiry_tui.ui.launch.run_section import RunSection
from tests.support.form_app import KEY, FormApp, a_picture

SCRIPT = "set -e\r\ntorchrun train.py \\\n  --out /ckpt\n"


def form(key: KeyFacts = KEY, **fields: Any) -> FormApp:
    return FormApp(RunSection(), draft=Draft(**fields), picture=a_picture(key=key))


async def test_a_command_is_written_on_several_lines_and_tab_leaves_it() -> None:
    app = form(has_command=True)
    async with app.run_test(size=(80, 24)) as pilot:
        app.sections[0].focus_field(Field.COMMAND)
        await pilot.press(*"set -e", "enter", *"python a.py")
        assert app.draft.command == "set -e\npython a.py"
        assert [" 1  set -e" in app.line("set -e"), " 2  python a.py" in app.line("python")] == [True, True]
        await pilot.press("tab", *"mine")
        assert (app.draft.command, app.draft.name) == ("set -e\npython a.py", "mine")


async def test_pasted_lines_stay_lines() -> None:
    app = form(has_command=True)
    async with app.run_test(size=(80, 24)) as pilot:
        app.sections[0].focus_field(Field.COMMAND)
        await pilot.pause()
        app.post_message(events.Paste(SCRIPT))
        await pilot.pause()
        assert app.draft.command.split("\n") == ["set -e", "torchrun train.py \\", "  --out /ckpt", ""]


async def test_an_interactive_session_keeps_its_command_for_the_way_back() -> None:
    app = form(has_command=True, command="python a.py")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.screen.query_one("#kind").focus()
        await pilot.press("right")
        assert not app.draft.has_command
        assert "python a.py" not in app.shown()
        assert app.sections[0].focus_field(Field.COMMAND), "where it is decided that there is none"
        await pilot.pause()
        assert app.screen.focused is app.screen.query_one("#kind")
        await pilot.click("#kind", offset=(1, 0))
        assert app.draft == Draft(has_command=True, command="python a.py")
        assert "python a.py" in app.shown()


async def test_the_keys_of_the_form_are_not_the_editors() -> None:
    app = form(has_command=True)
    async with app.run_test(size=(80, 24)) as pilot:
        app.sections[0].focus_field(Field.COMMAND)
        await pilot.press(*"abc", "ctrl+z")
        undone = app.draft.command
        assert undone != "abc"
        area = app.screen.query_one(CommandArea)
        for key in ("ctrl+y", "f6", "f7"):
            taken = events.Key(key, None)
            await area._on_key(taken)
            assert not taken._stop_propagation, f"{key} goes on to the form"
        assert app.draft.command == undone


async def test_a_command_from_outside_cannot_reach_the_terminal() -> None:
    app = form(has_command=True, command="echo \x1b]0;hi\x07 \u202e[bold]x")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "echo ␛]0;hi␇ �[bold]x" in app.shown()


async def test_the_name_is_as_suggested_until_one_is_typed() -> None:
    app = form(has_command=True, command="python train_llama.py", image="pytorch:2")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "train-llama" in app.line("name")
        assert app.draft.name == ""
        app.sections[0].focus_field(Field.NAME)
        await pilot.press(*"x" * 65)
        assert app.view().preflight.problem(Field.NAME) in app.shown()
        assert "64" in app.shown()


async def test_the_key_that_is_let_in_is_shown_with_its_fingerprint() -> None:
    app = form()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert f"~/.ssh/mimiry {KEY.fingerprint}" in app.line("ssh ")
        await pilot.resize_terminal(60, 20)
        assert "~/.ssh/mimiry SHA256:uJyA…HSKGE" in app.line("ssh ")
        await pilot.resize_terminal(54, 20)
        assert "…h/mimiry SHA256:uJyA…HSKGE" in app.line("ssh ")
        app.sections[0].focus_field(Field.SSH)
        await pilot.press("right")
        assert not app.draft.ssh_enabled
        assert "no way in" in app.line("ssh ")
        assert "SHA256" not in app.shown()


async def test_without_a_key_ssh_says_why() -> None:
    app = form(key=KeyFacts(path="~/.ssh/mimiry", trouble="~/.ssh/mimiry cannot be read"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "no key" in app.line("ssh ")
        assert "~/.ssh/mimiry cannot be read" in app.shown()


async def test_each_part_can_be_gone_to_in_a_small_terminal() -> None:
    app = form(has_command=True, command="\n".join("echo" for _ in range(30)))
    async with app.run_test(size=(60, 16)) as pilot:
        for field in RunSection.FIELDS:
            assert app.sections[0].focus_field(field)
            await pilot.pause()
            focused = app.screen.focused
            assert focused is not None
            assert focused.region.y < 16, f"{field} is in view"
            assert focused.region.bottom > 0
        assert not app.sections[0].focus_field(Field.IMAGE)


async def test_keys_pressed_ahead_go_where_tab_has_led() -> None:
    app = form(has_command=True)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one("#kind").focus()
        await pilot.pause()
        app.press_at_once(
            "tab", *"abx", "backspace", "c", "enter", *"d", "tab", *"name", "shift+tab", "home", "e"
        )
        await pilot.pause()
        assert (app.draft.command, app.draft.name) == ("abc\ned", "name")


async def test_a_command_can_be_typed_right_behind_the_choice_of_one() -> None:
    app = FormApp(RunSection())
    async with app.run_test(size=(80, 24)) as pilot:
        app.sections[0].focus_field(Field.COMMAND)
        await pilot.pause()
        app.press_at_once("right", "tab", *"ls", "enter", *"-l", "tab", *"mine")
        await pilot.pause()
        await pilot.pause()
        assert (app.draft.has_command, app.draft.command, app.draft.name) == (True, "ls\n-l", "mine")
