"""The findings as people and as scripts read them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from textwrap import wrap

from mimiry_tui import __version__
from mimiry_tui.commands.doctor.findings import Finding, Group, Level, worst
from mimiry_tui.commands.doctor.schema import VERSION
from mimiry_tui.commands.plain_words import plain_words

_SIGNS = {Level.OK: "✓", Level.WARN: "⚠", Level.FAIL: "✗"}
_PLAIN_SIGNS = {Level.OK: "+", Level.WARN: "!", Level.FAIL: "x"}
_ARROW, _PLAIN_ARROW = "→", ">"
_COLOURS = {Level.OK: "32", Level.WARN: "33", Level.FAIL: "31"}
_HEADINGS = {group: group.value.capitalize() for group in Group} | {Group.STORAGE: "Disk"}


_LEAST_ROOM = 20


def is_coloured(is_tty: bool, env: Mapping[str, str]) -> bool:
    """Whether signs are printed in colour: only for a person, and only for one who likes it."""
    return is_tty and not env.get("NO_COLOR") and env.get("TERM") not in {None, "", "dumb"}


def can_print_signs(encoding: str | None) -> bool:
    """Whether an output of this character set has the signs; else all would be one and the same `?`."""
    try:
        "".join((*_SIGNS.values(), _ARROW)).encode(encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def as_text(
    findings: Sequence[Finding],
    home: Path,
    *,
    coloured: bool = False,
    width: int | None = None,
    has_signs: bool = True,
) -> str:
    """One line per finding under its group's heading, and what helps below it.

    With a `width` in columns, lines go on below their words.
    """
    signs, arrow = (_SIGNS, _ARROW) if has_signs else (_PLAIN_SIGNS, _PLAIN_ARROW)
    if coloured:
        signs = {level: f"\x1b[{_COLOURS[level]}m{sign}\x1b[0m" for level, sign in signs.items()}
    lines: list[str] = []
    for group, members in groupby(findings, key=lambda finding: finding.group):
        lines += ["", _HEADINGS[group]]
        for finding in members:
            took = "" if finding.seconds is None else f"  {_took(finding.seconds)}"
            words = f"{plain_words(finding.words, home)}{took}"
            lines += _hung(f"  {signs[finding.level]} ", words, 4, width)
            if finding.fix:
                lines += _hung(f"    {arrow} ", plain_words(finding.fix, home), 6, width)
    return "".join(f"{line}\n" for line in lines)


def summary(findings: Sequence[Finding]) -> str:
    """How many of them are how bad."""
    failures = sum(finding.level is Level.FAIL for finding in findings)
    warnings = sum(finding.level is Level.WARN for finding in findings)
    parts = [
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((failures, "failure"), (warnings, "warning"))
        if count
    ]
    return ", ".join(parts) or "All is well."


def as_json(findings: Sequence[Finding], home: Path) -> str:
    """As `schema.SCHEMA` says, on several lines."""
    report = {
        "version": VERSION,
        "program": __version__,
        "level": worst(findings).value,
        "findings": [
            {
                "id": finding.id,
                "group": finding.group.value,
                "level": finding.level.value,
                "words": plain_words(finding.words, home),
                "fix": plain_words(finding.fix, home),
                "seconds": None if finding.seconds is None else round(finding.seconds, 3),
            }
            for finding in findings
        ],
    }
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def _hung(lead: str, words: str, indent: int, width: int | None) -> list[str]:
    """The words behind their lead, which is `indent` columns wide, and below themselves."""
    if width is None:
        return [f"{lead}{words}"]
    room = max(_LEAST_ROOM, width - indent)
    # Paths and commands stay whole: they are there to be copied.
    first, *more = wrap(words, room, break_long_words=False, break_on_hyphens=False) or [""]
    return [f"{lead}{first}", *(f"{' ' * indent}{rest}" for rest in more)]


def _took(seconds: float) -> str:
    """ "84 ms", "2.4 s"."""
    return f"{seconds * 1000:.0f} ms" if seconds < 0.9995 else f"{seconds:.1f} s"
