"""Which clouds there are: one line each, imported when it is opened."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.clouds.registration import Instance, Registrar, RegistrationUnsupported, Signer
from mimiry_tui.settings import Profile

_OPENERS = {
    "mimiry": "mimiry_tui.clouds.mimiry.cloud:open_mimiry",
}
"""Name in a profile → module and function taking a Profile, a Clock and `fresh_sign_in`."""
_REGISTRARS = {
    "mimiry": "mimiry_tui.clouds.mimiry.registration:open_registrar",
}
"""Name in a profile → module and function taking a Profile and a Clock, where keys are registered."""
_SIGNERS = {
    "mimiry": "mimiry_tui.clouds.mimiry.registration:open_signer",
}
"""Name in a profile → module and function taking a Profile and a passphrase or None."""
_INSTANCES = {
    "mimiry": "mimiry_tui.clouds.mimiry.instances:INSTANCES",
}
"""Name in a profile → where its instances are listed."""


def open_cloud(profile: Profile, clock: Clock, *, fresh_sign_in: bool = False) -> Cloud:
    """The adapter for a profile; KeyError for a cloud nobody knows.

    With `fresh_sign_in` a token kept on disk is not used, but the new one is kept there.
    Imports the adapter, which takes tens of milliseconds: call it in a thread after the first frame.
    """
    opened: Cloud = _named(_OPENERS[profile.cloud])(profile, clock, fresh_sign_in=fresh_sign_in)
    return opened


def open_registrar(profile: Profile, clock: Clock) -> Registrar:
    """The guided registration of a profile's service; raises RegistrationUnsupported where none is known.

    Imports as `open_cloud` does.
    """
    if profile.cloud not in _REGISTRARS:
        raise RegistrationUnsupported(profile.cloud)
    opened: Registrar = _named(_REGISTRARS[profile.cloud])(profile, clock)
    return opened


def open_signer(profile: Profile, passphrase: str | None = None) -> Signer:
    """The profile's key, for signing. Blocks on the disk; raises NoKey or KeyLocked where it cannot be read,
    RegistrationUnsupported for a cloud without keys.
    """
    if profile.cloud not in _SIGNERS:
        raise RegistrationUnsupported(profile.cloud)
    opened: Signer = _named(_SIGNERS[profile.cloud])(profile, passphrase)
    return opened


def known_instances(kind: str) -> tuple[Instance, ...]:
    """Where that service is offered, as far as is known; those to try first come first."""
    if kind not in _INSTANCES:
        return ()
    listed: tuple[Instance, ...] = _named(_INSTANCES[kind])
    return listed


def _named(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
