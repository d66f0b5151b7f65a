"""The templates dialog: everything by keyboard and by mouse, and nothing lost without a question."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input

from mimiry_tui.domain.launching.draft import Criteria, Draft, Pick, Variable
from mimiry_tui.live.drafts.templates import FILE, Templates
from mimiry_tui.live.launches.launches import Recent
from mimiry_tui.ui.screens.question import QuestionScreen
from mimiry_tui.ui.screens.template_name import TemplateNameScreen
from mimiry_tui.ui.screens.templates import TemplatesScreen
from mimiry_tui.ui.widgets.template_list import TemplateList
from tests.support.clock import EPOCH
from tests.support.dialog_app import DialogApp

PATIENCE = 20.0
TRAIN = Draft(
    picks=(Pick("H100_80G_SXM"), Pick("A100_80G_SXM")),
    count="2",
    image="nvcr.io/nvidia/pytorch:24.01-py3",
    has_command=True,
    command="python train.py\necho done",
    max_duration="4h",
)
SHELL = Draft(by_criteria=True, criteria=Criteria(families=("Hopper",), min_vram_gb="40"), image="ubuntu")
FORM = Draft(image="example.org/new:1", name="the form", environment=(Variable("TOKEN", "hush"),))
LATELY = (
    Recent("train-llama", EPOCH - timedelta(minutes=3), Draft(image="lately:1"), "s-1", "lately:1"),
    Recent("older", EPOCH - timedelta(days=3), Draft(image="older:1"), "s-2", "older:1"),
)


class Dialog:
    """The dialog on an empty screen, and what it was left with."""

    def __init__(self, app: DialogApp, pilot: Pilot[None], templates: Templates) -> None:
        self.app = app
        self.pilot = pilot
        self.templates = templates
        self.left_with: list[Draft | None] = []

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let the thread that writes do its part."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"waited in vain; shown was:\n{self.app.shown()}"
            await self.pilot.pause()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    @property
    def list(self) -> TemplateList:
        return next(
            screen.query_one(TemplateList)
            for screen in self.app.screen_stack
            if isinstance(screen, TemplatesScreen)
        )

    @property
    def is_asking(self) -> bool:
        return isinstance(self.app.screen, QuestionScreen)


@asynccontextmanager
async def opened(
    folder: Path, *, recents: tuple[Recent, ...] = LATELY, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Dialog]:
    app, templates = DialogApp(), Templates(folder)
    async with app.run_test(size=size) as pilot:
        dialog = Dialog(app, pilot, templates)
        screen = TemplatesScreen(templates, recents, FORM, clock=app.clock)
        await app.push_screen(screen, dialog.left_with.append)
        await dialog.until(lambda: not screen.workers)
        yield dialog


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """Two templates, the second the default."""
    templates = Templates(tmp_path)
    await templates.save("train", TRAIN)
    await templates.save("shell", SHELL)
    await templates.set_default("shell")
    return tmp_path


async def on_disk(folder: Path) -> Templates:
    templates = Templates(folder)
    assert await templates.load()
    return templates


async def test_templates_and_recent_launches_say_what_they_would_launch(folder: Path) -> None:
    async with opened(folder, size=(120, 36)) as dialog:
        lines = [line.strip(" │") for line in dialog.app.shown().splitlines()]
        assert "train  2× H100 SXM, A100 SXM · pytorch:24.01-py3 · python train.py … · 4h" in lines
        assert "★ shell  any Hopper, 40 GB and more · ubuntu · interactive" in lines
        assert "train-llama   3 min  no GPU chosen · lately:1 · interactive" in lines
        assert "older           3 d  no GPU chosen · older:1 · interactive" in lines
        await dialog.app.clock.advance(60)
        await dialog.until(lambda: "4 min" in dialog.app.shown())


async def test_enter_loads_a_template_or_a_recent_launch(folder: Path) -> None:
    for keys, draft in (
        (("enter",), TRAIN),
        (("j", "enter"), SHELL),
        (("j", "j", "enter"), LATELY[0].draft),
        (("end", "enter"), LATELY[1].draft),
        (("escape",), None),
    ):
        async with opened(folder) as dialog:
            await dialog.press(*keys)
            assert dialog.left_with == [draft]


async def test_the_form_is_kept_under_a_name_without_its_secrets(folder: Path) -> None:
    async with opened(folder) as dialog:
        await dialog.press("end", "s", *"nightly", "enter")
        await dialog.until(lambda: dialog.list.template == "nightly")
        assert dialog.left_with == []
    kept = await on_disk(folder)
    assert kept.names == ("train", "shell", "nightly")
    assert kept.get("nightly") == Draft(image=FORM.image, name=FORM.name, environment=(Variable("TOKEN"),))
    assert "hush" not in (folder / FILE).read_text()


@pytest.mark.parametrize(
    ("answer", "kept"), [("y", FORM.image), ("escape", TRAIN.image), ("enter", TRAIN.image)]
)
async def test_a_template_is_replaced_only_after_a_question(folder: Path, answer: str, kept: str) -> None:
    async with opened(folder) as dialog:
        await dialog.press("ctrl+s", "enter")
        assert dialog.is_asking
        assert "train is there already: 2× H100 SXM" in dialog.app.shown()
        await dialog.press(answer)
        await dialog.until(lambda: not dialog.is_asking and not dialog.app.screen.workers)
    found = (await on_disk(folder)).get("train")
    assert found is not None
    assert found.image == kept


async def test_one_is_deleted_only_after_a_question(folder: Path) -> None:
    async with opened(folder) as dialog:
        await dialog.press("d", "n")
        assert dialog.templates.names == ("train", "shell")
        await dialog.press("d", "y")
        await dialog.until(lambda: dialog.templates.names == ("shell",))
        assert dialog.list.template == "shell", "the cursor stands on what is left"
    assert (await on_disk(folder)).names == ("shell",)


async def test_one_gets_another_name_but_never_that_of_another(folder: Path) -> None:
    async with opened(folder) as dialog:
        await dialog.press("r", *"shell", "enter")
        assert isinstance(dialog.app.screen, TemplateNameScreen)
        assert "there is a template of that name already" in dialog.app.shown()
        dialog.app.screen.query_one(Input).value = ""
        await dialog.press("enter")
        assert "a template needs a name" in dialog.app.shown()
        await dialog.press(*"daily", "enter")
        await dialog.until(lambda: dialog.list.template == "daily")
    assert (await on_disk(folder)).names == ("daily", "shell")


async def test_the_default_is_set_and_unset_with_one_key(folder: Path) -> None:
    async with opened(folder) as dialog:
        await dialog.press("f")
        await dialog.until(lambda: "★ train" in dialog.app.shown())
        assert "★ shell" not in dialog.app.shown()
        await dialog.press("f")
        await dialog.until(lambda: dialog.templates.default == "")


async def test_a_recent_launch_can_only_be_loaded(folder: Path) -> None:
    async with opened(folder) as dialog:
        await dialog.press("end")
        for button in ("delete", "rename", "default"):
            assert dialog.app.screen.query_one(f"#{button}", Button).disabled
        await dialog.press("d", "r", "f")
        assert isinstance(dialog.app.screen, TemplatesScreen)
        await dialog.until(lambda: not dialog.app.screen.workers)
        assert dialog.templates.default == "shell"


async def test_the_mouse_does_all_of_it_too(folder: Path) -> None:
    async with opened(folder) as dialog:
        await dialog.pilot.click("#default")
        await dialog.until(lambda: dialog.templates.default == "train")
        await dialog.pilot.click("#delete")
        await dialog.until(lambda: dialog.is_asking)
        await dialog.pilot.click("#yes")
        await dialog.until(lambda: dialog.templates.names == ("shell",))
        await dialog.pilot.click("#load")
        await dialog.until(lambda: dialog.left_with == [SHELL])


async def test_with_nothing_kept_it_says_how_to_begin(tmp_path: Path) -> None:
    async with opened(tmp_path, recents=()) as dialog:
        assert "none yet: s keeps the form as it is under a name" in dialog.app.shown()
        assert dialog.app.screen.query_one("#load", Button).disabled
        await dialog.press("enter", "d")
        assert dialog.left_with == []
        await dialog.press("s")
        assert "the form" in dialog.app.shown(), "the session's name is suggested"
        await dialog.press("enter")
        await dialog.until(lambda: dialog.list.template == "the form")


async def test_a_broken_file_is_told_and_hostile_names_are_only_text(folder: Path) -> None:
    hostile = Recent("[bold]x[/] \x1b[31m", EPOCH, Draft(image="[link=x]y"), "s", "")
    (folder / FILE).write_text('[[template]]\ntitle = "[red]a[/] \\u001b]0;x"\nimage = "\\u202ey"\n')
    async with opened(folder, recents=(hostile,)) as dialog:
        for words in ("[red]a[/] ␛]0;x", "[bold]x[/] ␛[31m", "[link=x]y"):
            assert words in dialog.app.shown()
        (folder / FILE).write_text("oops\n")
        await dialog.press("f")
        await dialog.until(lambda: "line 1 of templates.toml is not valid TOML" in dialog.app.shown())
        assert dialog.list.template is not None, "what was known stays"
