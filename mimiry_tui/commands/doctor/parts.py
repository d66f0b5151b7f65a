"""The parts of one account's client, put together so that the doctor can look at each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from mimiry_tui.clouds.errors import SignInFailed
from mimiry_tui.clouds.mimiry.auth import Authenticator
from mimiry_tui.clouds.mimiry.cloud import MimiryCloud
from mimiry_tui.clouds.mimiry.keys import NAMESPACE, KeyRing
from mimiry_tui.clouds.mimiry.token_cache import EXPIRY_MARGIN, Token, TokenCache
from mimiry_tui.clouds.transport import Transport
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.settings import Profile


@dataclass(frozen=True, slots=True)
class Parts:
    """One account at one service."""

    transport: Transport
    cloud: MimiryCloud
    keys: KeyRing
    cache: TokenCache
    sign_in: Authenticator
    """Shares its tokens with the cloud by way of the cache."""


class NotAsked(SignInFailed):
    """No token is cached, and none may be asked for."""

    title = "Not asked"
    hint = "leave out --no-sign-in"


class _SilentKeys(KeyRing):
    """A key that may not be used."""

    async def sign(self, message: bytes, namespace: str = NAMESPACE) -> bytes:
        raise NotAsked("no token is cached, and --no-sign-in forbids asking for one")


class _SharedTokens(TokenCache):
    """Kept in memory too: where nothing can be written, one token is still enough for everything."""

    def __init__(self, folder: Path | None, api_base: str) -> None:
        super().__init__(folder, api_base)
        self._kept: dict[str, Token] = {}

    def load(self, fingerprint: str, now: float) -> Token | None:
        kept = self._kept.get(fingerprint)
        if kept is not None and now + EXPIRY_MARGIN < kept.expires_at:
            return kept
        return super().load(fingerprint, now)

    def store(self, fingerprint: str, token: Token) -> None:
        self._kept[fingerprint] = token
        super().store(fingerprint, token)

    def forget(self, fingerprint: str, token: Token) -> None:
        if self._kept.get(fingerprint) == token:
            del self._kept[fingerprint]
        super().forget(fingerprint, token)


@asynccontextmanager
async def opened(profile: Profile, around: Surroundings) -> AsyncIterator[Parts]:
    """The parts for a profile, until the block is left. Read-only: nothing is changed, whatever happens."""
    transport = Transport(profile.api_base, around.clock, deadlines=around.deadlines)
    agent_socket = around.env.get("SSH_AUTH_SOCK") or None
    keys = (KeyRing if around.may_sign_in else _SilentKeys)(profile.key_path, agent_socket)
    cache = _SharedTokens(profile.token_dir, profile.api_base)
    sign_in = Authenticator(transport, keys, cache, around.clock)
    cloud = MimiryCloud(transport, keys, cache, around.clock, api_base=profile.api_base, read_only=True)
    try:
        yield Parts(transport, cloud, keys, cache, sign_in)
    finally:
        await sign_in.aclose()
        await cloud.aclose()
