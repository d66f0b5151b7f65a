"""Signing in: a signature exchanged for a token, as rarely as possible.

Exchanges are rate limited hard, so a token is shared on disk with the SDK, renewed once for all
callers that wait, and after a refused exchange nothing is sent until a pause has passed or
something that could change the answer has changed: the key, its passphrase, or the clock.
"""

from __future__ import annotations

import asyncio
import base64
import copy
import json
import secrets
from datetime import UTC, datetime

from mimiry_tui.clock import Clock
from mimiry_tui.clouds import errors
from mimiry_tui.clouds.answers import Answer, error_of, object_of, unreadable
from mimiry_tui.clouds.mimiry.keys import KeyRing
from mimiry_tui.clouds.mimiry.token_cache import EXPIRY_MARGIN, Token, TokenCache, is_sendable
from mimiry_tui.clouds.transport import Transport
from mimiry_tui.domain import coerce
from mimiry_tui.domain.frozen import dataclass

TOKEN_PATH = "/api/v1/auth/token"
_LIFETIME = 3_600
_SHORTEST_PAUSE = 2.0
_FIRST_PAUSE = 15.0
_LONGEST_PAUSE = 600.0
_RATE_LIMIT_PAUSE = 60.0
_FUTILE_WITHIN = 120.0
"""Where a token that replaced a refused one is refused within this many seconds, renewing won't help."""
_FUTILE_PAUSE = 300.0
_CLOCK_MOVED = 20.0
"""Seconds by which the wall clock must have been set to make another try worth it."""


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why the last exchange failed, and until when not to ask again."""

    error: errors.CloudError
    until: float
    pause: float
    world: object
    clock_offset: float


class Authenticator:
    """The token for one key at one host. Shared by every call of a cloud."""

    def __init__(self, transport: Transport, keys: KeyRing, cache: TokenCache, clock: Clock) -> None:
        self._transport = transport
        self._keys = keys
        self._cache = cache
        self._clock = clock
        self._token: Token | None = None
        self._replaced_at: float | None = None
        self._renewal: asyncio.Task[Token] | None = None
        self._refusal: _Refusal | None = None

    @property
    def signed_in_until(self) -> datetime | None:
        """When the present token ends; None without one."""
        return datetime.fromtimestamp(self._token.expires_at, UTC) if self._token is not None else None

    async def token(self, refused: Token | None = None) -> Token:
        """A token good for some minutes; `refused` is one that the service has just answered 401 to.

        Concurrent callers share one renewal. Raises SignInFailed or one of its kinds,
        TooManyRequests with `retry_after`, or what the transport raises.
        """
        current = self._token
        if current is not None and current != refused:
            left = current.expires_at - self._now()
            if left > EXPIRY_MARGIN:
                return current
            try:
                return await self._shared_renewal(None)
            except errors.CloudError:
                if left > 0:
                    return current  # it still works: its holder need not know of the trouble
                raise
        return await self._shared_renewal(refused)

    async def aclose(self) -> None:
        """Give up a renewal under way."""
        if self._renewal is not None and not self._renewal.done():
            self._renewal.cancel()
            await asyncio.wait([self._renewal])

    async def _shared_renewal(self, refused: Token | None) -> Token:
        """One task for all who wait; it goes on when one of them is cancelled."""
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.create_task(self._renew(refused), name="mimiry sign-in")
            self._renewal.add_done_callback(_retrieved)
        return await asyncio.shield(self._renewal)

    async def _renew(self, refused: Token | None) -> Token:
        public = await asyncio.to_thread(self._keys.public)
        name = public.fingerprint
        if refused is not None:
            self._token = None
            await asyncio.to_thread(self._cache.forget, name, refused)
        cached = await asyncio.to_thread(self._cache.load, name, self._now())
        if cached is not None and cached != refused and cached != self._token:
            self._token = cached
            return cached
        self._heed_refusal()
        if refused is not None and self._is_futile():
            raise self._remember(
                errors.SignInFailed("the service refuses a token it has just given", status=401),
                _FUTILE_PAUSE,
            )
        token = await self._exchange(name)
        self._token, self._refusal = token, None
        self._replaced_at = None if refused is None else self._clock.monotonic()
        await asyncio.to_thread(self._cache.store, name, token)
        return token

    async def _exchange(self, fingerprint: str) -> Token:
        """One signature for one token (Mimiry compute API, authentication)."""
        self._transport.require_privacy()
        timestamp, nonce = str(int(self._now())), secrets.token_hex(16)
        armored = await self._keys.sign(f"{fingerprint}\n{timestamp}\n{nonce}".encode())
        signature = base64.b64encode(armored).decode("ascii")
        try:
            answer = await self._transport.send(
                "POST",
                TOKEN_PATH,
                body=json.dumps({"expires_in": _LIFETIME}).encode(),
                headers={
                    "X-SSH-Fingerprint": fingerprint,
                    "X-SSH-Signature": signature,
                    "X-SSH-Timestamp": timestamp,
                    "X-SSH-Nonce": nonce,
                },
                hide=signature,
            )
            return self._token_of(answer, fingerprint)
        except (errors.AnswerLost, errors.UnreadableAnswer) as error:
            raise self._remember(error, None) from None

    def _token_of(self, answer: Answer, fingerprint: str) -> Token:
        if not answer.is_success:
            error = error_of(answer, self._clock.now(), self._transport.skew)
            if isinstance(error, errors.SignatureRefused | errors.KeyNotRegistered):
                which = f"key {self._keys.path}, {fingerprint}"
                error.hint = f"{error.hint} · {which}" if error.hint else which
            raise self._remember(error, error.retry_after)
        fields = object_of(answer, "data")
        value = coerce.text(fields.get("access_token") or fields.get("token"))
        lifetime = coerce.decimal(fields.get("expires_in"))
        if not value or not is_sendable(value):
            raise unreadable(answer)
        seconds = float(lifetime) if lifetime is not None and lifetime > 0 else float(_LIFETIME)
        return Token(value, self._now() + min(seconds, 86_400.0))

    def _remember(self, error: errors.CloudError, told: float | None) -> errors.CloudError:
        """Note a refusal with its pause: as told, else twice the last one."""
        pause = min(_LONGEST_PAUSE, self._refusal.pause * 2 if self._refusal else _FIRST_PAUSE)
        if isinstance(error, errors.TooManyRequests):
            pause = max(pause, _RATE_LIMIT_PAUSE)
        if told is not None:
            pause = max(told, _SHORTEST_PAUSE)
        now = self._clock.monotonic()
        self._refusal = _Refusal(error, now + pause, pause, self._keys.stamp, self._offset())
        return _again(error, pause)

    def _heed_refusal(self) -> None:
        """Raise the remembered refusal while its pause lasts and nothing has changed."""
        refusal = self._refusal
        if refusal is None:
            return
        left = refusal.until - self._clock.monotonic()
        limited = isinstance(refusal.error, errors.TooManyRequests)
        moved = abs(self._offset() - refusal.clock_offset) > _CLOCK_MOVED
        changed = moved or refusal.world != self._keys.stamp
        if left > 0 and (limited or not changed):
            raise _again(refusal.error, left)

    def _is_futile(self) -> bool:
        return self._replaced_at is not None and self._clock.monotonic() - self._replaced_at < _FUTILE_WITHIN

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _offset(self) -> float:
        """Moves only when the wall clock is set or the machine slept."""
        return self._now() - self._clock.monotonic()


def _again(error: errors.CloudError, seconds: float) -> errors.CloudError:
    """The same error for another caller, with what is left of the pause."""
    same = copy.copy(error)
    same.retry_after = seconds
    return same


def _retrieved(renewal: asyncio.Task[Token]) -> None:
    """Look at the outcome, so that asyncio does not complain when every waiter has gone."""
    if not renewal.cancelled():
        renewal.exception()
