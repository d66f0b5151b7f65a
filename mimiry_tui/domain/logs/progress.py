"""How far a program is, read from what it prints.

Only what is hardly anything else counts as progress: an epoch or a step with its total, a bar, a
count in brackets, a percentage that says what it is of. Dates, versions, addresses, scores and
loads are left alone, and so is `1/1`, which says nothing.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from mimiry_tui.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One reading of a program's own progress."""

    label: str
    """Which work: "epoch 3/10", "step 120/500", "45%"."""
    share: float
    """Of the whole that was recognised, 0 to 1."""
    left: timedelta | None = None
    """Until that whole is done, at `at`; None while nothing can be said."""
    at: datetime | None = None
    """When it was printed (or seen), so that a reader can count `left` down."""

    def left_at(self, now: datetime) -> timedelta | None:
        """The time left at another moment, never negative."""
        if self.left is None or self.at is None:
            return self.left
        return max(timedelta(0), self.left - max(timedelta(0), now - self.at))


class Epoch(NamedTuple):
    """Which of several rounds is under way, or was just finished."""

    number: int
    total: int | None
    is_done: bool

    @property
    def finished(self) -> int:
        return self.number if self.is_done else self.number - 1


class Part(NamedTuple):
    """How far one bar or count is."""

    label: str
    share: float
    elapsed: timedelta | None = None
    left: timedelta | None = None


class Reading(NamedTuple):
    """What one line says of progress."""

    epoch: Epoch | None
    part: Part | None


LONGEST = 2_000
"""Characters of a line that are looked at, from its end."""

_ESCAPES = re.compile(r"\x1b(?:\[[0-9;:?]*[ -/]*[@-~]|[@-Z\\-_])")
_COUNT = r"(\d[\d,]{0,14})\s*(?:/|\bof\b)\s*(\d[\d,]{0,14})(?![\d.,/:-]*\d)(?!\s*[kMGT]i?B\b)"
_EPOCH = re.compile(rf"\bepochs?\b[\s:=#\[(]{{0,4}}(?:{_COUNT}|(\d{{1,7}})(?![\d.,/]))", re.IGNORECASE)
_STEP = re.compile(
    r"\b(global[ _]step|steps?|iter(?:ation)?s?|batch(?:es)?|chunk|shard|file|sample|example|image|frame"
    rf"|trial|task|item|download(?:ed|ing)?|processed|progress)\b[\s:=#\[(]{{0,4}}{_COUNT}",
    re.IGNORECASE,
)
_TQDM = re.compile(
    r"(\d{1,3}(?:\.\d+)?)%\|[^|]{0,400}\|\s*(?:([\d.]+)[kMGTP]?/([\d.]+)[kMGTP]?[A-Za-z]*\s*)?"
    r"\[((?:\d+:)?\d+:\d\d)<((?:\d+:)?\d+:\d\d|\?)"
)
_KERAS = re.compile(r"(?:^|\s)(\d{1,9})/(\d{1,9}) (?:\[[=>.\- ]{5,}\]|[━ ]{5,})")
_BRACKETS = re.compile(r"(?<![\w\])])[\[(]\s*(\d{1,9})\s*/\s*(\d{1,9})\s*[\])](?![\[(])")
_PERCENT = re.compile(
    r"(?:\b(?:progress|completed?|done|finished|processed|download(?:ed|ing)?|training)\b[\s:=(]{0,3}"
    r"|^\s*\[?\s*|\[[#=>\-. █*]{5,400}\]\s*|[█▉▊▋▌▍▎▏━]{3}[\s|\]]{0,40})"
    r"(\d{1,3}(?:\.\d+)?)\s?%(?P<after>\s*\||\s*(?:complete|done|finished)|)",
    re.IGNORECASE,
)
_PERCENT_ALONE = re.compile(r"^\s*(?:progress\b|\d{1,3}(?:\.\d+)?\s?%(?:\||\s*$|\s*(?:complete|done)))", re.I)
_FINISHED = re.compile(
    r"\b(?:done|finished|completed?|ended|val|valid(?:ation)?|val_\w+|eval\w*|train_loss|loss|acc\w*)\b", re.I
)
_INSIDE = re.compile(r"\b(?:start\w*|begin\w*|steps?|iter\w*|batch\w*)\b", re.I)
_MARKS = re.compile(r"[/%]|\bof\b|\bepoch\b", re.IGNORECASE)


