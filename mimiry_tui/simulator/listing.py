"""Filters and pages, the same for sessions and volumes (Mimiry compute API, sessions)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from mimiry_tui.simulator.validation import invalid

_Item = TypeVar("_Item")
_DEFAULT_LIMIT, _LARGEST_LIMIT = 50, 100


@dataclass(frozen=True)
class Facts:
    """What a filter looks at: every state word a record shows, its operation, its last durable change."""

    states: frozenset[str]
    operation: str
    updated_at: datetime

    @property
    def primary(self) -> str:
        return self.operation.partition("__")[0]


@dataclass(frozen=True)
class Query:
    """A parsed query string; empty sets and None filter nothing."""

    states: frozenset[str]
    not_states: frozenset[str]
    operations: frozenset[str]
    not_operations: frozenset[str]
    after: datetime | None
    before: datetime | None
    limit: int
    offset: int

    @classmethod
    def parse(cls, params: Mapping[str, str]) -> Query:
        """Raises `Refusal` 400 on a bad time or number."""
        limit = _number(params, "limit", _DEFAULT_LIMIT)
        if not 1 <= limit <= _LARGEST_LIMIT:
            raise invalid(f"limit must be between 1 and {_LARGEST_LIMIT}")
        return cls(
            _words(params, "state"),
            _words(params, "state_not"),
            _words(params, "operation"),
            _words(params, "operation_not"),
            _moment(params, "updated_after"),
            _moment(params, "updated_before"),
            limit,
            _number(params, "offset", 0),
        )

    def admits(self, facts: Facts) -> bool:
        """Whether a record passes every filter; operations are compared by their primary."""
        return (
            (not self.states or bool(self.states & facts.states))
            and not self.not_states & facts.states
            and (not self.operations or facts.primary in self.operations)
            and facts.primary not in self.not_operations
            and (self.after is None or facts.updated_at > self.after)
            and (self.before is None or facts.updated_at < self.before)
        )


def comma_list(text: str | None) -> frozenset[str]:
    """`a,b` as a set; nothing for an absent or empty parameter."""
    return frozenset(word.strip() for word in (text or "").split(",") if word.strip())


def _words(params: Mapping[str, str], key: str) -> frozenset[str]:
    return comma_list(params.get(key))


def _number(params: Mapping[str, str], key: str, default: int) -> int:
    text = params.get(key)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit():
        raise invalid(f"{key} must be a whole number")
    return int(text)


def _moment(params: Mapping[str, str], key: str) -> datetime | None:
    text = params.get(key)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(f"{key} must be an RFC 3339 time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def page(items: Iterable[_Item], query: Query) -> list[_Item]:
    """One page of an already ordered sequence."""
    return list(items)[query.offset : query.offset + query.limit]
