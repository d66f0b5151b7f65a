"""Drawing the app as it looks, and comparing that with what a person has seen and accepted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest
from textual.app import App
from textual.pilot import Pilot

from mimiry_tui.ui.theme import DARK
from tests.support.dashboard import Dashboard, StagedDashboard
from tests.support.scenes import without_chance

DRAWN_BY = "8.2"
"""The release series of Textual that drew the accepted looks; another one may draw them otherwise."""


_HOW_TO_SEE = "snapshot_report.html shows the difference; if it is meant, run this with --snapshot-update"


class Comparison(Protocol):
    """`snap_compare` of pytest-textual-snapshot: whether the app looks as it did when accepted."""

    def __call__(
        self,
        app: App[Any],
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[Any]], Awaitable[None]],
    ) -> bool: ...


class Look(NamedTuple):
    """One picture: how to come to it, and on what terminal."""

    prepare: Callable[[Dashboard], Awaitable[None]]
    size: tuple[int, int] = (120, 36)
    theme: str = DARK
    with_key: bool = True


def check(snap_compare: Comparison, look: Look, state_dir: Path) -> None:
    """Fail where the app looks otherwise than accepted; it keeps its logs and history in `state_dir`."""
    stage = StagedDashboard(theme=look.theme, with_key=look.with_key, state_dir=state_dir)

    async def prepare(pilot: Pilot[str]) -> None:
        await look.prepare(await stage.opened(pilot))

    with without_chance():
        assert compare(snap_compare, stage.app, look.size, prepare), _HOW_TO_SEE


def compare(
    snap_compare: Comparison,
    app: App[Any],
    size: tuple[int, int],
    prepare: Callable[[Pilot[Any]], Awaitable[None]],
) -> bool:
    """Whether the app looks as accepted once `prepare` has come to the place."""
    _drawn_by_the_same_textual()
    try:
        return snap_compare(app, terminal_size=size, run_before=prepare)
    except AssertionError as nothing_drawn:
        # The app ended early and kept the reason to itself.
        raise app._exception or nothing_drawn from None


def _drawn_by_the_same_textual() -> None:
    installed = ".".join(version("textual").split(".")[:2])
    if installed != DRAWN_BY:
        pytest.fail(
            f"the accepted looks were drawn by Textual {DRAWN_BY}, installed is {installed}: put that in "
            "DRAWN_BY in tests/support/looks.py, run the tests of looks with --snapshot-update, and look at "
            "what has changed",
            pytrace=False,
        )
