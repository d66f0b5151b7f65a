"""Why a service has nothing for a pane or a key, asked of the cloud each time: it may learn it later."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mimiry_tui.clouds.base import Capability, Cloud
from mimiry_tui.live.endings.terms import terms_of


def reasons(cloud: Cloud) -> tuple[Callable[[], str], ...]:
    """Of the panes over sessions, GPUs and volumes, in this order."""
    needed = (Capability.SESSIONS, Capability.OFFERS, Capability.VOLUMES)
    return tuple(partial(cloud.why_not, capability) for capability in needed)


def ways_in(cloud: Cloud) -> str:
    """Why there is no shell in its sessions, in one line; empty where there is one."""
    shells = {Capability.SSH, Capability.SSH_ACCESS}
    if shells & cloud.capabilities:
        return ""
    return cloud.why_not(Capability.SSH) or "this service tells no way into its sessions"


def no_address(cloud: Cloud) -> str:
    """What is said of a live session that tells no address of a shell."""
    if Capability.SSH in cloud.capabilities:
        return "not published yet"
    return ways_in(cloud) or "asked for at each visit"


def no_events(cloud: Cloud) -> str:
    """What is said of a session without events."""
    return cloud.why_not(Capability.EVENTS) or "no events told"


def silent_columns(cloud: Cloud) -> frozenset[str]:
    """The columns of the sessions pane in which such a service never has anything to say."""
    hardware = frozenset() if Capability.OFFERS in cloud.capabilities else frozenset({"gpu", "where"})
    return hardware if terms_of(cloud).is_priced else hardware | {"cost", "rate"}
