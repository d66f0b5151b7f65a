"""Troubles one can order: `--fault name[=rate][:[METHOD ]path-prefix]`.

They strike the same way every time for the same seed.
`lost:POST /api/compute/v1/sessions` loses the answers of launches and of nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

SKEW = timedelta(minutes=10)


class FaultKind(StrEnum):
    """What goes wrong with a request, or with the whole server (`skew`, `unknown-state`).

    `reset` hangs up before the request is heard, `lost` after it was carried out. `ignored` and `silent`
    do the same and never answer instead, so that the caller's patience ends it.
    """

    LATENCY = "latency"
    NO_BALANCE = "error402"
    CONFLICT = "error409"
    INVALID = "error422"
    QUOTA = "quota429"
    ERROR_500 = "error500"
    ERROR_502 = "error502"
    ERROR_503 = "error503"
    RATE_LIMIT = "rate429"
    MALFORMED = "malformed"
    TRUNCATED = "truncated"
    RESET = "reset"
    LOST = "lost"
    IGNORED = "ignored"
    SILENT = "silent"
    HTML = "html"
    SKEW = "skew"
    UNKNOWN_STATE = "unknown-state"


_OF_THE_SERVER = (FaultKind.SKEW, FaultKind.UNKNOWN_STATE)


class Fault(NamedTuple):
    """One ordered trouble: how often (0–1), under which path, and to which method; "" means all."""

    kind: FaultKind
    rate: float = 1.0
    prefix: str = "/"
    method: str = ""

    @classmethod
    def parse(cls, spec: str) -> Fault:
        """Read `name[=rate][:[METHOD ]path-prefix]`; raises ValueError saying what is wrong."""
        head, _, target = spec.partition(":")
        method, _, prefix = target.rpartition(" ")
        name, given, rate = head.partition("=")
        known = ", ".join(FaultKind)
        if name not in FaultKind.__members__.values():
            raise ValueError(f"unknown fault {name!r}; known: {known}")
        try:
            share = float(rate) if given else 1.0
        except ValueError:
            raise ValueError(f"fault rate {rate!r} is not a number") from None
        if not 0 <= share <= 1:
            raise ValueError(f"fault rate {rate} is not between 0 and 1")
        if method and not (method.isascii() and method.isalpha() and method.isupper()):
            raise ValueError(f"method {method!r} is not written like POST")
        if prefix and not prefix.startswith("/"):
            raise ValueError(f"path prefix {prefix!r} does not start with /")
        return cls(FaultKind(name), share, prefix or "/", method)


class Faults:
    """Decides, request by request, what goes wrong."""

    def __init__(self, ordered: Iterable[Fault] = (), seed: int = 1) -> None:
        import random  # the help of `simulate` does without

        self._ordered = tuple(ordered)
        self._rng = random.Random(f"{seed}/faults")
        self._seed = seed

    def order(self, *ordered: Fault) -> None:
        """From now on these troubles and no others."""
        self._ordered = ordered

    @property
    def skew(self) -> timedelta:
        """How far the server's clock is ahead."""
        skewed = any(fault.kind is FaultKind.SKEW and fault.rate > 0 for fault in self._ordered)
        return SKEW if skewed else timedelta()

    def strike(self, path: str, method: str = "GET") -> list[FaultKind]:
        """The troubles that hit this request."""
        return [
            fault.kind
            for fault in self._ordered
            if fault.kind not in _OF_THE_SERVER
            and path.startswith(fault.prefix)
            and fault.method in {"", method}
            and self._rng.random() < fault.rate
        ]

    def delay(self) -> float:
        """Seconds a late answer is late."""
        return self._rng.uniform(0.3, 2.0)

    def garbles_state(self, session_id: str) -> bool:
        """Whether this session always tells a state no one has heard of."""
        rate = max((f.rate for f in self._ordered if f.kind is FaultKind.UNKNOWN_STATE), default=0.0)
        import random

        return random.Random(f"{self._seed}/{session_id}").random() < rate
