"""The steps of the set-up, as pictures show them."""

from __future__ import annotations

from mimiry_tui.clouds.registration import RegistrationUnsupported
from tests.support.setup_desk import NOT_KNOWN, SIGNED_IN, SetupDesk, a_key

KEYS = (
    a_key(in_agent=True),
    a_key("id_ed25519", is_locked=True, comment="you@desktop"),
    a_key("id_rsa_old", kind="rsa 2048", comment="you@work", trouble="others may read it: chmod 600 helps"),
)
BASE = "https://softlaunch.mimiry.com"
KNOWN_AFTERWARDS = (NOT_KNOWN, SIGNED_IN)


async def keys(desk: SetupDesk) -> None:
    """The keys found, a new one, the demo."""


async def where(desk: SetupDesk) -> None:
    """The services that answer."""
    await desk.press("enter")


async def register(desk: SetupDesk) -> None:
    """How to register the key."""
    desk.trials = list(KNOWN_AFTERWARDS)
    await desk.press("enter")
    if not desk.services.api_base:
        await desk.press("enter")


async def at_portal(desk: SetupDesk) -> None:
    """The page to open, with its code to scan."""
    await register(desk)
    await desk.press("ctrl+s")
    await desk.after(12)


async def account(desk: SetupDesk) -> None:
    """Whose account it is, to be confirmed."""
    await at_portal(desk)
    desk.registrar.opened_by("you@example.org")
    await desk.after(3)


async def portal_steps(desk: SetupDesk) -> None:
    """A service without a guided way."""
    desk.registrar.refusal = RegistrationUnsupported(status=404)
    await register(desk)
    await desk.press("ctrl+s")


async def signed_in(desk: SetupDesk) -> None:
    """All done."""
    desk.trials = [SIGNED_IN]
    await desk.press("enter")
    if not desk.services.api_base:
        await desk.press("enter")
