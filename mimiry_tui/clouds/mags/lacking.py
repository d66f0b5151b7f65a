"""What Mags has, and why it has not the rest, in one line each."""

from __future__ import annotations

from mimiry_tui.clouds.base import Capability, EndingWords

CAPABILITIES = frozenset(
    {
        Capability.SESSIONS,
        Capability.LOGS,
        Capability.LOGS_AFTER_END,
        Capability.LAUNCH,
        Capability.TERMINATE,
        Capability.SSH_ACCESS,
        Capability.VOLUMES,
        Capability.VOLUME_DELETE,
        Capability.QUOTAS,
    }
)

ENDING = EndingWords(
    verb="stop",
    warning="what runs in it is lost; only the /root of a workspace that is synced is kept",
)

_WHY_NOT = {
    Capability.OFFERS: "machines at this service are all of one sort, without GPUs and without prices",
    Capability.EVENTS: "the service keeps no history of a session's steps",
    Capability.CONTAINERS: "scripts run on machines here, not in images of containers",
    Capability.SSH: "a way in is asked for at each visit",
    Capability.VOLUME_CREATE: "a workspace is made by the first session that names it",
    Capability.VOLUME_EXTEND: "a workspace's disk is resized by making a new machine: see its actions",
    Capability.VOLUMES_DELETED: "the service keeps nothing of a workspace that was deleted",
    Capability.BALANCE: "the service tells no balance",
    Capability.TRANSACTIONS: "the service tells no payments",
    Capability.ACCOUNT_KEY: "one signs in with a token here, not with a key",
    Capability.TOKEN_LIMITS: "the service tells nothing of its tokens",
    Capability.IDENTITY: "the service does not tell whose token it is",
}


def why_not(capability: Capability) -> str:
    """Why the service has no such thing; empty where it has."""
    return "" if capability in CAPABILITIES else _WHY_NOT[capability]
