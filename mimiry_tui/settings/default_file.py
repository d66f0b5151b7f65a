"""The file as it is first written: every setting as a comment that says what it does and has its default."""

from __future__ import annotations

from collections.abc import Iterator

from mimiry_tui.settings.options import OPTIONS, PROFILE, TABLES
from mimiry_tui.settings.profile_options import PROFILE_OPTIONS
from mimiry_tui.settings.values import Option

_TOP = """\
# Settings of mimiry-tui. A line like #name = value is a setting at its default: take the sign away to
# change it. Changes are used at once; what cannot be used is named on screen, and the rest is.
"""
_KEYS = """\
# "launch" = "f5,n"
"""
_PROFILES = """\
# Accounts to switch between with p, a table for each. Its name is what --profile takes.
#[profiles.work]
"""


def default_file() -> str:
    """TOML that says nothing until something in it is uncommented."""
    return "\n".join(_blocks())


def limits(option: Option) -> str:
    """What a setting may be, in a few words: "2 to 3600 s", "comfortable, compact"; empty for free text."""
    if option.choices:
        return ", ".join(option.choices)
    if option.least and option.most:
        return f"{option.least:g} to {option.most:g}{f' {option.unit}' if option.unit else ''}"
    return ""


def _blocks() -> Iterator[str]:
    yield _TOP
    yield "".join(_lines(PROFILE))
    for table, words in TABLES.items():
        lines = [line for option in OPTIONS if option.table == table for line in _lines(option)]
        yield f"# {words}.\n[{table}]\n{''.join(lines) or _KEYS}"
    yield _PROFILES + "".join(line for option in PROFILE_OPTIONS for line in _lines(option))


def _lines(option: Option) -> Iterator[str]:
    may_be = limits(option)
    yield f"# {option.help.removesuffix('.')}{f' ({may_be})' if may_be else ''}.\n"
    yield f"#{option.key} = {option.literal(option.default)}\n"