def read_progress(line: str) -> Progress | None:
    """What one line alone says; None for the many that say nothing of the kind. Never raises."""
    reading = read(line)
    return None if reading is None else combine(reading.epoch, reading.part)


def read(line: str) -> Reading | None:
    """Epoch and part of a line as a terminal would show it in the end."""
    if not _MARKS.search(line):
        return None
    shown = _ESCAPES.sub("", line[-LONGEST:])
    shown = next((piece for piece in reversed(shown.split("\r")) if piece.strip()), "")
    round_ = _EPOCH.search(shown)
    # The epoch's own count is no count inside it.
    part = _part(shown if round_ is None else shown[: round_.start()] + " " + shown[round_.end() :])
    epoch = None if round_ is None else _epoch(round_, part)
    return Reading(epoch, part) if epoch is not None or part is not None else None


def combine(epoch: Epoch | None, part: Part | None) -> Progress | None:
    """The share of the whole: the epochs finished, and the part of the present one."""
    if epoch is None or epoch.total is None:
        return None if part is None else Progress(part.label, part.share, part.left)
    inside = part.share if part is not None and epoch.finished < epoch.total else 0.0
    share = min(1.0, (epoch.finished + inside) / epoch.total)
    left = None
    if part is not None and part.left is not None and part.elapsed is not None:
        rounds = max(0, epoch.total - epoch.finished - 1)
        left = part.left + rounds * (part.elapsed + part.left)
    return Progress(f"epoch {epoch.number}/{epoch.total}", share, left)


def _epoch(found: re.Match[str], part: Part | None) -> Epoch | None:
    number, total, alone = found.groups()
    if alone is not None:
        # Without a total it places only a bar or a count beside it.
        return Epoch(int(alone), None, False) if part is not None else None
    counted = _counted(number, total)
    if counted is None:
        return None
    at, of = counted
    rest = found.string[found.end() :]
    is_done = part is None and not _INSIDE.search(rest) and bool(_FINISHED.search(rest))
    return Epoch(at, of, is_done) if at else None


def _part(line: str) -> Part | None:
    bar = _TQDM.search(line)
    if bar is not None:
        percent, at, of, elapsed, left = bar.groups()
        share, label = _share(float(percent), 100.0), f"{float(percent):.0f}%"
        if at and of and (at + of).isdigit() and 0 <= int(at[:18]) <= int(of[:18]) != 0:
            # The percentage beside it is rounded.
            share, label = int(at[:18]) / int(of[:18]), f"{at}/{of}"
        return None if share is None else Part(label, share, _span(elapsed), _span(left))
    step = _STEP.search(line)
    if step is not None:
        return _of_count(*step.groups(), name=True)
    for pattern in (_KERAS, _BRACKETS):
        count = pattern.search(line)
        if count is not None:
            return _of_count("", *count.groups(), name=False)
    percentage = _PERCENT.search(line)
    if percentage is not None and (percentage["after"].strip() or _says_what_it_is(line, percentage)):
        share = _share(float(percentage[1]), 100.0)
        return None if share is None else Part(f"{float(percentage[1]):g}%", share)
    return None


def _says_what_it_is(line: str, percentage: re.Match[str]) -> bool:
    """Not merely a number with a percent sign at the start of a line about something else."""
    return bool(percentage[0].strip()[:1].strip("0123456789")) or bool(_PERCENT_ALONE.match(line))


def _of_count(word: str, at: str, of: str, *, name: bool) -> Part | None:
    counted = _counted(at, of)
    if counted is None:
        return None
    label = f"{counted[0]}/{counted[1]}"
    if name:
        word = word.lower().replace("_", " ")
        label = f"{word} {label}"
    return Part(label, counted[0] / counted[1])


def _counted(at: str, of: str) -> tuple[int, int] | None:
    """Both numbers, unless they say nothing or look like a day and a month."""
    if len(at) == len(of) == 2 and "0" in (at[0], of[0]):
        return None
    number, total = int(at.replace(",", "")), int(of.replace(",", ""))
    return (number, total) if 0 <= number <= total and total > 1 else None


def _share(value: float, whole: float) -> float | None:
    return value / whole if 0 <= value <= whole else None


def _span(words: str) -> timedelta | None:
    """ "01:02:03" or "02:03"; None for "?"."""
    if words == "?":
        return None
    seconds = 0
    for number in words.split(":"):
        seconds = seconds * 60 + min(int(number[:6]), 999_999)
    return timedelta(seconds=seconds)
