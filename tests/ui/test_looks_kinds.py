"""The looks of what only some services have: forms of their own, what else can be done, and lists."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from mimiry_tui.ui.forms.form_start import Start
from mimiry_tui.ui.theme import CONTRAST, LIGHT
from tests.support.deed_stage import DeedStage
from tests.support.looks import Comparison, compare
from tests.support.own_form_app import MACHINES, OwnFormApp, until

LEFT = {
    "script": "pip install -e .\npython train.py --epochs 3",
    "offer": MACHINES[1].id,
    "image": "torch",
    "limit": "4h",
    "environment": "WANDB_API_KEY=secret",
    "ssh_keys": "k1",
}


class FormApp(OwnFormApp):
    """Ends what goes on behind the form with it."""

    async def on_unmount(self) -> None:
        await self.close()


def test_a_form_of_a_services_own_looks_as_accepted(snap_compare: Comparison) -> None:
    app = FormApp(None, start=Start("run", LEFT, words="a copy of train"), theme=LIGHT)

    async def prepare(pilot: Pilot[Any]) -> None:
        screen = await app.open()
        await until(pilot, lambda: "a copy of train" in app.shown() and "■ laptop" in app.shown())
        screen.view.focus_field("offer")
        await pilot.pause()

    assert compare(snap_compare, app, (120, 36), prepare)


def test_what_else_can_be_done_looks_as_accepted(snap_compare: Comparison) -> None:
    app = DeedStage()

    async def prepare(pilot: Pilot[Any]) -> None:
        await app.open()
        await until(pilot, lambda: "a actions" in app.shown())
        await pilot.press("a")

    assert compare(snap_compare, app, (80, 24), prepare)


def test_lists_look_as_accepted(snap_compare: Comparison) -> None:
    app = DeedStage(theme=CONTRAST)

    async def prepare(pilot: Pilot[Any]) -> None:
        await app.open()
        await until(pilot, lambda: "a actions" in app.shown())
        await pilot.press("A")
        await until(pilot, lambda: "nightly-eval" in app.shown())

    assert compare(snap_compare, app, (110, 24), prepare)
