"""Progress over many lines: rounds and the bars inside them put together, and the time left."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from typing import NamedTuple

from mimiry_tui.domain.logs.progress import Epoch, Part, Progress, combine, read

_POINTS = 64
"""How many earlier readings the pace is taken from."""
_ENOUGH_SHARE = 0.02
_ENOUGH_TIME = timedelta(seconds=10)
"""What must lie between two readings before they say anything of the pace."""
_ROUNDED = 0.02
"""How far a reading may fall behind the one before without meaning that the work began anew."""
_LONGEST_LEFT = timedelta(days=365)
_OVER_AFTER = 20
"""Lines of other things after a bar was full: it belonged to a step on the way, now over."""


class _Point(NamedTuple):
    at: datetime
    share: float


class ProgressTracker:
    """The latest progress of one log. Feed it the lines in order; most of them say nothing."""

    def __init__(self) -> None:
        self.progress: Progress | None = None
        self._epoch: Epoch | None = None
        self._points: deque[_Point] = deque(maxlen=_POINTS)
        self._silent = 0

    def feed(self, line: str, at: datetime) -> None:
        """Take in a line printed, or seen, at that moment."""
        reading = read(line)
        if reading is None:
            self._silent += 1
            if self._silent >= _OVER_AFTER and self._epoch is None and self._is_full():
                self.progress = None
            return
        self._silent = 0
        if reading.epoch is not None:
            self._turn_to(reading.epoch)
        progress = combine(self._place(reading.part), reading.part)
        if progress is None:
            return
        self._note(_Point(at, progress.share))
        left = self._left_by_pace() or progress.left
        if progress.share >= 1:
            left = timedelta(0)
        elif left is None and self.progress is not None and self.progress.label == progress.label:
            left = self.progress.left_at(at)
        self.progress = Progress(progress.label, progress.share, left, at)

    def _is_full(self) -> bool:
        return self.progress is not None and self.progress.share >= 1

    def _turn_to(self, epoch: Epoch) -> None:
        """Go to another round; one named without its total keeps the total known."""
        total = epoch.total
        if total is None and self._epoch is not None:
            total = self._epoch.total
        if total is None or epoch.number > total:
            self._epoch = None if epoch.total is None else epoch
        else:
            self._epoch = Epoch(epoch.number, total, epoch.is_done)

    def _place(self, part: Part | None) -> Epoch | None:
        """The round that a bar or count belongs to: what follows a finished one is the next."""
        epoch = self._epoch
        if epoch is None or part is None:
            return epoch
        if part.label.startswith("global step"):
            return None
        if epoch.is_done and epoch.total is not None and epoch.number < epoch.total:
            return Epoch(epoch.number + 1, epoch.total, False)
        return epoch

    def _note(self, point: _Point) -> None:
        points = self._points
        if points and (point.share < points[-1].share - _ROUNDED or point.at < points[-1].at):
            points.clear()  # Begun anew: what was before says nothing of the pace.
            self.progress = None
        if points and point.at == points[-1].at:
            points.pop()
        elif len(points) == _POINTS:
            # Every other one goes, so that the pace is that of a long time.
            self._points = points = deque(list(points)[::2], _POINTS)
        points.append(point)

    def _left_by_pace(self) -> timedelta | None:
        first, last = self._points[0], self._points[-1]
        done, took = last.share - first.share, last.at - first.at
        if done < _ENOUGH_SHARE or took < _ENOUGH_TIME:
            return None
        seconds = took.total_seconds() * (1 - last.share) / done
        left = timedelta(seconds=min(seconds, _LONGEST_LEFT.total_seconds()))
        return timedelta(seconds=round(left.total_seconds()))
