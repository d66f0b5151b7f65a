"""What is left behind when the program breaks: a report without secrets."""

from __future__ import annotations

import os
import platform
import re
import sys
import traceback
from datetime import datetime
from pathlib import Path

from mimiry_tui import __version__
from mimiry_tui.domain.safe_text import safe_text

HIDDEN = "[hidden]"
_SECRETS = re.compile(
    r"-----BEGIN [A-Z0-9 ]+-----.*?(?:-----END [A-Z0-9 ]+-----|\Z)"  # keys and signatures
    r"|eyJ[\w-]{8,}(?:\.[\w-]*){0,2}"  # JSON web tokens
    r"|mky_\w+"  # API keys
    r"|(?i:bearer)\s+\S+",
    re.DOTALL,
)


def redact(text: str) -> str:
    """The text without anything that looks like a token, a key or a signature."""
    return _SECRETS.sub(HIDDEN, text)


def report_text(error: BaseException, when: datetime) -> str:
    """What happened where, without the values of any variable."""
    lines = "".join(traceback.format_exception(error)).splitlines()
    return "\n".join(
        [
            f"mimiry-tui {__version__} · Python {platform.python_version()} · {platform.system()}",
            f"{when.isoformat(timespec='seconds')}",
            f"terminal {os.environ.get('TERM', '?')} · {os.environ.get('TERM_PROGRAM', '?')}",
            "",
            *(safe_text(line, 2_000) for line in redact("\n".join(lines)).split("\n")),
            "",
        ]
    )


def write_report(error: BaseException, when: datetime, folder: Path) -> Path | None:
    """Write the report, readable by its owner only, and return its path; None where it can't be."""
    path = folder / f"crash-{when:%Y%m%d-%H%M%S}.txt"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(report_text(error, when))
    except OSError as problem:
        sys.stderr.write(f"no crash report could be written: {problem.strerror}\n")
        return None
    return path
