"""The looks people get, drawn and compared with those a person has seen and accepted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import NamedTuple, Protocol

import pytest
from textual.app import App
from textual.pilot import Pilot

from mimiry_tui.ui.theme import CONTRAST, DARK, LIGHT
from tests.support.dashboard import Dashboard, StagedDashboard
from tests.support.screenshots import first_run

DRAWN_BY = "8.2"
"""The release series of Textual that drew the accepted looks; another one may draw them otherwise."""


class Comparison(Protocol):
    """`snap_compare` of pytest-textual-snapshot: whether the app looks as it did when accepted."""

    def __call__(
        self,
        app: App[str],
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[str]], Awaitable[None]],
    ) -> bool: ...


class Look(NamedTuple):
    """One picture: how to come to it, and on what terminal."""

    prepare: Callable[[Dashboard], Awaitable[None]]
    size: tuple[int, int] = (120, 36)
    theme: str = DARK
    with_key: bool = True


async def filled(shown: Dashboard) -> None:
    await shown.filled()


async def help_shown(shown: Dashboard) -> None:
    await shown.filled()
    await shown.press("question_mark")


async def farewell(shown: Dashboard) -> None:
    await shown.filled()
    await shown.press("q")


LOOKS = {
    "dark": Look(filled),
    "light": Look(filled, theme=LIGHT),
    "contrast": Look(filled, theme=CONTRAST),
    "ansi": Look(filled, theme="ansi-dark"),
    "small": Look(filled, size=(80, 24)),
    "wide": Look(filled, size=(200, 60)),
    "help": Look(help_shown),
    "farewell": Look(farewell),
    "signed-out": Look(first_run, with_key=False),
    "too-small": Look(filled, size=(50, 12)),
}


@pytest.fixture(autouse=True)
def drawn_by_the_same_textual() -> None:
    installed = ".".join(version("textual").split(".")[:2])
    if installed != DRAWN_BY:
        pytest.fail(
            f"the accepted looks were drawn by Textual {DRAWN_BY}, installed is {installed}: put that in "
            "DRAWN_BY in tests/ui/test_looks.py, run it with --snapshot-update, and look at what has changed",
            pytrace=False,
        )


@pytest.mark.parametrize("name", LOOKS)
def test_it_looks_as_accepted(snap_compare: Comparison, name: str) -> None:
    look = LOOKS[name]
    stage = StagedDashboard(theme=look.theme, with_key=look.with_key)

    async def prepare(pilot: Pilot[str]) -> None:
        await look.prepare(await stage.opened(pilot))

    try:
        same = snap_compare(stage.app, terminal_size=look.size, run_before=prepare)
    except AssertionError as nothing_drawn:
        # The app ended early and kept the reason to itself.
        raise stage.app._exception or nothing_drawn from None
    assert same, "snapshot_report.html shows the difference; if it is meant, run this with --snapshot-update"
