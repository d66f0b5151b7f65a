"""Which lines of a block of spool lines hold some bytes, found at the speed of the C library."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from mimiry_tui.live.logs.spool_format import PREFIX

_SAMPLE = 4096
_RARE = 4
"""What is found so seldom in a sample is worth leaping to; more often, and lines are looked at one by one."""

_DIGIT = b"0123456789"
_STAMP = [b"LSGMlsgm", *(_DIGIT if sign == "0" else sign.encode() for sign in "0000-00-00")]
_STAMP += [b"Tt", *(_DIGIT if sign == "0" else sign.encode() for sign in "00:00:00.000"), b"Zz", b" "]
"""What stands at each place before a text."""


class Needle:
    """Bytes to look for in lines, not empty and without a line feed."""

    def __init__(self, wanted: bytes, *, ignore_case: bool) -> None:
        """`ignore_case` goes for the letters of ASCII."""
        self._ignore_case = ignore_case
        self._wanted = wanted.lower() if ignore_case else wanted
        capitals = self._wanted.upper() if ignore_case else self._wanted
        self._signs = [tuple({*pair}) for pair in zip(self._wanted, capitals, strict=True)]
        self._rarest = 0
        self._in_stamps = _can_begin_in_stamp(self._wanted)

    def lines_in(self, data: bytes, first: int, inside: Sequence[tuple[int, int]] = ()) -> list[int]:
        """The numbers, from `first`, of the lines of this block whose text, behind the stamp, holds it.

        `inside` are places in it where a line begins, each with that line's number.
        """
        if self._is_common(self._rarest, data):
            self._rarest = min(range(len(self._wanted)), key=lambda place: self._frequency(place, data))
        if not self._is_common(self._rarest, data):
            return self._few(data, first, inside, self._by_sign(data, self._rarest))
        if self._ignore_case:
            data = data.lower()
        if data.count(self._wanted, 0, _SAMPLE) <= _RARE:
            return self._few(data, first, inside, self._by_all(data))
        return self._many(data, first)

    def _is_common(self, place: int, data: bytes) -> bool:
        return self._frequency(place, data) > _RARE

    def _frequency(self, place: int, data: bytes) -> int:
        return sum(data.count(sign, 0, _SAMPLE) for sign in self._signs[place])

    def _by_sign(self, data: bytes, place: int) -> Iterator[int]:
        """Where it is. One byte is looked for many times faster than several."""
        wanted, length = self._wanted, len(self._wanted)
        found = []
        for sign in self._signs[place]:
            at = data.find(sign)
            while at >= 0:
                found.append(at - place)
                at = data.find(sign, at + 1)
        for start in sorted(found):
            piece = data[max(0, start) : start + length]
            if (piece.lower() if self._ignore_case else piece) == wanted:
                yield start

    def _by_all(self, data: bytes) -> Iterator[int]:
        at = data.find(self._wanted)
        while at >= 0:
            yield at
            at = data.find(self._wanted, at + 1)

    def _many(self, data: bytes, first: int) -> list[int]:
        # Text of one byte a character: looking into it costs half of looking into bytes.
        wanted = self._wanted.decode("latin-1")
        lines = enumerate(data.decode("latin-1").split("\n"), first)
        if self._in_stamps:
            return [number for number, line in lines if line.find(wanted, PREFIX) > 0]
        return [number for number, line in lines if wanted in line]

    def _few(
        self, data: bytes, first: int, inside: Sequence[tuple[int, int]], places: Iterator[int]
    ) -> list[int]:
        numbers: list[int] = []
        line, start = first, 0
        for at in places:
            if at < start:
                continue  # in a line that is counted already
            known = bisect_right(inside, at, key=itemgetter(0))
            if known and inside[known - 1][0] > start:
                start, line = inside[known - 1]
            if known < len(inside) and inside[known][0] - at < at - start:
                line = inside[known][1] - data.count(b"\n", at, inside[known][0])
            else:
                line += data.count(b"\n", start, at)
            start = data.rfind(b"\n", start, at) + 1 or start
            if at - start < PREFIX:
                continue  # in the stamp, which is not text
            numbers.append(line)
            line += 1
            start = data.find(b"\n", at) + 1
        return numbers


def _can_begin_in_stamp(wanted: bytes) -> bool:
    """Whether a stamp, or the end of one and the text behind it, can look like it."""
    return any(
        all(byte in allowed for byte, allowed in zip(wanted, _STAMP[place:], strict=False))
        for place in range(len(_STAMP))
    )
