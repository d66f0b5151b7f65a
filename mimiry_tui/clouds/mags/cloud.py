"""The Mags adapter: every endpoint of its API as a method of the Cloud protocol, or of its extras."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from mimiry_tui.clock import Clock
from mimiry_tui.clouds import errors
from mimiry_tui.clouds.answers import json_of
from mimiry_tui.clouds.base import AccountKey, Capability, ImageHint, Page, Recipe, SshAccess
from mimiry_tui.clouds.mags import bodies, lacking
from mimiry_tui.clouds.mags.calls import JOBS, POOL, Calls, job_path
from mimiry_tui.clouds.mags.doing import SSH_PORT
from mimiry_tui.clouds.mags.extras import MagsExtras
from mimiry_tui.clouds.mags.jobs import JobLists, launched_job
from mimiry_tui.clouds.mags.kind import KIND
from mimiry_tui.clouds.mags.logs import log_text
from mimiry_tui.clouds.mags.recipes import DEFAULT_BASE, launch_recipes, session_recipes
from mimiry_tui.clouds.mags.workspaces import Workspaces
from mimiry_tui.clouds.transport import Transport
from mimiry_tui.domain import coerce
from mimiry_tui.domain.account import Balance, Facts, Quota, Transaction
from mimiry_tui.domain.launch import FormRequest, LaunchRequest, VolumeRequest
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import DEFAULT_SSH_PORT, Session, SshEndpoint
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.settings import Profile
from mimiry_tui.settings.tokens import FoundToken, read_token

_PORTAL = "https://mags.run"
_USER = "root"
"""Who one is in a machine, where the service does not say (Mags: access)."""


class MagsCloud:
    """One account at Mags. Implements `mimiry_tui.clouds.base.Cloud`."""

    capabilities = lacking.CAPABILITIES
    ending = lacking.ENDING
    image_hints: tuple[ImageHint, ...] = ()
    minimum_volume_gb: Mapping[str, int] = MappingProxyType({})
    signed_in_until: datetime | None = None

    def __init__(
        self,
        transport: Transport,
        token: Callable[[], FoundToken],
        clock: Clock,
        *,
        read_only: bool = False,
    ) -> None:
        self.read_only = read_only
        self.portal = _PORTAL if transport.base == DEFAULT_BASE else transport.base
        self._transport = transport
        self._clock = clock
        self._calls = Calls(transport, token, clock, read_only=read_only)
        self._jobs = JobLists(self._calls, clock)
        self._workspaces = Workspaces(self._calls)
        self.extras = MagsExtras(self._calls, self._jobs, self._workspaces, clock)

    @property
    def origin(self) -> str:
        return self._transport.origin

    @property
    def skew(self) -> timedelta | None:
        return self._transport.skew

    def why_not(self, capability: Capability) -> str:
        return lacking.why_not(capability)

    def unlock(self, passphrase: str) -> None:
        """No key of the account is ever locked here: there is none."""

    def account_key(self) -> AccountKey:
        raise errors.NoKey(lacking.why_not(Capability.ACCOUNT_KEY), hint="")

    def recipes(self, session: Session, key_path: Path | None) -> tuple[Recipe, ...]:
        return session_recipes(self._transport.base, session)

    def launch_json(self, request: LaunchRequest) -> bytes:
        return bodies.json_of_fields(bodies.launch_fields(_form(request)))

    def launch_recipes(self, request: LaunchRequest, key_path: Path | None) -> tuple[Recipe, ...]:
        return launch_recipes(self._transport.base, _form(request))

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def live_sessions(self) -> Page[Session]:
        return await self._jobs.live()

    async def ended_sessions(self, offset: int = 0, limit: int = 50) -> Page[Session]:
        return await self._jobs.ended(offset, limit)

    async def session(self, session_id: str) -> Session:
        return await self._jobs.one(session_id)

    async def logs(self, session_id: str, *, tail: int, timestamps: bool) -> str:
        answer = await self._calls.get(job_path(session_id, "logs"))
        return log_text(answer, tail=tail, timestamps=timestamps)

    async def launch(self, request: LaunchRequest) -> Session:
        """Sent once. UnreadableAnswer, ServerTrouble and AnswerLost leave open whether it exists."""
        form = _form(request)
        if self.read_only:
            raise errors.ReadOnly()
        self.extras.check_launch(form)
        fields = bodies.launch_fields(form)
        answer = await self._calls.change("POST", JOBS, fields)
        known = {key: value for key, value in fields.items() if key not in {"environment", "script"}}
        known["created_at"] = self._clock.now().isoformat()
        session = launched_job(answer, known)
        self._jobs.learn(session.id, known)
        return session

    async def terminate(self, session_id: str) -> None:
        await self._calls.change("POST", job_path(session_id, "stop"))

    async def ssh_access(self, session_id: str) -> SshAccess:
        """The way in that the service makes for a port 22; the machine wakes by it."""
        told = await self.extras.doing.access(session_id, SSH_PORT)
        host = coerce.text(told.get("ssh_host")).strip()
        if not host:
            raise errors.InvalidState(
                "the service names no place for a shell", hint="it has to be persistent, and up"
            )
        port = told.get("ssh_port")
        key = coerce.text(told.get("ssh_private_key")).replace("\r\n", "\n")
        return SshAccess(
            SshEndpoint(
                host,
                DEFAULT_SSH_PORT if port in (None, "") else coerce.integer(port) or 0,
                coerce.text(told.get("ssh_user")) or _USER,
            ),
            f"{key.strip()}\n" if key.strip() else "",
        )

    async def volumes(self, *, deleted: bool = False) -> Page[Volume]:
        """Every workspace; deleted ones are gone at once."""
        if deleted:
            return Page(())
        return await self._workspaces.page(await self._jobs.recent_live())

    async def volume(self, volume_id: str) -> Volume:
        page = await self.volumes()
        found = next((item for item in page.items if isinstance(item, Volume) and item.id == volume_id), None)
        if found is None:
            raise errors.NotFound(f"there is no workspace {volume_id}")
        return found

    async def delete_volume(self, volume_id: str) -> None:
        """Refused while a session has it, which is asked right before."""
        await self.extras.resizing.delete(volume_id)

    async def quotas(self) -> tuple[Quota, ...]:
        """The pool that machines come from: how many there are and may be, and how many of them work."""
        told = coerce.mapping(json_of(await self._calls.get(POOL)))
        if not told:
            raise errors.UnreadableAnswer("it tells nothing of the pool")
        numbers = {name: coerce.integer(value) for name, value in told.items()}
        most = numbers.get("max_pool_size") or None  # 0 means that there is no limit
        total = numbers.get("total_vms")
        rows = (
            Quota("machines in the pool", most, total),
            Quota("busy machines", total, numbers.get("busy_vms")),
        )
        return tuple(row for row in rows if row.limit is not None or row.used is not None)

    async def offers(self) -> Page[Offer]:
        raise _lacks(Capability.OFFERS)

    async def create_volume(self, request: VolumeRequest) -> Volume:
        raise _lacks(Capability.VOLUME_CREATE)

    async def extend_volume(self, volume_id: str, size_gb: int) -> None:
        raise _lacks(Capability.VOLUME_EXTEND)

    async def balance(self) -> Balance:
        raise _lacks(Capability.BALANCE)

    async def transactions(self, limit: int = 100) -> Page[Transaction]:
        raise _lacks(Capability.TRANSACTIONS)

    async def token_limits(self) -> Facts:
        raise _lacks(Capability.TOKEN_LIMITS)

    async def me(self) -> Facts:
        raise _lacks(Capability.IDENTITY)


def open_mags(profile: Profile, clock: Clock, *, fresh_sign_in: bool = False) -> MagsCloud:
    """The adapter for a profile. Opens nothing yet: the first call does.

    A token is read anew each time an adapter is opened, so `fresh_sign_in` changes nothing.
    """
    places = (profile.token,) if profile.token else KIND.token_sources
    return MagsCloud(
        Transport(profile.api_base, clock),
        lambda: read_token(places, os.environ, prefix=KIND.token_prefix),
        clock,
        read_only=profile.read_only,
    )


def _form(request: LaunchRequest) -> FormRequest:
    if not isinstance(request, FormRequest):
        raise errors.BadRequest("sessions of this service are launched by its own forms")
    return request


def _lacks(capability: Capability) -> errors.InvalidState:
    return errors.InvalidState(lacking.why_not(capability), hint="")
