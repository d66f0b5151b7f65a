"""A new SSH key: ed25519, in files that were not there before, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class KeyMakingError(Exception):
    """No key was made; the text says why."""


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key pair that was just written."""

    path: Path
    """The private half's; the public one's ends in `.pub`."""
    public_line: str
    fingerprint: str


def new_key_path(home: Path, slug: str) -> Path:
    """Where the key of that name goes: `~/.ssh/mimiry_<slug>`. Raises KeyMakingError for an unusable name."""
    raise NotImplementedError(home, slug)


def make_key(path: Path, *, passphrase: str | None, comment: str) -> MadeKey:
    """Make an ed25519 key: the private half 0600, the public one 0644, `~/.ssh` 0700 where it is new.

    Blocks, for about a second with a passphrase. Raises KeyMakingError, and leaves nothing half made,
    where either half exists already or the disk refuses.
    """
    raise NotImplementedError(path, passphrase, comment)
