"""One account among several: what was last seen of it, and how that is doing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.domain.accounting.combined import Purse
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.settings import Profile


@dataclass(frozen=True, slots=True)
class Joining:
    """An account that is to be looked at."""

    name: str
    opening: Callable[[], AbstractAsyncContextManager[Profile]]
    """Makes it ready to be used, and cleans up after it; may raise OpeningError."""


@dataclass(frozen=True, slots=True)
class Member:
    """What is known of it now."""

    name: str
    sessions: tuple[Session | Unreadable, ...] = ()
    """Those that have not ended, newest first, as last told."""
    as_of: datetime | None = None
    """Wall time (UTC) of the last good answer about sessions; None before the first."""
    error: CloudError | None = None
    """Of the last attempt; None after a success."""
    trouble: str = ""
    """Why it could not be opened at all; foreign text may be in it."""
    balance: Money | None = None
    balance_as_of: datetime | None = None
    volumes: tuple[Volume, ...] = ()
    no_balance: str = ""
    """Why there is no balance, in one line; empty where there is one, or it is not known yet."""
    place: str = ""
    """Which service at which host; empty before it is opened."""
    same_as: str = ""
    """The name of another that turned out to be the same account; then all that is known is there."""

    @property
    def is_known(self) -> bool:
        """Whether its sessions were ever told."""
        return self.as_of is not None

    @property
    def is_opening(self) -> bool:
        """Whether its first answer is still to come."""
        return not (self.is_known or self.error or self.trouble)

    @property
    def is_answering(self) -> bool:
        """Whether the last attempt went well."""
        return self.is_known and not (self.error or self.trouble)

    @property
    def live(self) -> tuple[Session, ...]:
        """Its readable sessions."""
        return tuple(one for one in self.sessions if isinstance(one, Session))

    @property
    def purse(self) -> Purse:
        """What it costs and has."""
        return Purse(self.name, self.live, self.volumes, self.balance, self.balance_as_of)


def place_of(profile: Profile) -> str:
    """What two accounts must have in common to be the same one."""
    return f"{profile.cloud} {profile.api_base}"
