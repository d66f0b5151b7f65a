"""A parser whose help teaches: what can be typed, each line beside what it does."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import Any

_GAP = 3
_LEAST_WORDS = 24
"""Columns that the words need beside the lines; with fewer they go below."""


class GuideParser(argparse.ArgumentParser):
    """Adds lists of two columns to the help; they and everything else keep to the terminal's width."""

    def __init__(
        self, *, lists: Iterable[tuple[str, Sequence[tuple[str, str]]]] = (), **options: Any
    ) -> None:
        """`lists` are headings, each with what is typed and what it does."""
        super().__init__(**options)
        self._lists = tuple(lists)

    def format_help(self) -> str:
        parts = [super().format_help().rstrip("\n")]
        parts += [two_columns(heading, rows, help_width()) for heading, rows in self._lists]
        return "\n\n".join(parts) + "\n"


def help_width() -> int:
    """Columns for help; argparse takes the same."""
    import shutil  # `--version` does without it

    return shutil.get_terminal_size().columns - 2


def two_columns(heading: str, rows: Sequence[tuple[str, str]], width: int) -> str:
    """A heading, and below it each row's line and words.

    Side by side where there is room, else the words below their line. A line is never broken:
    it is there to be copied.
    """
    from textwrap import wrap

    left = max(len(line) for line, _ in rows)
    room = width - 2 - left - _GAP
    out = [f"{heading}:"]
    for line, words in rows:
        if room >= _LEAST_WORDS:
            first, *more = wrap(words, room)
            out.append(f"  {line:<{left}}{' ' * _GAP}{first}")
            out += [f"{' ' * (2 + left + _GAP)}{rest}" for rest in more]
        else:
            out.append(f"  {line}")
            out += [f"      {rest}" for rest in wrap(words, max(_LEAST_WORDS, width - 6))]
    return "\n".join(out)
