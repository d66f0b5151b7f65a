"""What each call needs of an API key, and which of that this key turned out to lack."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Capability


class Scope(StrEnum):
    """What an API key may do (Mimiry user guide, creating an API key)."""

    JOBS_READ = "jobs:read"
    JOBS_WRITE = "jobs:write"
    INSTANCES_READ = "instances:read"
    SSH_KEYS_READ = "ssh_keys:read"
    SSH_KEYS_WRITE = "ssh_keys:write"


_NEEDED_FOR = {
    Scope.JOBS_READ: "jobs and their output need",
    Scope.JOBS_WRITE: "launching and cancelling need",
    Scope.INSTANCES_READ: "GPUs, images and locations need",
    Scope.SSH_KEYS_READ: "the list of SSH keys needs",
    Scope.SSH_KEYS_WRITE: "adding and deleting SSH keys needs",
}
_OF_CAPABILITY = {
    Capability.SESSIONS: Scope.JOBS_READ,
    Capability.LOGS: Scope.JOBS_READ,
    Capability.LOGS_AFTER_END: Scope.JOBS_READ,
    Capability.LAUNCH: Scope.JOBS_WRITE,
    Capability.TERMINATE: Scope.JOBS_WRITE,
    Capability.OFFERS: Scope.INSTANCES_READ,
}
CAPABILITIES = frozenset(_OF_CAPABILITY)
"""What the service has."""
_ABSENT: Mapping[Capability, str] = {
    Capability.EVENTS: "the service keeps no history of a job, only its present state",
    Capability.CONTAINERS: "the service runs scripts on machines, not containers",
    Capability.SSH: "a job's address is not told: its provider's portal has it",
    Capability.SSH_ACCESS: "a job's address is not told: its provider's portal has it",
    Capability.VOLUMES: "the service has no volumes",
    Capability.VOLUME_CREATE: "the service has no volumes",
    Capability.VOLUME_EXTEND: "the service has no volumes",
    Capability.VOLUME_DELETE: "the service has no volumes",
    Capability.VOLUMES_DELETED: "the service has no volumes",
    Capability.BALANCE: "the service tells no balance: the dashboard of its portal does",
    Capability.QUOTAS: "the service tells no quotas",
    Capability.TRANSACTIONS: "the service tells no transactions: the dashboard of its portal does",
    Capability.ACCOUNT_KEY: "the service is signed in to with an API key",
    Capability.TOKEN_LIMITS: "an API key lasts until it is revoked",
    Capability.IDENTITY: "the service does not tell whose an API key is",
}


def lacking(scope: Scope) -> str:
    """That the key lacks it, and what needs it, in one line."""
    return f"the API key lacks the scope {scope}, which {_NEEDED_FOR[scope]}"


_STANDS_FOR = 300.0
"""Seconds for which a refusal is believed: what is not offered is not tried, and a key may get a scope."""


class Scopes:
    """What this key was seen to lack, by the answers of the service; it may get it at any time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._missing: dict[Scope, float] = {}

    def refused(self, scope: Scope) -> None:
        self._missing[scope] = self._clock.monotonic()

    def granted(self, scope: Scope) -> None:
        self._missing.pop(scope, None)

    def forget(self) -> None:
        """Another key is in use."""
        self._missing.clear()

    def is_missing(self, scope: Scope) -> bool:
        refused_at = self._missing.get(scope)
        return refused_at is not None and self._clock.monotonic() - refused_at < _STANDS_FOR

    def why_not(self, *scopes: Scope) -> str:
        """The first of these that is known to be missing, in one line; empty where none is."""
        return next((lacking(scope) for scope in scopes if self.is_missing(scope)), "")

    def why_not_capability(self, capability: Capability) -> str:
        scope = _OF_CAPABILITY.get(capability)
        return _ABSENT.get(capability, "") if scope is None else self.why_not(scope)
