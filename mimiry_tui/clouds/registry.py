"""Which clouds there are: one line each, imported when it is opened."""

from __future__ import annotations

from importlib import import_module

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.settings import Profile

_OPENERS = {
    "mimiry": "mimiry_tui.clouds.mimiry.cloud:open_mimiry",
}
"""Name in a profile → module and function taking a Profile and a Clock."""


def open_cloud(profile: Profile, clock: Clock) -> Cloud:
    """The adapter for a profile; KeyError for a cloud nobody knows.

    Imports the adapter, which takes tens of milliseconds: call it in a thread after the first frame.
    """
    module, _, function = _OPENERS[profile.cloud].partition(":")
    opened: Cloud = getattr(import_module(module), function)(profile, clock)
    return opened
