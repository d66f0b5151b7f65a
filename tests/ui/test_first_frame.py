"""What is left undone before the first frame would have changed nothing in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.dom import DOMNode

from mimiry_tui.app import MimiryApp
from mimiry_tui.settings.preferences import Density, Look, Preferences
from mimiry_tui.settings.settings import Settings
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.dashboard import DashboardScreen

pytestmark = pytest.mark.asyncio


@pytest.fixture(autouse=True)
def _only_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop before settings and account."""
    monkeypatch.setattr(MimiryApp, "begin", lambda _: None)


def _app(theme: str | None = None, density: Density = Density.COMFORTABLE) -> MimiryApp:
    def never() -> None:
        raise AssertionError("it opens no account")

    settings = Settings(preferences=Preferences(look=Look(density=density)))
    return MimiryApp(Choice(ProfileMark("no one"), never), theme=theme, settings=settings)  # type: ignore[arg-type]


def _styles(app: MimiryApp) -> dict[DOMNode, object]:
    return {node: dict(node.styles.get_rules()) for node in app.screen.walk_children(with_self=True)}


@pytest.mark.parametrize("size", [(140, 45), (80, 24), (50, 12)])
@pytest.mark.parametrize(
    "made",
    [_app, lambda: _app("mimiry-light"), lambda: _app("nord"), lambda: _app(density=Density.COMPACT)],
    ids=["as it comes", "another theme", "one of Textual's themes", "compact"],
)
async def test_styling_everything_once_more_changes_nothing(
    made: Callable[[], MimiryApp], size: tuple[int, int]
) -> None:
    app = made()
    async with app.run_test(size=size):
        before = _styles(app)
        app.refresh_css(animate=False)
        app.screen.update_node_styles(animate=False)
        after = _styles(app)
        assert len(before) > 20
        assert before == after


async def test_a_theme_is_worn_from_the_first_style_on() -> None:
    app = _app("mimiry-light")
    async with app.run_test():
        shown = app.screen.styles.background.hex
        assert shown.lower() == str(app.get_theme("mimiry-light").background).lower()  # type: ignore[union-attr]


async def test_after_the_first_frame_a_class_on_the_screen_restyles_what_is_on_it() -> None:
    app = _app()
    async with app.run_test() as pilot:
        screen = app.screen
        assert isinstance(screen, DashboardScreen)
        body = screen.query(".pane-body").first()
        assert body.styles.border_left[0] == "round"
        screen.add_class("-compact")
        await pilot.pause()
        assert body.styles.border_left[0] != "round"
