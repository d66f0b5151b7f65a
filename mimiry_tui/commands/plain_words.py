"""Text for a bug report: one harmless line that names neither the person nor anything secret."""

from __future__ import annotations

import os
import re
from pathlib import Path
from shlex import quote

from mimiry_tui.crash import HIDDEN, redact
from mimiry_tui.domain.safe_text import safe_text

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_USER_IN_URL = re.compile(r"(?<=://)[^\s/@]+@")
_LONGEST = 400


def plain_words(text: str, home: Path) -> str:
    """The text on one line, the home folder as `~`, without addresses, tokens, keys or signatures."""
    text = _USER_IN_URL.sub(f"{HIDDEN}@", redact(under_home(text, home)))
    return safe_text(_EMAIL.sub(HIDDEN, text), _LONGEST)


def in_command(path: Path) -> str:
    """A path as a command to copy needs it: in quotes where a shell would not read it as one word."""
    return quote(str(path))


def under_home(text: str, home: Path) -> str:
    """The text with the home folder, which has the user's name in it, as `~`: as it is called, and as it is.

    Blocks on the disk: the home folder may be a link.
    """
    return _under(_under(text, str(home)), os.path.realpath(home))


def _under(text: str, folder: str) -> str:
    folder = folder.rstrip("/")
    # Within quotes a shell knows no `~`: there it comes before them.
    text = text.replace(quote(f"{folder}/ ")[:-2], "~/'") if folder else text
    # Not where the name only begins alike: "/home/ann" is no part of "/home/anna".
    return re.sub(rf"(?<![\w/.-]){re.escape(folder)}(?![\w.-])", "~", text) if folder else text
