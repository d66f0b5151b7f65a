"""What is known at one moment that a launch depends on, and how well it is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from mimiry_tui.domain.account import Balance, Quota
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """The last good answer to one question."""

    value: T
    """Empty or None before the first answer."""
    as_of: datetime | None = None
    """When it came; None before the first one."""
    trouble: str = ""
    """Why the last attempt brought nothing, in a few words of ours; empty while all is well."""

    def age(self, now: datetime) -> timedelta | None:
        return None if self.as_of is None else max(timedelta(0), now - self.as_of)


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """The account's SSH key, as far as it could be read."""

    path: str = ""
    """For people: "~/.ssh/mimiry"."""
    fingerprint: str = ""
    line: str = ""
    """The whole line of the `.pub` file; empty where there is none."""
    trouble: str = ""
    """Why it cannot be used, in words; empty where it can."""
    signed_in: bool | None = None
    """Whether the service knows it; None before anything was asked."""
    signed_in_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """One moment's knowledge."""

    now: datetime
    offers: Reading[tuple[Offer, ...]]
    """All that have a GPU, sold out or not."""
    sessions: Reading[tuple[Session, ...]]
    """Live and ended, as far as loaded."""
    volumes: Reading[tuple[Volume, ...]]
    balance: Reading[Balance | None]
    quotas: Reading[tuple[Quota, ...]]
    key: KeyFacts = KeyFacts()
    read_only: bool = False
    minimum_volume_gb: Mapping[str, int] | None = None

    def session(self, session_id: str) -> Session | None:
        return next((one for one in self.sessions.value if one.id == session_id), None)
