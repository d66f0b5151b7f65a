"""Guided key registration at a Mimiry host (Mimiry compute API, guided key registration).

No login is needed: the registration's id is the bearer, so it goes where tokens may go and nowhere else.
"""

from __future__ import annotations

import base64
import binascii
import os
from urllib.parse import urlsplit

import msgspec

from mimiry_tui import __version__
from mimiry_tui.clock import Clock
from mimiry_tui.clouds import errors
from mimiry_tui.clouds.answers import Answer, error_of, object_of, unreadable
from mimiry_tui.clouds.mimiry.keys import NAMESPACE, KeyRing
from mimiry_tui.clouds.mimiry.token_cache import is_sendable
from mimiry_tui.clouds.paths import segment
from mimiry_tui.clouds.registration import (
    AlreadyRegistered,
    Challenge,
    RegistrationState,
    RegistrationStatus,
    RegistrationUnsupported,
    Started,
)
from mimiry_tui.clouds.transport import Transport
from mimiry_tui.domain import coerce
from mimiry_tui.domain.public_keys import PublicKey
from mimiry_tui.settings import Profile

_PATH = "/api/auth/v1/ssh-keys/register"
_WRAPPERS = ("data", "registration")
_NO_SUCH_FLOW = frozenset({404, 405, 501})
_MOST_TITLE = 100
_MOST_URL = 2_000
_MOST_CHALLENGE = 65_536
_SIGN_IN_MESSAGE = b"SHA256:"
_FOREIGN_NAMESPACES = frozenset({"git", "file", "email", "ssh"})
"""What signatures are made for elsewhere: a challenge under one of these could be put to use there."""


class MimiryRegistrar:
    """Implements `mimiry_tui.clouds.registration.Registrar`."""

    def __init__(self, transport: Transport, clock: Clock) -> None:
        self._transport = transport
        self._clock = clock

    async def start(self, title: str, *, pairing_code: str = "", email: str = "") -> Started:
        self._transport.require_privacy()
        wishes = {"tmp_pub": pairing_code, "intended_user": email}
        body = {
            "title": _title(title),
            "client_hint": f"mimiry-tui/{__version__}",
            **{name: value for name, value in wishes.items() if value},
        }
        answer = await self._transport.send("POST", f"{_PATH}/init", body=msgspec.json.encode(body))
        if answer.status in _NO_SUCH_FLOW or (answer.is_success and _is_page(answer)):
            raise RegistrationUnsupported(status=answer.status)
        fields = object_of(self._checked(answer), *_WRAPPERS)
        registration_id = coerce.text(fields.get("registration_id") or fields.get("id"))
        verify_url = coerce.text(fields.get("verify_url") or fields.get("verification_url"))
        if not is_sendable(registration_id):
            raise unreadable(answer)
        if not _is_web_address(verify_url):
            raise errors.UnreadableAnswer("the page to open is no web address", status=answer.status)
        return Started(registration_id, verify_url)

    async def status(self, started: Started) -> RegistrationStatus:
        answer = await self._send("GET", started, "/status")
        fields = object_of(self._checked(answer), *_WRAPPERS)
        word = coerce.text(fields.get("state") or fields.get("status")).strip().lower()
        known = word in RegistrationState.__members__.values()
        detail = (coerce.text(fields.get(name)) for name in ("message", "detail", "reason", "error"))
        return RegistrationStatus(
            RegistrationState(word) if known else RegistrationState.UNKNOWN,
            email=coerce.text(fields.get("verified_user_email")).strip(),
            detail=next((text for text in detail if text), "" if known else word),
        )

    async def submit_key(self, started: Started, public_line: str) -> Challenge:
        answer = await self._send("POST", started, "/submit-key", {"public_key": public_line})
        if answer.status == 409:
            error = error_of(answer, self._clock.now())
            raise AlreadyRegistered(error.detail, status=409)
        fields = object_of(self._checked(answer), *_WRAPPERS)
        namespace = coerce.text(fields.get("algorithm") or fields.get("namespace"))
        try:
            data = base64.b64decode(coerce.text(fields.get("challenge")), validate=True)
        except (binascii.Error, ValueError):
            raise unreadable(answer) from None
        _check_challenge(data, namespace)
        return Challenge(data, namespace)

    async def prove(self, started: Started, armored: bytes) -> None:
        signature = base64.b64encode(armored).decode("ascii")
        answer = await self._send("POST", started, "/prove-ownership", {"signature": signature})
        if answer.status == 400:
            raise errors.SignatureRefused(error_of(answer, self._clock.now()).detail, status=400)
        self._checked(answer)

    async def cancel(self, started: Started) -> None:
        try:
            await self._send("DELETE", started, "")
        except errors.CloudError:
            return  # it expires by itself

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def _send(
        self, method: str, started: Started, deed: str, body: dict[str, str] | None = None
    ) -> Answer:
        return await self._transport.send(
            method,
            f"{_PATH}/{segment(started.registration_id)}{deed}",
            body=None if body is None else msgspec.json.encode(body),
            bearer=started.registration_id,
        )

    def _checked(self, answer: Answer) -> Answer:
        if answer.is_success:
            return answer
        raise error_of(answer, self._clock.now(), self._transport.skew)


class KeySigner:
    """Implements `mimiry_tui.clouds.registration.Signer` with the key that would sign in."""

    def __init__(self, keys: KeyRing, public: PublicKey) -> None:
        self._keys = keys
        self.public_line = public.line
        self.fingerprint = public.fingerprint

    async def sign(self, data: bytes, namespace: str) -> bytes:
        return await self._keys.sign(data, namespace)


def open_registrar(profile: Profile, clock: Clock) -> MimiryRegistrar:
    """The registrar at a profile's host. Opens nothing yet: the first call does."""
    return MimiryRegistrar(Transport(profile.api_base, clock), clock)


def open_signer(profile: Profile, passphrase: str | None) -> KeySigner:
    """The profile's key. Blocks on the disk; raises NoKey or KeyLocked where it cannot be read at all."""
    keys = KeyRing(profile.key_path, os.environ.get("SSH_AUTH_SOCK"))
    if passphrase:
        keys.unlock(passphrase)
    return KeySigner(keys, keys.public())


def _title(text: str) -> str:
    """What the service takes for a name: no angle brackets, no signs that do not show, not too long."""
    kept = "".join(sign for sign in text if sign.isprintable() and sign not in "<>")
    return " ".join(kept.split())[:_MOST_TITLE] or "mimiry-tui"


def _is_page(answer: Answer) -> bool:
    """A web application answers every unknown path with its own start page."""
    return answer.body.lstrip()[:1] == b"<"


def _is_web_address(url: str) -> bool:
    if len(url) > _MOST_URL or not url.isascii() or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False


def _check_challenge(data: bytes, namespace: str) -> None:
    """Refuse to sign what would be worth something elsewhere: a commit, a file, or a sign-in."""
    if not data or len(data) > _MOST_CHALLENGE or not is_sendable(namespace):
        raise errors.UnreadableAnswer("it has no challenge that could be signed")
    sign_in = namespace == NAMESPACE and data.startswith(_SIGN_IN_MESSAGE)
    if namespace in _FOREIGN_NAMESPACES or sign_in:
        raise errors.UnreadableAnswer(
            f"the service asked for a signature that could be used elsewhere ({namespace[:40]})",
            title="Challenge not signed",
            hint="is this host really the service? register the key in the portal instead",
        )
