"""The adapter of Mimiry's job API: batch jobs on whole machines, with an API key."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from mimiry_tui.clock import Clock
from mimiry_tui.clouds import errors
from mimiry_tui.clouds.base import (
    AccountKey,
    Capability,
    EndingWords,
    ImageHint,
    Page,
    Recipe,
    SshAccess,
)
from mimiry_tui.clouds.jobs.api import JobsApi, key_reader
from mimiry_tui.clouds.jobs.extras import JobsExtras
from mimiry_tui.clouds.jobs.kind import KIND
from mimiry_tui.clouds.jobs.launch_notes import launch_notes
from mimiry_tui.clouds.jobs.launching import job_body
from mimiry_tui.clouds.jobs.market import Market
from mimiry_tui.clouds.jobs.recipes import launch_recipes, session_recipes
from mimiry_tui.clouds.jobs.scopes import CAPABILITIES, Scope
from mimiry_tui.clouds.jobs.sessions import JobLists
from mimiry_tui.clouds.paths import segment
from mimiry_tui.clouds.single import record_of
from mimiry_tui.clouds.transport import Transport
from mimiry_tui.domain.account import Balance, Facts, Quota, Transaction
from mimiry_tui.domain.doing.forms import Weight
from mimiry_tui.domain.launch import FormRequest, LaunchRequest, VolumeRequest
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.settings import Profile

_PORTAL = "https://mimiryprimary.lovable.app"
"""Of the one deployment there is (Mimiry user guide, creating an account)."""


class JobsCloud:
    """One account of the job API. Implements `mimiry_tui.clouds.base.Cloud`."""

    capabilities = CAPABILITIES
    ending = EndingWords("cancel", "its machine is terminated: work that is not saved is lost")
    image_hints: tuple[ImageHint, ...] = ()
    minimum_volume_gb: Mapping[str, int] = MappingProxyType({})
    signed_in_until: datetime | None = None

    def __init__(
        self,
        transport: Transport,
        references: tuple[str, ...],
        clock: Clock,
        *,
        env: Mapping[str, str] = os.environ,
        read_only: bool = False,
    ) -> None:
        self.read_only = read_only
        self.portal = _PORTAL if transport.base == KIND.default_base else transport.origin
        self._transport = transport
        self._reference = references[0] if references else ""
        self._api = JobsApi(transport, key_reader(references, env), clock, read_only=read_only)
        self._lists = JobLists(lambda: self._api.get("/jobs", Scope.JOBS_READ), clock)
        self._market = Market(self._api, self._lists.price_by)
        self.extras = JobsExtras(self._api, self._market)

    @property
    def origin(self) -> str:
        return self._transport.origin

    @property
    def skew(self) -> timedelta | None:
        return self._transport.skew

    def why_not(self, capability: Capability) -> str:
        return self._api.scopes.why_not_capability(capability)

    def recipes(self, session: Session, key_path: Path | None) -> tuple[Recipe, ...]:
        return session_recipes(self._transport.base, self._reference, session)

    def unlock(self, passphrase: str) -> None:
        """Nothing here is locked."""

    def account_key(self) -> AccountKey:
        raise errors.NoKey(self.why_not(Capability.ACCOUNT_KEY), hint="")

    def launch_json(self, request: LaunchRequest) -> bytes:
        return job_body({key: _encodable(value) for key, value in _form(request).values})

    def launch_recipes(self, request: LaunchRequest, key_path: Path | None) -> tuple[Recipe, ...]:
        return launch_recipes(self._transport.base, self._reference, dict(_form(request).values))

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def offers(self) -> Page[Offer]:
        """One per instance type, provider and location."""
        return await self._market.offers()

    async def live_sessions(self) -> Page[Session]:
        return await self._lists.live()

    async def ended_sessions(self, offset: int = 0, limit: int = 50) -> Page[Session]:
        return await self._lists.ended(offset, limit)

    async def session(self, session_id: str) -> Session:
        answer = await self._api.get(f"/jobs/{segment(session_id)}", Scope.JOBS_READ)
        return record_of(answer, "job", self._lists.read)

    async def logs(self, session_id: str, *, tail: int, timestamps: bool) -> str:
        """The end of the job's output, which is a part of its record and bears no times."""
        answer = await self._api.get(f"/jobs/{segment(session_id)}", Scope.JOBS_READ)
        session, output = record_of(answer, "job", self._lists.read_output)
        if not output and session.phase in {Phase.ACCEPTED, Phase.PROVISIONING}:
            raise errors.StillBooting("the job has no output before its machine runs")
        # Only line feeds end lines: what else a terminal would obey is for the reader of the log.
        return "\n".join(output.removesuffix("\n").split("\n")[-max(1, tail) :])

    async def launch(self, request: LaunchRequest) -> Session:
        """Sent once. UnreadableAnswer, ServerTrouble and AnswerLost leave open whether it exists."""
        values = dict(_form(request).values)
        self._refuse_mistakes(values)
        self._lists.forget()
        try:
            answer = await self._api.change("POST", "/jobs", Scope.JOBS_WRITE, job_body(values))
        finally:
            self._lists.forget()
        return record_of(answer, "job", self._lists.read)

    async def terminate(self, session_id: str) -> None:
        """Sent once."""
        try:
            await self._api.change("DELETE", f"/jobs/{segment(session_id)}", Scope.JOBS_WRITE)
        finally:
            self._lists.forget()

    async def ssh_access(self, session_id: str) -> SshAccess:
        raise self._absent(Capability.SSH_ACCESS)

    async def volumes(self, *, deleted: bool = False) -> Page[Volume]:
        raise self._absent(Capability.VOLUMES)

    async def volume(self, volume_id: str) -> Volume:
        raise self._absent(Capability.VOLUMES)

    async def create_volume(self, request: VolumeRequest) -> Volume:
        raise self._absent(Capability.VOLUME_CREATE)

    async def extend_volume(self, volume_id: str, size_gb: int) -> None:
        raise self._absent(Capability.VOLUME_EXTEND)

    async def delete_volume(self, volume_id: str) -> None:
        raise self._absent(Capability.VOLUME_DELETE)

    async def balance(self) -> Balance:
        raise self._absent(Capability.BALANCE)

    async def quotas(self) -> tuple[Quota, ...]:
        raise self._absent(Capability.QUOTAS)

    async def transactions(self, limit: int = 100) -> Page[Transaction]:
        raise self._absent(Capability.TRANSACTIONS)

    async def token_limits(self) -> Facts:
        raise self._absent(Capability.TOKEN_LIMITS)

    async def me(self) -> Facts:
        raise self._absent(Capability.IDENTITY)

    def _refuse_mistakes(self, values: Mapping[str, str]) -> None:
        """Raise BadRequest, with nothing sent, for what the service would refuse or misunderstand."""
        for form in self.extras.launch_forms:
            for field in form.fields:
                if field.required and not values.get(field.key, "").strip():
                    raise errors.BadRequest(f"{field.label} is missing", title="Not complete")
        for note in launch_notes(values, self._market.catalogue).values():
            if note.weight is Weight.WRONG:
                raise errors.BadRequest(note.words, title="Not possible like this")

    def _absent(self, capability: Capability) -> errors.InvalidState:
        return errors.InvalidState(self.why_not(capability), title="Not at this service")


def open_jobs(profile: Profile, clock: Clock, *, fresh_sign_in: bool = False) -> JobsCloud:
    """The adapter for a profile. Opens and reads nothing yet: the first call does.

    The key is read anew for each run, so that every sign-in is a fresh one.
    """
    references = (profile.token,) if profile.token else KIND.token_sources
    return JobsCloud(Transport(profile.api_base, clock), references, clock, read_only=profile.read_only)


def _encodable(value: str) -> str:
    """With a mark for each half of a character, which cannot be shown and would not be sent."""
    return value.encode("utf-8", "replace").decode()


def _form(request: LaunchRequest) -> FormRequest:
    if not isinstance(request, FormRequest):
        raise errors.BadRequest("jobs of this service are launched by its own form")
    return request
