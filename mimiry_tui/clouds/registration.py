"""Putting a new SSH key on an account by the guided way, as any cloud may offer it.

The person proves in a browser who they are; the program proves that it holds the key.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Protocol

from mimiry_tui.clouds.errors import CloudError, Refused
from mimiry_tui.domain.frozen import dataclass

_CODE_LENGTH = 8


class RegistrationState(StrEnum):
    """How far a registration is; a word nobody knows is `UNKNOWN`, and waited for like the others."""

    INITIATED = "initiated"
    PORTAL_VERIFIED = "portal_verified"
    KEY_SUBMITTED = "key_submitted"
    CHALLENGE_ISSUED = "challenge_issued"
    KEY_OWNERSHIP_PROVEN = "key_ownership_proven"
    COMPLETED = "completed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Instance:
    """One place where a service is offered."""

    name: str
    api_base: str


@dataclass(frozen=True, slots=True)
class RegistrationStatus:
    """What the service says of a registration; its texts are foreign."""

    state: RegistrationState
    email: str = ""
    """Of the account whose owner opened the page; "" while nobody has."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Started:
    """A registration under way."""

    registration_id: str = field(repr=False)
    """Whoever holds it may go on with the registration: a secret."""
    verify_url: str
    """The page for the person to open: http(s), and foreign text."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What to sign to prove that one holds the key."""

    data: bytes = field(repr=False)
    namespace: str
    """The SSHSIG namespace to sign it under."""


class RegistrationUnsupported(CloudError):
    """This deployment has no guided registration."""

    title = "No guided registration"
    hint = "add the public key in the portal: Profile → SSH Keys → Add Key"


class AlreadyRegistered(Refused):
    """Some account has this key already (409)."""

    title = "Key is registered already"
    hint = "sign in with it, or register another key"


class Registrar(Protocol):
    """The guided registration of one service. Every call may raise CloudError and nothing else.

    Calls that change something are sent exactly once.
    """

    async def start(self, title: str, *, pairing_code: str = "", email: str = "") -> Started:
        """Begin. `title` names the key on the account, `email` is the account it is meant for.

        Raises RegistrationUnsupported where there is no such flow.
        """
        ...

    async def status(self, started: Started) -> RegistrationStatus:
        """How far it is. Raises NotFound where the service knows nothing of it (any more)."""
        ...

    async def submit_key(self, started: Started, public_line: str) -> Challenge:
        """Hand over the public half. Raises AlreadyRegistered."""
        ...

    async def prove(self, started: Started, armored: bytes) -> None:
        """Hand over the armored SSHSIG of the challenge. Raises SignatureRefused."""
        ...

    async def cancel(self, started: Started) -> None:
        """Take it back, as far as that works; never raises."""
        ...

    async def aclose(self) -> None:
        """Close connections. No call may follow."""
        ...


class Signer(Protocol):
    """One SSH key that can sign: its file, the agent or a hardware key."""

    @property
    def public_line(self) -> str:
        """As in a `.pub` file: type, base64, comment."""
        ...

    @property
    def fingerprint(self) -> str:
        """`SHA256:` and unpadded base64, as OpenSSH prints it."""
        ...

    async def sign(self, data: bytes, namespace: str) -> bytes:
        """The armored SSHSIG. Raises KeyLocked or NoKey."""
        ...


def pairing_code_of(text: str) -> str:
    """A pairing code as the service writes it, `ABCD-1234`, from how people type it; "" for anything else."""
    signs = "".join(text.split()).replace("-", "").upper()
    if len(signs) != _CODE_LENGTH or not (signs.isascii() and signs.isalnum()):
        return ""
    return f"{signs[:4]}-{signs[4:]}"
