"""Text for a bug report: one harmless line that names neither the person nor anything secret."""

from __future__ import annotations

import re
from pathlib import Path

from mimiry_tui.crash import HIDDEN, redact
from mimiry_tui.domain.safe_text import safe_text

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LONGEST = 400


def plain_words(text: str, home: Path) -> str:
    """The text on one line, the home folder as `~`, without addresses, tokens, keys or signatures."""
    return safe_text(_EMAIL.sub(HIDDEN, redact(under_home(text, home))), _LONGEST)


def under_home(text: str, home: Path) -> str:
    """The text with the home folder, which has the user's name in it, as `~`."""
    folder = str(home).rstrip("/")
    # Not where the name only begins alike: "/home/ann" is no part of "/home/anna".
    return re.sub(rf"(?<![\w/.-]){re.escape(folder)}(?![\w.-])", "~", text) if folder else text
