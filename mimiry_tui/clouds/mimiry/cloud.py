"""The Mimiry adapter: every endpoint of its compute API as a method of the Cloud protocol."""

from __future__ import annotations

import os
from collections.abc import Hashable
from datetime import datetime, timedelta
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.clouds import errors
from mimiry_tui.clouds.answers import Answer, error_of, json_of, object_of, unreadable
from mimiry_tui.clouds.base import AccountKey, Capability, EndingWords, Page, Recipe, SshAccess
from mimiry_tui.clouds.decoding import Listing, ListReader
from mimiry_tui.clouds.extras import NoExtras
from mimiry_tui.clouds.mimiry import requests
from mimiry_tui.clouds.mimiry.auth import TOKEN_PATH, Authenticator
from mimiry_tui.clouds.mimiry.bodies import log_text
from mimiry_tui.clouds.mimiry.keys import KeyRing
from mimiry_tui.clouds.mimiry.launch_recipes import launch_recipes
from mimiry_tui.clouds.mimiry.limits import IMAGE_HINTS, MINIMUM_VOLUME_GB
from mimiry_tui.clouds.mimiry.recipes import session_recipes
from mimiry_tui.clouds.mimiry.sessions import PAGE_SIZE, SessionLists
from mimiry_tui.clouds.mimiry.token_cache import Token, TokenCache
from mimiry_tui.clouds.mimiry.wire import (
    read_balance,
    read_offers,
    read_session,
    read_transaction,
    read_volume,
)
from mimiry_tui.clouds.paths import segment
from mimiry_tui.clouds.single import record_of
from mimiry_tui.clouds.transport import Query, Transport
from mimiry_tui.domain.account import Balance, Facts, Quota, Transaction, build_facts, build_quotas
from mimiry_tui.domain.launch import LaunchRequest, SessionRequest, VolumeRequest
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume, VolumeStatus
from mimiry_tui.settings import Profile

_COMPUTE = "/api/compute/v1"
_BY_TYPE: Query = (("gpu_types", ",".join(requests.LEGACY_GPU_TYPES)),)
_MOST_TAIL = 2_000
"""Lines of a log above which the service's own store can fail (Mimiry compute API, sessions)."""
_MOST_ANSWERS = 100


