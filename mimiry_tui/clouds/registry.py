"""Which clouds there are: one line each, imported when it is opened.

On the way to the first frame, so nothing is imported here before it is needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mimiry_tui.clock import Clock
    from mimiry_tui.clouds.base import Cloud
    from mimiry_tui.clouds.registration import Instance, Registrar, Signer
    from mimiry_tui.settings import Profile
    from mimiry_tui.settings.kind import Kind

_KINDS = {
    "mimiry": "mimiry_tui.clouds.mimiry.kind:KIND",
    "mimiry-jobs": "mimiry_tui.clouds.jobs.kind:KIND",
    "mags": "mimiry_tui.clouds.mags.kind:KIND",
}
"""Name in a profile → what is known of that service."""


def kind_names() -> tuple[str, ...]:
    """The clouds that a profile can be of."""
    return tuple(_KINDS)


def kind_of(name: str) -> Kind:
    """What is known of a cloud; KeyError for one nobody knows. Light to call."""
    kind: Kind = _named(_KINDS[name])
    return kind


def open_cloud(profile: Profile, clock: Clock, *, fresh_sign_in: bool = False) -> Cloud:
    """The adapter for a profile; KeyError for a cloud nobody knows.

    With `fresh_sign_in` a token kept on disk is not used, but the new one is kept there.
    Imports the adapter, which takes tens of milliseconds: call it in a thread after the first frame.
    """
    opened: Cloud = _named(kind_of(profile.cloud).opener)(profile, clock, fresh_sign_in=fresh_sign_in)
    return opened


def open_registrar(profile: Profile, clock: Clock) -> Registrar:
    """The guided registration of a profile's service; raises RegistrationUnsupported where none is known.

    Imports as `open_cloud` does.
    """
    from mimiry_tui.clouds.registration import RegistrationUnsupported

    place = kind_of(profile.cloud).registrar if profile.cloud in _KINDS else ""
    if not place:
        raise RegistrationUnsupported(profile.cloud)
    opened: Registrar = _named(place)(profile, clock)
    return opened


def open_signer(profile: Profile, passphrase: str | None = None) -> Signer:
    """The profile's key, for signing. Blocks on the disk; raises NoKey or KeyLocked where it cannot be read,
    RegistrationUnsupported for a cloud without keys.
    """
    from mimiry_tui.clouds.registration import RegistrationUnsupported

    place = kind_of(profile.cloud).signer if profile.cloud in _KINDS else ""
    if not place:
        raise RegistrationUnsupported(profile.cloud)
    opened: Signer = _named(place)(profile, passphrase)
    return opened


def known_instances(kind: str) -> tuple[Instance, ...]:
    """Where that service is offered, as far as is known; those to try first come first."""
    place = kind_of(kind).instances if kind in _KINDS else ""
    listed: tuple[Instance, ...] = _named(place) if place else ()
    return listed


def _named(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
