"""What the dashboard asks of any cloud. An adapter implements it; nothing above knows which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from mimiry_tui.clouds.extras import Extras
from mimiry_tui.domain.account import Balance, Facts, Quota, Transaction
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.launch import LaunchRequest, VolumeRequest
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session, SshEndpoint
from mimiry_tui.domain.volumes import Volume

T_co = TypeVar("T_co", covariant=True)


class Capability(StrEnum):
    """Something a cloud may or may not offer; a pane asks for these, never for a cloud's name."""

    OFFERS = "offers"
    SESSIONS = "sessions"
    EVENTS = "events"
    LOGS = "logs"
    LOGS_AFTER_END = "logs after the end"
    """Logs of ended sessions can still be had."""
    LAUNCH = "launch"
    CONTAINERS = "containers"
    """Launches are of containers: image, GPUs by wish, volumes. Else the cloud's own forms are used."""
    TERMINATE = "terminate"
    SSH = "ssh"
    """Sessions tell where their shell is, and the account's key opens it."""
    SSH_ACCESS = "ssh access"
    """Where a session's shell is, and the key to it, is asked for at each visit: `ssh_access`."""
    VOLUMES = "volumes"
    VOLUME_CREATE = "create volumes"
    VOLUME_EXTEND = "extend volumes"
    VOLUME_DELETE = "delete volumes"
    VOLUMES_DELETED = "deleted volumes"
    """Volumes that were deleted can still be listed."""
    BALANCE = "balance"
    QUOTAS = "quotas"
    TRANSACTIONS = "transactions"
    ACCOUNT_KEY = "account key"
    """The account signs in with an SSH key, which its sessions let in."""
    TOKEN_LIMITS = "token limits"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Page(Generic[T_co]):
    """One answer to a list call: its records in the order they came, and how many there are in all.

    When an answer equals the previous one to the same question, the adapter returns the very same
    Page, and a record that did not change is the very same object: `is` tells what to look at.
    """

    items: tuple[T_co | Unreadable, ...]
    total: int | None = None
    """Of the whole list, where the service tells it."""
    has_more: bool = False
    """Whether a further page is worth asking for."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The same deed by other means: one command or a few lines to copy, every value resolved.

    Only `$MIMIRY_TOKEN` may remain, and then the text holds the line that sets it.
    """

    key: str
    """One letter, unique among the recipes of a record."""
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ImageHint:
    """An image that a service's documents suggest."""

    uri: str
    words: str
    """What is known of it, in a few words; may be empty."""
    doubtful: bool = False
    """It was seen to fail."""


@dataclass(frozen=True, slots=True)
class AccountKey:
    """The public half of the key that signs in, and that a session lets in."""

    path: Path
    """The private half's, whether or not it exists."""
    fingerprint: str
    """`SHA256:` and unpadded base64, as OpenSSH prints it."""
    line: str
    """As in a `.pub` file: type, base64, comment."""


@dataclass(frozen=True, slots=True)
class EndingWords:
    """How the end of a session from here is spoken of."""

    verb: str = "terminate"
    """As the service calls it: "cancel", "stop"."""
    warning: str = ""
    """What is lost by it, said before it is done."""


@dataclass(frozen=True, slots=True)
class SshAccess:
    """A way into one session for one visit."""

    endpoint: SshEndpoint
    private_key: str = field(default="", repr=False)
    """As in a key file; empty where the account's own key opens it."""


class Cloud(Protocol):
    """One account at one service. Every call may raise CloudError and nothing else.

    Calls that change something are sent exactly once, whatever happens.
    """

    @property
    def origin(self) -> str:
        """Scheme, host and port of the service."""
        ...

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the service has at all; `why_not` knows also what this account may not."""
        ...

    def why_not(self, capability: Capability) -> str:
        """Why that cannot be had here, in one line for people; empty where it can.

        Either the service has no such thing, or it was learned from its answers that this account may
        not: then the missing scope is named.
        """
        ...

    @property
    def extras(self) -> Extras:
        """What else can be done there."""
        ...

    @property
    def ending(self) -> EndingWords: ...

    async def ssh_access(self, session_id: str) -> SshAccess:
        """Ask for a way in (`Capability.SSH_ACCESS`); a sleeping session wakes up by it.

        Raises InvalidState where the session has none now.
        """
        ...

    @property
    def read_only(self) -> bool:
        """Calls that change something raise ReadOnly without sending anything."""
        ...

    @property
    def portal(self) -> str:
        """The web page where a person manages the account."""
        ...

    def recipes(self, session: Session, key_path: Path | None) -> tuple[Recipe, ...]:
        """How else to reach this session: curl, the vendor's own programs."""
        ...

    @property
    def image_hints(self) -> tuple[ImageHint, ...]:
        """Images worth suggesting."""
        ...

    @property
    def minimum_volume_gb(self) -> Mapping[str, int]:
        """The smallest volume of each provider that has such a limit."""
        ...

    @property
    def signed_in_until(self) -> datetime | None:
        """When the present token ends; None without one."""
        ...

    def account_key(self) -> AccountKey:
        """The key in use. Blocks on the disk; raises NoKey where there is none."""
        ...

    def launch_json(self, request: LaunchRequest) -> bytes:
        """Exactly what `launch` would send."""
        ...

    def launch_recipes(self, request: LaunchRequest, key_path: Path | None) -> tuple[Recipe, ...]:
        """How else to launch the same: curl, the vendor's own programs, a few lines of code."""
        ...

    @property
    def skew(self) -> timedelta | None:
        """How far the service's clock is ahead of ours, by its last `Date` header."""
        ...

    def unlock(self, passphrase: str) -> None:
        """Keep a passphrase in memory for the key; the next call tries it."""
        ...

    async def offers(self) -> Page[Offer]: ...

    async def live_sessions(self) -> Page[Session]:
        """Every session that has not ended, newest first, all pages."""
        ...

    async def ended_sessions(self, offset: int = 0, limit: int = 50) -> Page[Session]:
        """One page of ended sessions, newest first."""
        ...

    async def session(self, session_id: str) -> Session:
        """One session with all its events."""
        ...

    async def logs(self, session_id: str, *, tail: int, timestamps: bool) -> str:
        """The last `tail` lines of a running session's log.

        Raises StillBooting with `retry_after` while it boots, InvalidState when it is not running.
        """
        ...

    async def launch(self, request: LaunchRequest) -> Session:
        """Sent once. SessionRequest where sessions are containers, else FormRequest; never the other."""
        ...

    async def terminate(self, session_id: str) -> None: ...

    async def volumes(self, *, deleted: bool = False) -> Page[Volume]:
        """Every volume, all pages; those deleted only when asked for."""
        ...

    async def volume(self, volume_id: str) -> Volume: ...

    async def create_volume(self, request: VolumeRequest) -> Volume: ...

    async def extend_volume(self, volume_id: str, size_gb: int) -> None: ...

    async def delete_volume(self, volume_id: str) -> None: ...

    async def balance(self) -> Balance: ...

    async def quotas(self) -> tuple[Quota, ...]: ...

    async def transactions(self, limit: int = 100) -> Page[Transaction]: ...

    async def token_limits(self) -> Facts: ...

    async def me(self) -> Facts: ...

    async def aclose(self) -> None:
        """Close connections. No call may follow."""
        ...
