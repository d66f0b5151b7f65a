"""Whether a token signs in: it is read from its place, and the sessions are asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.errors import CloudError, NoToken, ScopeMissing
from mimiry_tui.clouds.registry import kind_of, open_cloud
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.settings import Profile
from mimiry_tui.settings.token_places import place_of, references_of
from mimiry_tui.settings.tokens import TokenTrouble, read_token

if TYPE_CHECKING:
    from mimiry_tui.settings.kind import Kind


@dataclass(frozen=True, slots=True)
class TokenTrial:
    """How it went."""

    source: str = ""
    """Where the token was found, as people call the place."""
    error: CloudError | None = None

    @property
    def ok(self) -> bool:
        """Whether the service knows the token, though it may lack the scope for sessions."""
        return self.error is None or isinstance(self.error, ScopeMissing)


@dataclass(frozen=True, slots=True)
class UsualPlace:
    """One of the places where a service's token is looked for unasked."""

    place: str
    trouble: str
    """Why there is none; empty where there is one."""


async def try_token(profile: Profile, clock: Clock, env: Mapping[str, str]) -> TokenTrial:
    """Read the profile's token and ask once for the sessions. Never raises CloudError."""
    kind = kind_of(profile.cloud)
    references = references_of(profile.token, kind)
    try:
        found = await asyncio.to_thread(read_token, references, env, prefix=kind.token_prefix)
    except TokenTrouble as trouble:
        return TokenTrial(error=NoToken(str(trouble), hint="put it there, or name another place"))
    cloud = await asyncio.to_thread(open_cloud, profile, clock)
    try:
        await cloud.live_sessions()
    except CloudError as error:
        return TokenTrial(found.source, error)
    else:
        return TokenTrial(found.source)
    finally:
        await cloud.aclose()


async def usual_places(kind: Kind, env: Mapping[str, str]) -> tuple[UsualPlace, ...]:
    """Each of them, and whether a token is there."""

    def look(reference: str) -> UsualPlace:
        try:
            read_token((reference,), env, prefix=kind.token_prefix)
        except TokenTrouble as trouble:
            return UsualPlace(place_of(reference), str(trouble))
        return UsualPlace(place_of(reference), "")

    return await asyncio.to_thread(lambda: tuple(map(look, kind.token_sources)))
