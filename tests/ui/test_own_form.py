"""The launch form of a cloud's own, from the first key to the session, or back to the form."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from textual.events import Key
from textual.pilot import Pilot

from mimiry_tui.clouds.errors import BadRequest, TooManyRequests, Unreachable
from mimiry_tui.domain.doing.forms import Choice, Field, FieldKind, Form, Role
from mimiry_tui.domain.launch import FormRequest
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.ui.forms.form_start import Start
from tests.support.fake_extras import RUN
from tests.support.own_form_app import MACHINES, OwnFormApp, own_form, until

NEW = Form(
    "new",
    "New sandbox",
    (
        Field("workspace", "workspace", FieldKind.LINE, role=Role.VOLUME),
        Field(
            "system",
            "system",
            FieldKind.CHOICE,
            "what it boots",
            choices=(Choice("standard", "standard"), Choice("pi", "pi")),
            default="standard",
        ),
    ),
    verb="create",
)
LAUNCHED = build_session(id="s1", name="train", state="submitted")


def sent(app: OwnFormApp) -> list[FormRequest]:
    found = [call.arguments[0] for call in app.cloud.calls if call.name == "launch"]
    assert all(isinstance(one, FormRequest) for one in found)
    return [one for one in found if isinstance(one, FormRequest)]


def kept_in(folder: Path) -> str:
    """Everything that is written below it."""
    return "".join(path.read_text() for path in folder.rglob("*") if path.is_file())


async def type_in(pilot: Pilot[Any], *texts: str) -> None:
    """Each text, then tab; all keys of a text at once."""
    for text in texts:
        await pilot.press(*["space" if one == " " else one for one in text], "tab")


async def test_a_form_is_filled_in_by_keys_alone_and_launched_once(tmp_path: Path) -> None:
    app = OwnFormApp(tmp_path)
    app.cloud.answer("launch", LAUNCHED)
    async with own_form(app) as (screen, pilot):
        await pilot.press("ctrl+l")
        assert "not launched: script first" in app.shown()
        assert screen.focused is not None
        assert "needed" in app.shown()
        await type_in(pilot, "./train.py")
        # The dearest machine in all, then an image of those that are asked for once it is chosen.
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: "€10.32/h" in app.shown())
        await pilot.press("t", "o", "r", "c", "h", "enter")
        await type_in(pilot, "4h", " ", "50", "")
        assert "at most €41.28 in 4h" in app.shown()
        await pilot.press(*["shift+tab"] * 1)
        await pilot.press("a", "W", "B", "enter", *"zq9", "enter")
        shown = app.shown()
        assert "zq9" not in shown
        assert "✓ ready" in shown
        assert "run for ≤ €41.28" in shown
        await pilot.press("ctrl+l", "ctrl+l")
        await until(pilot, lambda: bool(app.launched))
        assert app.launched == ["s1"]
        (request,) = sent(app)
        assert dict(request.values) == {
            "name": "train",
            "script": "./train.py",
            "offer": MACHINES[1].id,
            "image": "torch",
            "limit": "4h",
            "persistent": "yes",
            "disk_gb": "50",
            "environment": "WB=zq9",
        }
        assert request.name == "train"
        await app.account.form_drafts.flush()
        assert app.account.form_drafts.draft("run") is None, "it has become a session"
        files = kept_in(tmp_path)
        assert "./train.py" in files, "the journal knows what was launched"
        assert "zq9" not in files
        form, values = app.account.launches.form_of("s1") or ("", {})
        assert (form, values["environment"]) == ("run", "WB=")


async def test_what_the_service_refuses_stands_in_its_field_and_the_form_can_be_sent_again(
    tmp_path: Path,
) -> None:
    app = OwnFormApp(tmp_path, start=Start("run", {"script": "true", "limit": "1h"}, words="a copy of train"))
    app.cloud.answer("launch", BadRequest("limit is over the quota"), LAUNCHED)
    async with own_form(app, (80, 24)) as (screen, pilot):
        await until(pilot, lambda: "a copy of train" in app.shown())
        await pilot.press("ctrl+r")
        assert "Before you launch" in app.shown()
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "not launched" in app.shown())
        assert "Before you launch" not in app.shown(), "back where it can be put right"
        await until(pilot, lambda: "limit is over the quota" in screen.view.notes["limit"].words)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: bool(app.launched))
        assert len(sent(app)) == 2


async def test_files_are_sent_before_it_and_what_fails_or_is_stopped_launches_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("1,2")
    values = {"script": "true", "files": str(data), "limit": "1h"}
    app = OwnFormApp(None, start=Start("run", values))
    app.cloud.answer("launch", LAUNCHED)
    app.extras.failing_uploads["data.csv"] = TooManyRequests("slow down")
    app.extras.found["image"] = Unreachable("no route")
    async with own_form(app) as (screen, pilot):
        await until(pilot, lambda: "✓ data.csv" in app.shown())
        await until(pilot, lambda: "cannot be told: Offline: no route" in app.shown())
        app.extras.found["image"] = (Choice("ubuntu", "ubuntu"),)
        screen.view.focus_field("image")
        await pilot.press("down")
        await until(pilot, lambda: "cannot be told" not in app.shown())
        await pilot.press("down", "enter")
        assert screen.view.values["image"] == "ubuntu"

        await pilot.press("ctrl+l")
        await until(pilot, lambda: "data.csv could not be sent" in app.shown())
        app.extras.failing_uploads.clear()
        app.extras.held_upload = asyncio.Event()
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "sending data.csv · 1 of 1 · 50 bytes of 100 bytes" in app.shown())
        assert "esc stop" in app.shown()
        await pilot.press("escape")
        await until(pilot, lambda: "not launched: stopped before it was sent" in app.shown())
        app.extras.held_upload.set()
        await pilot.pause()
        assert not sent(app)
        assert not app.launched, "the form is there still"
        await pilot.press("ctrl+l")
        await until(pilot, lambda: bool(app.launched))
        assert sent(app)[0].uploads == ((str(data), "id-data.csv"),)


async def test_each_form_keeps_its_draft_and_what_was_emptied_comes_back(tmp_path: Path) -> None:
    app = OwnFormApp(tmp_path)
    app.extras.launch_forms = (RUN, NEW)
    async with own_form(app, (80, 24)) as (screen, pilot):
        assert "◉ Run a script   ○ New sandbox" in app.shown()
        await pilot.click(screen.tabs, offset=(20, 0))
        await until(pilot, lambda: "workspace" in app.shown())
        await pilot.press("ctrl+o")
        # Typed ahead: what comes before the key is meant for the one form, what comes behind for the other.
        for key in ("x", "ctrl+o", "l"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: screen.views["new"].values.get("workspace") == "l")
        assert screen.views["run"].values["name"] == "x"
        await pilot.press("tab", "right", "escape")
        await until(pilot, lambda: app.launched == [None])
        assert app.account.form_drafts.draft("new") == {"workspace": "l", "system": "pi"}

        await app.open_form()
        await until(pilot, lambda: "as you left it" in app.shown())
        assert "create" in app.shown().splitlines()[-1], "the form that was last typed in"
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "name         x" in app.shown())
        assert "│ image        none ▾" in app.shown(), "a form that is turned to is as high as its fields"
        await pilot.press("alt+0")
        await until(pilot, lambda: "emptied · alt+0 brings it back" in app.shown())
        assert app.account.form_drafts.draft("run") is None
        await pilot.press("alt+0")
        await until(pilot, lambda: "as it was before" in app.shown())
        assert app.account.form_drafts.draft("run") == {"name": "x", "disk_gb": "2"}


async def test_foreign_text_in_a_form_is_only_text() -> None:
    text = "[bold]x[/]\x1b]0;pwned\x07\u202e"
    app = OwnFormApp(None)
    words = f"{text}here"
    form = Form(
        "odd",
        words,
        (
            Field("a", words, FieldKind.LINE, words, unit=text, placeholder=words, section=words),
            Field(
                "b",
                words,
                FieldKind.CHOICE,
                words,
                choices=tuple(Choice(f"{n}{text}", words, words) for n in "12345"),
            ),
            Field("c", words, FieldKind.AREA, words, placeholder=words),
        ),
        words=words,
    )
    app.extras.launch_forms = (form,)
    async with own_form(app) as (screen, pilot):
        screen.view.focus_field("b")
        await pilot.press("down", "space")
        shown = app.shown()
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert screen.view.values["b"] == f"1{text}"
        assert "[bold]x[/]" in shown
