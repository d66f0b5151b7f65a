"""No screen of ours can take away another one when it is dismissed twice."""

from __future__ import annotations

from textual.screen import ModalScreen, Screen, SystemModalScreen

import mimiry_tui.app  # noqa: F401  its screens count too
from mimiry_tui.ui.key_scopes import _kinds
from mimiry_tui.ui.screens.dismissed_once import DismissedOnce


def test_every_screen_goes_once() -> None:
    screens = [kind for kind in _kinds() if issubclass(kind, Screen)]
    assert len(screens) > 50
    assert [kind for kind in screens if kind.dismiss is not DismissedOnce.dismiss] == []


def test_every_dialog_lets_through_what_is_behind_it() -> None:
    # Textual's own palette brings its looks along whole.
    dialogs = [
        kind for kind in _kinds() if issubclass(kind, ModalScreen) and not issubclass(kind, SystemModalScreen)
    ]
    assert dialogs
    assert [kind for kind in dialogs if ModalScreen not in kind._css_bases(kind)] == []
