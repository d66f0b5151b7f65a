"""The quicker ways that all these tests go give every widget just what Textual's own would."""

from __future__ import annotations

from textual.layout import Layout

from mimiry_tui.ui.launch.run_section import RunSection
from mimiry_tui.ui.launch.storage_section import StorageSection
from mimiry_tui.ui.theme import DARK, LIGHT
from tests.support.form_app import FormApp
from tests.support.quick_styles import as_textual_says


def said_otherwise(app: FormApp) -> dict[str, object]:
    """The rules of widgets on the screen that are not as Textual finds them, by widget."""
    return {
        str(node): (ours, theirs)
        for node in (app, *app.screen.walk_children(with_self=True))
        if (ours := comparable(node.styles.base.get_rules()))
        != (theirs := comparable(as_textual_says(node).get_rules()))
    }


def comparable(rules: object) -> dict[str, object]:
    """Each widget has a layout of its own."""
    assert isinstance(rules, dict)
    return {name: one.name if isinstance(one, Layout) else one for name, one in rules.items()}


async def test_widgets_look_as_their_style_sheet_says_at_first_in_focus_and_in_another_theme() -> None:
    for _ in range(2):  # first found out, then known from the app before
        app = FormApp(RunSection(), StorageSection(), theme=DARK)
        async with app.run_test(size=(80, 24)) as pilot:
            assert not said_otherwise(app)
            for _ in range(4):
                await pilot.press("tab")
                assert not said_otherwise(app)
            app.theme = LIGHT
            await pilot.pause()
            assert not said_otherwise(app)
            app.screen.add_class("-narrow")
            app.screen.disabled = True
            await pilot.pause()
            assert not said_otherwise(app)
