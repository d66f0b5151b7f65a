"""Which keys the widget with the focus keeps for itself."""

from __future__ import annotations

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input

from mimiry_tui.ui.own_keys import takes_key


class Outer(Vertical):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("n,N", "turn(1)"), Binding("c", "never")]

    def action_turn(self, step: int) -> None:
        """Only its name is asked for."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action == "turn" and parameters == (1,)


class Inner(Widget, can_focus=True):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("w", "wrap")]


class Derived(Inner):
    """Has what its base has."""


class Form(App[None]):
    def compose(self) -> ComposeResult:
        with Outer():
            yield Derived()
        yield Input()


@pytest.mark.parametrize(
    ("key", "taken"), [("n", True), ("N", True), ("c", False), ("w", True), ("q", False)]
)
async def test_a_key_is_taken_by_what_has_the_focus_or_what_that_is_in(key: str, taken: bool) -> None:
    async with Form().run_test() as pilot:
        app = pilot.app
        assert takes_key(app.query_one(Derived), key, app.screen) is taken
        assert takes_key(app.query_one(Input), key, app.screen), "what is typed is text"
