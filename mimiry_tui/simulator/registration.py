"""Guided key registration: who asked, whose account it became, and whether the key is really theirs.

(Mimiry compute API, guided key registration.) Registrations live in memory only: they end in minutes.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import asyncssh

from mimiry_tui.clock import Clock
from mimiry_tui.simulator.auth import Door
from mimiry_tui.simulator.records import Refusal
from mimiry_tui.simulator.validation import invalid

NAMESPACE = "mimiry-key-registration"
LIFETIME = timedelta(minutes=10)
USER_ID = "usr_demo"
_CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CHALLENGE_BYTES = 32
_MOST_TITLE = 100


class State(StrEnum):
    """How far a registration is, in the service's words."""

    INITIATED = "initiated"
    PORTAL_VERIFIED = "portal_verified"
    KEY_SUBMITTED = "key_submitted"
    CHALLENGE_ISSUED = "challenge_issued"
    KEY_OWNERSHIP_PROVEN = "key_ownership_proven"
    COMPLETED = "completed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    FAILED = "failed"


_OVER = frozenset({State.COMPLETED, State.EXPIRED, State.CANCELLED, State.FAILED})


@dataclass
class Registration:
    """One key on its way to the account. `page` is the secret of the portal's page, `id` the client's."""

    id: str = field(repr=False)
    page: str = field(repr=False)
    title: str
    client_hint: str
    began: datetime
    state: State = State.INITIATED
    email: str = ""
    public_key: str = ""
    challenge: bytes = field(default=b"", repr=False)
    detail: str = ""


class RegistrationDesk:
    """Every registration of one deployment. `email` tells whose account the portal is signed in to."""

    def __init__(self, door: Door, clock: Clock, email: Callable[[], str]) -> None:
        self.lifetime = LIFETIME
        self._door = door
        self._clock = clock
        self._email = email
        self.registrations: dict[str, Registration] = {}
        """By id, those that are over too."""
        self._codes: dict[str, datetime] = {}

    @property
    def email(self) -> str:
        """Of the account that the portal's page belongs to."""
        return self._email()

    def start(self, body: object) -> Registration:
        """A new one; raises `Refusal` 422 for a title with angle brackets, 400 for a wrong pairing code."""
        fields = body if isinstance(body, dict) else {}
        title = fields.get("title")
        if not isinstance(title, str) or not title.strip() or len(title) > _MOST_TITLE:
            raise invalid(f"title must be a text of 1 to {_MOST_TITLE} characters")
        if set(title) & set("<>"):
            raise invalid("title may not contain < or >")
        code = fields.get("tmp_pub")
        if code is not None:
            self._spend_code(str(code))
        made = Registration(
            id=secrets.token_urlsafe(24),
            page=secrets.token_urlsafe(24),
            title=title,
            client_hint=str(fields.get("client_hint", ""))[:_MOST_TITLE],
            began=self._clock.now(),
        )
        self.registrations[made.id] = made
        return made

    def status(self, registration_id: str) -> dict[str, Any]:
        """Its state; a proven one is complete from the next question on."""
        found = self.of(registration_id)
        told = self._told(found)
        if found.state is State.KEY_OWNERSHIP_PROVEN:
            found.state = State.COMPLETED
        return told

    def submit_key(self, registration_id: str, body: object) -> dict[str, Any]:
        """The challenge for a public key; the same key again gets another one. Raises `Refusal` 409, 422."""
        found = self.of(registration_id)
        line = body.get("public_key") if isinstance(body, dict) else None
        try:
            fingerprint = asyncssh.import_public_key(str(line)).get_fingerprint("sha256")
        except asyncssh.KeyImportError:
            raise invalid("public_key is no OpenSSH public key") from None
        again = found.state is State.CHALLENGE_ISSUED and found.public_key == line
        if found.state is not State.PORTAL_VERIFIED and not again:
            raise _not_now(found)
        if self._door.knows(fingerprint):
            raise Refusal(409, "already_registered", "SSH key already registered")
        found.public_key = str(line)
        found.challenge = secrets.token_bytes(_CHALLENGE_BYTES)
        found.state = State.CHALLENGE_ISSUED
        return {"challenge": base64.b64encode(found.challenge).decode(), "algorithm": NAMESPACE}

    def prove(self, registration_id: str, body: object) -> dict[str, Any]:
        """Let the key in, if the challenge is signed with it; raises `Refusal` 400, 409."""
        found = self.of(registration_id)
        if found.state is not State.CHALLENGE_ISSUED:
            raise _not_now(found)
        signature = body.get("signature") if isinstance(body, dict) else None
        signers = f'key namespaces="{NAMESPACE}" {found.public_key}\n'.encode()
        try:
            armored = base64.b64decode(str(signature), validate=True)
            genuine = asyncssh.validate_sshsig(found.challenge, armored, "key", signers)
        except (binascii.Error, ValueError):
            genuine = False
        if not genuine:
            raise Refusal(400, "invalid_signature", "Invalid SSH signature")
        self._door.register(found.public_key)
        found.state = State.KEY_OWNERSHIP_PROVEN
        return self._told(found)

    def cancel(self, registration_id: str) -> None:
        """End it, if it is not over."""
        found = self.of(registration_id)
        if found.state not in _OVER:
            found.state = State.CANCELLED

    def of(self, registration_id: str) -> Registration:
        """The one of that id, as it is now; raises `Refusal` 404."""
        return self._aged(self.registrations.get(registration_id))

    def of_page(self, page: str) -> Registration:
        """The one of that page of the portal; raises `Refusal` 404."""
        return self._aged(next((one for one in self.registrations.values() if one.page == page), None))

    def approve(self, page: str) -> Registration:
        """Its owner signed in at the portal, with the second factor; raises `Refusal` 404, 409."""
        found = self.of_page(page)
        if found.state is not State.INITIATED:
            raise _not_now(found)
        found.state = State.PORTAL_VERIFIED
        found.email = self.email
        return found

    def refuse(self, page: str) -> Registration:
        """Its owner does not want it; raises `Refusal` 404."""
        found = self.of_page(page)
        if found.state not in _OVER:
            found.state = State.FAILED
            found.detail = "refused in the portal"
        return found

    def pairing_code(self) -> str:
        """A new code, for one registration within its lifetime."""
        signs = "".join(secrets.choice(_CODE_SIGNS) for _ in range(8))
        code = f"{signs[:4]}-{signs[4:]}"
        self._codes[code] = self._clock.now() + self.lifetime
        return code

    def _spend_code(self, code: str) -> None:
        until = self._codes.pop(code, None)
        if until is None or until < self._clock.now():
            raise Refusal(400, "invalid_pairing_code", "unknown or expired pairing code")

    def _aged(self, found: Registration | None) -> Registration:
        if found is None:
            raise Refusal(404, "not_found", "no such registration")
        if found.state not in _OVER and self._clock.now() - found.began >= self.lifetime:
            found.state = State.EXPIRED
        return found

    def _told(self, found: Registration) -> dict[str, Any]:
        told: dict[str, Any] = {"registration_id": found.id, "state": found.state}
        if found.email:
            told |= {"verified_user_email": found.email, "verified_user_id": USER_ID}
        if found.detail:
            told["message"] = found.detail
        return told


def _not_now(found: Registration) -> Refusal:
    return Refusal(409, "invalid_state", f"the registration is {found.state}")
