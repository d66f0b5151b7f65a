"""Whether a key signs in: one real exchange and the balance."""

from __future__ import annotations

import asyncio
from datetime import datetime

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.domain.account import Balance
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.settings import Profile


@dataclass(frozen=True, slots=True)
class Trial:
    """How signing in went."""

    ok: bool
    """A token was given for the key, whether or not the balance could be read."""
    balance: Balance | None = None
    until: datetime | None = None
    """When that token ends."""
    error: CloudError | None = None
    """What went wrong: with the sign-in, or, where `ok`, with the balance."""
    fingerprint: str = ""


async def sign_in(profile: Profile, clock: Clock, *, passphrase: str | None = None) -> Trial:
    """Exchange a signature of the profile's key for a token, never a kept one, and ask the balance.

    The token is kept where the profile keeps tokens, so that what follows needs no other. Never raises
    CloudError: it is in the answer.
    """
    from mimiry_tui.clouds.registry import open_cloud

    cloud = await asyncio.to_thread(lambda: open_cloud(profile, clock, fresh_sign_in=True))
    fingerprint = ""
    try:
        if passphrase:
            cloud.unlock(passphrase)
        fingerprint = (await asyncio.to_thread(cloud.account_key)).fingerprint
        balance = await cloud.balance()
    except CloudError as error:
        until = cloud.signed_in_until
        return Trial(until is not None, until=until, error=error, fingerprint=fingerprint)
    else:
        return Trial(True, balance, cloud.signed_in_until, fingerprint=fingerprint)
    finally:
        await cloud.aclose()
