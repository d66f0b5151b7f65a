"""What the line above a log says about the search in it."""

from __future__ import annotations

from bisect import bisect_left
from typing import Literal, NamedTuple

from mimiry_tui.live.logs.spool_search import SpoolSearch
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, fitted

_LONGEST_SHOWN = 40


class Finding(NamedTuple):
    """What is looked for, and how far that is."""

    text: str
    typing: bool
    """Whether the text stands in the prompt, where it need not be said again."""
    complaint: str
    search: SpoolSearch | None
    current: int | None
    """The line of the file that was gone to."""
    filtered: bool
    match_case: bool
    is_regex: bool


def complaint_parts(complaint: str) -> list[Part]:
    """Why something can't be done."""
    return [Part(toned(complaint, "bad"))] if complaint else []


def finding_parts(finding: Finding) -> list[Part]:
    """The parts, each with what a click on it does."""
    if finding.search is None and not finding.typing and not finding.complaint:
        return [
            Part(toned("/ ", "accent") + toned("search", "dim"), "search"),
            Part(toned("   @ ", "accent") + toned("go to a time", "dim"), "jump"),
        ]
    parts = []
    if not finding.typing:
        words = fitted(finding.text, _LONGEST_SHOWN)
        parts.append(Part(toned("/ ", "accent") + toned(words, "bright") + toned("  ", "dim"), "search"))
    if finding.complaint:
        parts += complaint_parts(finding.complaint)
    elif finding.search is not None:
        tone: Literal["bad", "dim"] = "bad" if finding.search.trouble else "dim"
        parts.append(Part(toned(counted(finding.search, finding.current), tone)))
    if finding.filtered:
        parts.append(Part(toned(" · ", "dim") + toned("only these", "watch"), "filter"))
    parts.append(Part(toned(" · ", "dim") + toned("Aa", _lit(finding.match_case)), "toggle_case"))
    parts.append(Part(toned(" · ", "dim") + toned(".*", _lit(finding.is_regex)), "toggle_regex"))
    return parts


def counted(search: SpoolSearch, current: int | None) -> str:
    """How many lines match so far, and the how manieth the reader is at."""
    if search.trouble:
        return search.trouble
    count = len(search.found)
    more = "" if search.complete else "…"
    if not count:
        return "searching…" if more else "no match"
    words = f"{count:,}{more} matching {'line' if count == 1 else 'lines'}"
    if current is None:
        return words
    place = bisect_left(search.found, current)
    return f"{place + 1:,} of {words}" if place < count and search.found[place] == current else words


def _lit(on: bool) -> Literal["accent", "dim"]:
    return "accent" if on else "dim"
