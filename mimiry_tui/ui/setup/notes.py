"""What is known so far in the set-up: chosen and typed, kept while going back and forth."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mimiry_tui.live.setup.probing import InstanceAnswer
    from mimiry_tui.ssh.key_finding import FoundKey


class Place(IntEnum):
    """The four parts of the way."""

    KEY = 0
    SERVICE = 1
    REGISTER = 2
    DONE = 3


@dataclass(frozen=True, slots=True)
class ChosenKey:
    """The key that shall sign in."""

    path: Path
    fingerprint: str
    is_new: bool = False
    """Made just now: no service can know it yet."""
    has_file: bool = True
    """Its private half is in a file; else ssh-agent alone can sign with it."""
    wants_touch: bool = False
    """It is in hardware, which may wait for a finger."""


@dataclass(slots=True)
class Notes:
    """Changed by the stages, each its own part."""

    api_base: str
    key: ChosenKey | None = None
    passphrase: str | None = field(default=None, repr=False)
    """Only until the set-up is left: nothing writes it anywhere."""
    found: tuple[FoundKey, ...] | None = None
    """The keys of this machine; None before they were looked for."""
    answers: tuple[InstanceAnswer, ...] | None = None
    """What the known instances said; None before they were asked."""
    slug: str = ""
    title: str = ""
    pairing_code: str = ""
    email: str = ""
    told_to_wait: tuple[str, float] | None = None
    """At which service that key does not sign in before which second of the clock: it wants that waited."""
    registered_by: str = ""
    """The account that took the key just now, as the service calls it."""

    def choose(self, key: ChosenKey, passphrase: str | None = None) -> None:
        """Go on with that key; what opened another one is forgotten."""
        if self.key is None or key.path != self.key.path or passphrase is not None:
            self.passphrase = passphrase
            self.told_to_wait = None
        self.key = key
        self.registered_by = ""
