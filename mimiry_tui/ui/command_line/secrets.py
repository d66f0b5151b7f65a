"""What of a typed command is not remembered: a launch may have a token in what it runs."""

from __future__ import annotations

import re

from mimiry_tui.crash import redact
from mimiry_tui.ui.command_line.parsing import without_values

_CALLED = r"(?:token|secret|passw|passphrase|pwd|api[_-]?key|access[_-]?key|credential)"
_NAME = rf"(?<![\w.-])(?=[\w.-]*?{_CALLED})"
"""A name begins here that says what it is of. Each name is looked at once, so that no line takes long."""
_VALUE = r"""(?:\\"[^"]*\\"|"[^"]*"|'[^']*'|(?:\\.|[^\s'"\\;&|])+)"""
_GIVEN = re.compile(rf"({_NAME}(?:-[\w.-]*+ \s*+|[\w.-]++(?:\s*+=|:)\s*+)){_VALUE}", re.IGNORECASE)
"""`--token abc`, `HF_TOKEN=abc`, `X-Api-Key: abc`."""
_KNOWN = re.compile(
    r"(?i:bearer)\s+[^\s'\"\\]+|\b(?:hf_|gh[opsu]_|github_pat_|glpat-|sk-|xox[abp]-|AKIA)[\w-]{12,}"
)
"""Tokens that say by themselves what they are."""
_USER = re.compile(r"(?<=://)[^\s/@'\"]+@")
"""Who logs in, and by what, in an address."""
LEFT_OUT = "…"


def without_secrets(line: str) -> str:
    """The line without the values of environment variables, and of what is called like a secret or is one."""
    kept = redact(_KNOWN.sub(LEFT_OUT, without_values(line)))
    kept = _USER.sub(f"{LEFT_OUT}@", kept)
    return _GIVEN.sub(rf"\1{LEFT_OUT}", kept)