class MimiryCloud:
    """One account at one Mimiry host. Implements `mimiry_tui.clouds.base.Cloud`."""

    capabilities = frozenset(Capability) - {Capability.SSH_ACCESS, Capability.LOGS_AFTER_END}
    extras = NoExtras()
    ending = EndingWords()
    image_hints = IMAGE_HINTS
    minimum_volume_gb = MINIMUM_VOLUME_GB

    def __init__(
        self,
        transport: Transport,
        keys: KeyRing,
        cache: TokenCache,
        clock: Clock,
        *,
        api_base: str,
        read_only: bool = False,
    ) -> None:
        self.portal = api_base
        self.read_only = read_only
        self._transport = transport
        self._keys = keys
        self._auth = Authenticator(transport, keys, cache, clock)
        self._clock = clock
        self._lists = SessionLists(self._get_sessions)
        self._offers = ListReader(
            ("gpu_models", "gpu_types", "gpus", "models", "availability"), read_offers, lambda offer: offer.id
        )
        self._volumes = ListReader(("volumes",), lambda raw: (read_volume(raw),), lambda volume: volume.id)
        self._transactions = ListReader(("transactions",), lambda raw: (read_transaction(raw),), _movement)
        self._asks_by_type = False

    @property
    def origin(self) -> str:
        return self._transport.origin

    @property
    def skew(self) -> timedelta | None:
        return self._transport.skew

    def why_not(self, capability: Capability) -> str:
        if capability is Capability.LOGS_AFTER_END:
            return "the service keeps logs only while a session runs"
        return "" if capability in self.capabilities else "sessions tell their address themselves"

    async def ssh_access(self, session_id: str) -> SshAccess:
        raise errors.InvalidState("sessions of this service tell their address themselves")

    def recipes(self, session: Session, key_path: Path | None) -> tuple[Recipe, ...]:
        return session_recipes(self.portal, session, key_path)

    def unlock(self, passphrase: str) -> None:
        self._keys.unlock(passphrase)

    @property
    def signed_in_until(self) -> datetime | None:
        return self._auth.signed_in_until

    def account_key(self) -> AccountKey:
        public = self._keys.public()
        return AccountKey(self._keys.path, public.fingerprint, public.line)

    def launch_json(self, request: LaunchRequest) -> bytes:
        return requests.session_body(_container(request))

    def launch_recipes(self, request: LaunchRequest, key_path: Path | None) -> tuple[Recipe, ...]:
        return launch_recipes(self.portal, _container(request), key_path)

    async def aclose(self) -> None:
        await self._auth.aclose()
        await self._transport.aclose()

    async def offers(self) -> Page[Offer]:
        """Every offer; needs no key. Old deployments are asked by GPU type, once they insist."""
        if not self._asks_by_type:
            try:
                return await self._offers_for(())
            except errors.BadRequest:
                page = await self._offers_for(_BY_TYPE)
                self._asks_by_type = True
                return page
        return await self._offers_for(_BY_TYPE)

    async def live_sessions(self) -> Page[Session]:
        return await self._lists.live()

    async def ended_sessions(self, offset: int = 0, limit: int = 50) -> Page[Session]:
        return await self._lists.ended(offset, limit)

    async def session(self, session_id: str) -> Session:
        answer = await self._call("GET", f"/sessions/{segment(session_id)}", (("events_tail", "-1"),))
        return record_of(answer, "session", read_session)

    async def logs(self, session_id: str, *, tail: int, timestamps: bool) -> str:
        query = (
            ("tail", str(max(1, min(tail, _MOST_TAIL)))),
            ("timestamps", "true" if timestamps else "false"),
        )
        answer = await self._call("GET", f"/sessions/{segment(session_id)}/logs", query)
        return log_text(answer)

    async def launch(self, request: LaunchRequest) -> Session:
        """Sent once. UnreadableAnswer, ServerTrouble and AnswerLost leave open whether it exists."""
        answer = await self._call("POST", "/sessions", body=requests.session_body(_container(request)))
        return record_of(answer, "session", read_session)

    async def terminate(self, session_id: str) -> None:
        await self._call("DELETE", f"/sessions/{segment(session_id)}")

    async def volumes(self, *, deleted: bool = False) -> Page[Volume]:
        listings: list[Listing] = []
        for number in range(_MOST_ANSWERS):
            query: Query = (("limit", str(PAGE_SIZE)), ("offset", str(number * PAGE_SIZE)))
            query = (("state", VolumeStatus.DELETED), *query) if deleted else query
            answer = await self._call("GET", "/volumes", query)
            listing = self._volumes.listing(answer, (deleted, number))
            if listings and listing.body == listings[-1].body:
                break
            listings.append(listing)
            if len(listing.items) != PAGE_SIZE:
                break
        return await self._volumes.page(listings, deleted)

    async def volume(self, volume_id: str) -> Volume:
        answer = await self._call("GET", f"/volumes/{segment(volume_id)}")
        return record_of(answer, "volume", read_volume)

    async def create_volume(self, request: VolumeRequest) -> Volume:
        answer = await self._call("POST", "/volumes", body=requests.volume_body(request))
        return record_of(answer, "volume", read_volume)

    async def extend_volume(self, volume_id: str, size_gb: int) -> None:
        """PUT, and PATCH where PUT is unknown: 404 and 405 mean that nothing was done."""
        path = f"/volumes/{segment(volume_id)}"
        (method, body), (other_method, other_body) = requests.extend_bodies(size_gb)
        try:
            await self._call(method, path, body=body)
        except errors.Refused as refusal:
            if refusal.status not in {404, 405}:
                raise
            await self._call(other_method, path, body=other_body)

    async def delete_volume(self, volume_id: str) -> None:
        await self._call("DELETE", f"/volumes/{segment(volume_id)}")

    async def balance(self, *, user_id: str = "", org_id: str = "") -> Balance:
        """The account's balance, or that of one of its users or organisations."""
        path = "/balance"
        if user_id:
            path += f"/user/{segment(user_id)}"
        elif org_id:
            path += f"/org/{segment(org_id)}"
        answer = await self._call("GET", path)
        balance = read_balance(object_of(answer, "data"))
        if balance is None:
            raise unreadable(answer)
        return balance

    async def quotas(self) -> tuple[Quota, ...]:
        return build_quotas(json_of(await self._call("GET", "/quota")))

    async def transactions(self, limit: int = 100) -> Page[Transaction]:
        answer = await self._call("GET", "/transactions", (("limit", str(limit)),))
        listing = self._transactions.listing(answer, limit)
        more = len(listing.items) >= limit
        return await self._transactions.page([listing], limit, total=listing.total, has_more=more)

    async def token_limits(self) -> Facts:
        return await self._facts(f"{TOKEN_PATH}/limits")

    async def me(self) -> Facts:
        return await self._facts("/api/v1/me")

    async def api_key(self) -> Facts:
        """What `GET /api/v1/api-key` says; its shape is unknown."""
        return await self._facts("/api/v1/api-key")

    async def catalog(self) -> Facts:
        """What `GET /catalog` says; its shape is unknown."""
        return await self._facts(f"{_COMPUTE}/catalog")

    async def _facts(self, path: str) -> Facts:
        return build_facts(json_of(await self._authorised("GET", path)))

    async def _get_sessions(self, query: Query) -> Answer:
        return await self._call("GET", "/sessions", query)

    async def _offers_for(self, query: Query) -> Page[Offer]:
        path = f"{_COMPUTE}/availability"
        answer = self._checked(await self._transport.send("GET", path, query=query))
        return await self._offers.page([self._offers.listing(answer)])

    async def _call(self, method: str, path: str, query: Query = (), *, body: bytes | None = None) -> Answer:
        return await self._authorised(method, _COMPUTE + path, query, body=body)

    async def _authorised(
        self, method: str, path: str, query: Query = (), *, body: bytes | None = None
    ) -> Answer:
        """A successful answer. A 401 means the call was not carried out: after one renewal it is
        repeated once, whatever its method (Mimiry compute API, authentication).
        """
        if self.read_only and method != "GET":
            raise errors.ReadOnly()
        token = await self._token(method)
        answer = await self._transport.send(method, path, query=query, body=body, bearer=token.value)
        if answer.status == 401:
            token = await self._token(method, refused=token)
            answer = await self._transport.send(method, path, query=query, body=body, bearer=token.value)
        return self._checked(answer)

    async def _token(self, method: str, refused: Token | None = None) -> Token:
        """A token; where none could be had, a call that would change something was not carried out.

        So no doubt about the sign-in may pass for one about the call.
        """
        try:
            return await self._auth.token(refused)
        except (errors.AnswerLost, errors.ServerTrouble, errors.UnreadableAnswer) as error:
            if method == "GET":
                raise
            raise errors.SignInFailed(
                str(error), status=error.status, retry_after=error.retry_after
            ) from None

    def _checked(self, answer: Answer) -> Answer:
        if answer.is_success:
            return answer
        raise error_of(answer, self._clock.now(), self._transport.skew)


def open_mimiry(profile: Profile, clock: Clock, *, fresh_sign_in: bool = False) -> MimiryCloud:
    """The adapter for a profile. Opens nothing yet: the first call does.

    With `fresh_sign_in` a token kept on disk is not used, but the new one is kept there.
    """
    transport = Transport(profile.api_base, clock)
    keys = KeyRing(profile.key_path, os.environ.get("SSH_AUTH_SOCK"))
    return MimiryCloud(
        transport,
        keys,
        TokenCache(profile.token_dir, profile.api_base, reads=not fresh_sign_in),
        clock,
        api_base=profile.api_base,
        read_only=profile.read_only,
    )


def _movement(transaction: Transaction) -> Hashable:
    """By id; those without one are told apart by all they say."""
    return transaction.id or transaction.raw


def _container(request: LaunchRequest) -> SessionRequest:
    if not isinstance(request, SessionRequest):
        raise errors.BadRequest("sessions of this service are launched as containers")
    return request
