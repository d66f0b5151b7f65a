"""The tab of further figures: what a service tells of its own use, whatever that is."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from mimiry_tui.domain.account import Facts
from mimiry_tui.domain.durations import freshness
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.deeds.asked import Known
from mimiry_tui.live.deeds.doing import refusal_words
from mimiry_tui.ui.account.blocks import BESIDE, EMPTY, cut, heading, spoken, two, why_lines
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.toned import toned

if TYPE_CHECKING:
    from mimiry_tui.live.account import Account

_TWO_FROM = 100
"""Cells from which several reports stand in two columns."""
_WIDEST_NAME = 30
_MOST = 200


class Report(NamedTuple):
    """One of them, and what is known of it."""

    title: str
    known: Known[Facts]


def reports_of(account: Account) -> tuple[Report, ...]:
    """What is known of each that the service has."""
    known = account.deeds.reports
    return tuple(Report(title, known.of(key)) for key, title in account.cloud.extras.reports)


async def read_reports(account: Account) -> None:
    """Ask for each of them; one that fails says so in its own place."""
    await asyncio.gather(*(account.deeds.reports.read(key) for key, _ in account.cloud.extras.reports))


def report_lines(reports: Sequence[Report], now: datetime, width: int) -> list[Content]:
    """All lines of the tab, each at most that many cells."""
    if len(reports) < 2 or width < _TWO_FROM:
        return [EMPTY, *_apart([_report(one, now, width) for one in reports])]
    half = (width - BESIDE) // 2
    left = _apart([_report(one, now, half) for one in reports[::2]])
    right = _apart([_report(one, now, half) for one in reports[1::2]])
    return [EMPTY, *two(left, right, half, width)]


def _report(report: Report, now: datetime, width: int) -> list[Content]:
    known = report.known
    age = f"{freshness(now - known.as_of).text} ago" if known.as_of is not None else ""
    lines = [heading(safe_text(report.title, 60), age)]
    if known.error is not None:
        lines += why_lines(refusal_words(known.error), width, absent=False)
    if known.value is None:
        return lines if known.error is not None else [*lines, toned("loading…", "dim")]
    if not known.value.pairs:
        return [*lines, toned("says nothing", "dim")]
    return [*lines, *_pairs(known.value, width)]


def _pairs(facts: Facts, width: int) -> list[Content]:
    shown = [(safe_text(spoken(name)), value) for name, value in facts.pairs[:_MOST]]
    names = min(_WIDEST_NAME, max(len(name) for name, _ in shown))
    lines = [
        cut(toned(f"{safe_text(name, names):<{names}}  ", "dim") + safe(value, "$tone-text"), width)
        for name, value in shown
    ]
    rest = len(facts.pairs) - len(shown)
    return [*lines, toned(f"and {rest} more", "dim")] if rest > 0 else lines


def _apart(groups: list[list[Content]]) -> list[Content]:
    return [line for number, group in enumerate(groups) for line in ([EMPTY] if number else []) + group]
