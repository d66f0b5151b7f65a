"""The account's SSH key as the launch form shows it, and whether the service knows it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.clouds.errors import CloudError, SignInFailed
from mimiry_tui.domain.launching.picture import KeyFacts
from mimiry_tui.live.off_loop import in_thread
from mimiry_tui.live.picture import words_of
from mimiry_tui.live.store import Resource, Store

_FRESH = 2.0
"""Seconds within which the files are not read again."""


class KeyReader:
    """Reads the key's files when asked to; what the service says of it comes from the store."""

    def __init__(self, cloud: Cloud, store: Store, clock: Clock) -> None:
        self._cloud = cloud
        self._store = store
        self._clock = clock
        self._read_at: float | None = None
        self._facts = KeyFacts()
        self._read_trouble = ""

    async def read(self) -> None:
        """Look at the files, unless that was done a moment ago. Never raises."""
        now = self._clock.monotonic()
        if self._read_at is None or now - self._read_at >= _FRESH:
            facts = await in_thread(self._read)
            self._facts, self._read_trouble, self._read_at = facts, facts.trouble, now

    @property
    def facts(self) -> KeyFacts:
        """The key as last read, and the sign-in as it is now. The very same object while nothing changes."""
        health = self._store.health(Resource.SESSIONS)
        signed_in: bool | None = None
        if isinstance(health.error, SignInFailed):
            signed_in = False
        elif health.as_of is not None:
            signed_in = True
        trouble = self._read_trouble
        if signed_in is False and not trouble and health.error is not None:
            trouble = words_of(health.error)
        facts = replace(
            self._facts, trouble=trouble, signed_in=signed_in, signed_in_until=self._cloud.signed_in_until
        )
        if facts != self._facts:
            self._facts = facts
        return self._facts

    def _read(self) -> KeyFacts:
        """In a thread."""
        try:
            key = self._cloud.account_key()
        except CloudError as error:
            return KeyFacts(trouble=error.detail or words_of(error))
        return KeyFacts(path=_for_people(key.path), fingerprint=key.fingerprint, line=key.line)


def _for_people(path: Path) -> str:
    """With `~` for the home folder."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)
