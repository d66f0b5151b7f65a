"""What is known of a service before any account there is opened: its name, its place, how one signs in."""

from __future__ import annotations

from mimiry_tui.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One service that a profile can be at. Light to import: what is heavy is named, not imported."""

    name: str
    """As in a profile's `kind`."""
    title: str
    """What the header and the lists call it: "mimiry", "mags"."""
    default_base: str
    base_variables: tuple[str, ...] = ()
    """Environment variables that name another base, the first one first."""
    signs_in_with_token: bool = False
    """By a token that is read from where the profile says; else by an SSH key."""
    token_sources: tuple[str, ...] = ()
    """Where a token is looked for when the profile names no place, in order: references as in a profile."""
    token_prefix: str = ""
    """What every token there begins with."""
    opener: str = ""
    """Module and function that takes a Profile, a Clock and `fresh_sign_in`, and returns a Cloud."""
    registrar: str = ""
    """Module and function taking a Profile and a Clock, where keys are registered."""
    signer: str = ""
    """Module and function taking a Profile and a passphrase or None."""
    instances: str = ""
    """Module and name of the places where it is offered."""
