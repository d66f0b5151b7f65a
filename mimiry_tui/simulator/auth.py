"""The door: SSH signatures in, short-lived bearer tokens out (Mimiry compute API, authentication)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import asyncssh

from mimiry_tui.clock import Clock
from mimiry_tui.simulator.records import Refusal, WorldState

NAMESPACE = "mimiry-auth"
TOLERANCE = timedelta(minutes=5)
LONGEST_TOKEN = 3600


@dataclass(frozen=True)
class TokenLimit:
    """How many token requests one key may make in a window of that many seconds."""

    requests: int = 3
    window_seconds: float = 60.0


class Door:
    """Knows the account's keys, checks signatures, issues and checks tokens.

    `skew` tells how far this server's idea of the time is from the clock's.
    """

    def __init__(
        self, state: WorldState, clock: Clock, limit: TokenLimit, skew: Callable[[], timedelta] = timedelta
    ) -> None:
        self._state = state
        self._clock = clock
        self._limit = limit
        self._skew = skew
        self._nonces: dict[str, datetime] = {}
        self._requests: dict[str, list[datetime]] = {}

    def register(self, public_key: str) -> str:
        """Put a public key line on the account; returns its fingerprint. Raises asyncssh.KeyImportError."""
        fingerprint = asyncssh.import_public_key(public_key).get_fingerprint("sha256")
        if fingerprint not in self._keys():
            self._state.registered_keys.append(public_key.strip())
        return fingerprint

    def knows(self, fingerprint: str) -> bool:
        """Whether that key is on the account."""
        return fingerprint in self._keys()

    def exchange(self, headers: Mapping[str, str], expires_in: object = None) -> dict[str, Any]:
        """A token for signed headers; raises `Refusal` 401 or 429."""
        fingerprint = headers.get("x-ssh-fingerprint", "")
        self._count_request(fingerprint)
        public_key = self._keys().get(fingerprint)
        if public_key is None:
            raise _unauthorized("SSH key not registered")
        self._check_timestamp(headers.get("x-ssh-timestamp", ""))
        self._check_signature(public_key, headers)
        self._spend_nonce(headers.get("x-ssh-nonce", ""))
        wanted = expires_in if isinstance(expires_in, int) and expires_in > 0 else LONGEST_TOKEN
        lifetime = min(wanted, LONGEST_TOKEN)
        token = self._issue(fingerprint, lifetime)
        return {"access_token": token, "token_type": "Bearer", "expires_in": lifetime}

    def limits(self, fingerprint: str) -> dict[str, Any]:
        """What is left of a key's token requests."""
        recent = self._recent(fingerprint)
        return {
            "limit": self._limit.requests,
            "remaining": max(0, self._limit.requests - len(recent)),
            "window_seconds": self._limit.window_seconds,
        }

    def caller(self, authorization: str) -> str:
        """The fingerprint a bearer header stands for; raises `Refusal` 401."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or token.count(".") != 2:
            raise _unauthorized("missing bearer token")
        signed, _, mac = token.rpartition(".")
        if not hmac.compare_digest(mac.encode(), self._mac(signed).encode()):
            raise _unauthorized("invalid token")
        claims = json.loads(_unpack(signed.split(".")[1]))
        if claims["exp"] <= self._clock.now().timestamp():
            raise _unauthorized("token expired")
        return str(claims["sub"])

    def _keys(self) -> dict[str, str]:
        lines = self._state.registered_keys
        return {asyncssh.import_public_key(line).get_fingerprint("sha256"): line for line in lines}

    def _recent(self, fingerprint: str) -> list[datetime]:
        since = self._clock.now() - timedelta(seconds=self._limit.window_seconds)
        return [moment for moment in self._requests.get(fingerprint, []) if moment > since]

    def _count_request(self, fingerprint: str) -> None:
        now = self._clock.now()
        recent = self._recent(fingerprint)
        if len(recent) >= self._limit.requests:
            free = recent[0] + timedelta(seconds=self._limit.window_seconds)
            wait = max(1, -int((now - free).total_seconds() // 1))
            raise Refusal(429, "rate_limited", "too many token requests", retry_after_seconds=wait)
        self._requests[fingerprint] = [*recent, now]

    def _check_timestamp(self, text: str) -> None:
        now = (self._clock.now() + self._skew()).timestamp()
        if not text.isascii() or not text.isdigit():
            raise _unauthorized("Invalid timestamp")
        if abs(now - int(text)) > TOLERANCE.total_seconds():
            raise _unauthorized("Timestamp expired")

    def _check_signature(self, public_key: str, headers: Mapping[str, str]) -> None:
        names = ("x-ssh-fingerprint", "x-ssh-timestamp", "x-ssh-nonce")
        message = "\n".join(headers.get(name, "") for name in names).encode()
        signers = f'key namespaces="{NAMESPACE}" {public_key}\n'.encode()
        try:
            armored = base64.b64decode(headers.get("x-ssh-signature", ""), validate=True)
            genuine = asyncssh.validate_sshsig(message, armored, "key", signers)
        except (binascii.Error, ValueError):
            genuine = False
        if not genuine:
            raise _unauthorized("Invalid SSH signature")

    def _spend_nonce(self, nonce: str) -> None:
        now = self._clock.now()
        self._nonces = {n: at for n, at in self._nonces.items() if now - at <= 2 * TOLERANCE}
        if nonce in self._nonces:
            raise _unauthorized("Nonce already used")
        self._nonces[nonce] = now

    def _issue(self, fingerprint: str, lifetime: int) -> str:
        issued = int(self._clock.now().timestamp())
        claims = {"sub": fingerprint, "iat": issued, "exp": issued + lifetime}
        signed = ".".join(
            _pack(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims)
        )
        return f"{signed}.{self._mac(signed)}"

    def _mac(self, signed: str) -> str:
        secret = bytes.fromhex(self._state.token_secret)
        return _pack(hmac.digest(secret, signed.encode(), hashlib.sha256))


def _unauthorized(message: str) -> Refusal:
    return Refusal(401, "unauthorized", message)


def _pack(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unpack(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
