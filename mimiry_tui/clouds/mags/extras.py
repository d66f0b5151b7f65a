"""What Mags can do beyond the panes: its forms, deeds, collections and figures. Implements `Extras`."""

from __future__ import annotations

import asyncio
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.clouds import errors
from mimiry_tui.clouds.answers import json_of
from mimiry_tui.clouds.decoding import ListReader
from mimiry_tui.clouds.extras import Sent, Told
from mimiry_tui.clouds.mags import bodies, deeds, forms
from mimiry_tui.clouds.mags.addresses import ADDRESSES, read_address
from mimiry_tui.clouds.mags.calls import ADDRESSES as ADDRESSES_PATH
from mimiry_tui.clouds.mags.calls import POOL, USAGE, Calls
from mimiry_tui.clouds.mags.calls import SCHEDULES as SCHEDULES_PATH
from mimiry_tui.clouds.mags.copies import values_of
from mimiry_tui.clouds.mags.doing import Doing
from mimiry_tui.clouds.mags.jobs import JobLists
from mimiry_tui.clouds.mags.resizing import Resizing
from mimiry_tui.clouds.mags.rules import notes_of, trouble_of
from mimiry_tui.clouds.mags.schedules import SCHEDULES, read_schedule
from mimiry_tui.clouds.mags.uploads import upload
from mimiry_tui.clouds.mags.wire import workspace_of
from mimiry_tui.clouds.mags.workspaces import Workspaces
from mimiry_tui.domain.account import Facts, build_facts
from mimiry_tui.domain.doing.collections import Collection, Item
from mimiry_tui.domain.doing.deeds import Deed, Outcome, Target
from mimiry_tui.domain.doing.forms import Choice, Form, Notes, Values
from mimiry_tui.domain.launch import FormRequest
from mimiry_tui.domain.launching.numbers import whole_number
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume

USAGE_DAYS = 30
_USAGE, _POOL = "usage", "pool"


class MagsExtras:
    """Of one account. What is no coroutine asks nobody: it goes by what lists told last."""

    launch_forms: tuple[Form, ...] = forms.LAUNCH_FORMS
    collections: tuple[Collection, ...] = (SCHEDULES, ADDRESSES)
    reports: tuple[tuple[str, str], ...] = (
        (_USAGE, f"Usage of the last {USAGE_DAYS} days"),
        (_POOL, "Pool of machines"),
    )

    def __init__(self, calls: Calls, jobs: JobLists, workspaces: Workspaces, clock: Clock) -> None:
        self._calls = calls
        self._jobs = jobs
        self._workspaces = workspaces
        self._clock = clock
        self.doing = Doing(calls, jobs)
        self.resizing = Resizing(calls, jobs, self.doing, clock)
        self._schedules: ListReader[Item] = ListReader(
            ("cron_jobs", "crons", "jobs", "schedules"),
            lambda raw: (read_schedule(raw, clock.now()),),
            lambda item: item.id,
        )
        self._addresses: ListReader[Item] = ListReader(
            ("aliases", "url_aliases"), lambda raw: (read_address(raw),), lambda item: item.id
        )

    def request(self, form: str, values: Values, uploads: tuple[tuple[str, str], ...] = ()) -> FormRequest:
        name = "workspace_id" if form == forms.NEW else "name"
        given = tuple((key, value) for key, value in values.items() if value)
        image = values.get("rootfs_type", "")
        return FormRequest(form, values.get(name, "").strip(), image, given, uploads)

    def values_of(self, session: Session) -> tuple[str, Values] | None:
        return values_of(session)

    async def choices(self, form: str, field: str, values: Values) -> tuple[Choice, ...]:
        if field not in {"workspace_id", "base_workspace_id"}:
            return ()
        page = await self._workspaces.page(self._jobs.known_live())
        held = [item for item in page.items if isinstance(item, Volume)]
        none = () if field == "workspace_id" else (Choice("", "nothing", "an empty machine"),)
        return none + tuple(Choice(one.id, one.name, "in use" if one.attached_to else "") for one in held)

    def notes(self, form: str, values: Values) -> Notes:
        return notes_of(
            form,
            values,
            now=self._clock.now(),
            workspaces=self._workspaces.names,
            live=self._jobs.known_live(),
        )

    async def upload(self, path: Path, sent: Sent) -> str:
        return await upload(self._calls, path, sent)

    async def items(self, collection: str) -> tuple[Item | Unreadable, ...]:
        path, reader = {
            SCHEDULES.id: (SCHEDULES_PATH, self._schedules),
            ADDRESSES.id: (ADDRESSES_PATH, self._addresses),
        }.get(collection, ("", None))
        if reader is None:
            return ()
        page = await reader.page([reader.listing(await self._calls.get(path))])
        return page.items

    def deeds(self, target: Target) -> tuple[Deed, ...]:
        return deeds.deeds_of(target, self._jobs.known_live())

    async def do(self, deed: str, target: Target, values: Values, told: Told) -> Outcome:
        """Once. Raises BadRequest, and sends nothing, for values against the rules."""
        if deed != deeds.SHOW and self._calls.read_only:
            raise errors.ReadOnly()
        if deed == forms.ALIAS:
            return await self._alias(target, values)
        self._refuse_wrong(deed, values)
        if isinstance(target, Session):
            return await self.doing.to_session(deed, target, values)
        if isinstance(target, Volume):
            return await self._to_workspace(deed, target, values, told)
        if isinstance(target, Item):
            return await self.doing.to_item(deed, target, values)
        if isinstance(target, Collection) and deed == forms.SCHEDULE:
            return await self.doing.create_schedule(values)
        raise errors.InvalidState("this service cannot do that")

    async def report(self, report: str) -> Facts:
        """Whatever figures come: the shape of usage is not documented."""
        if report not in {_USAGE, _POOL}:
            return Facts(())
        path, query = (USAGE, (("window_days", str(USAGE_DAYS)),)) if report == _USAGE else (POOL, ())
        answer = await self._calls.get(path, query)
        return await asyncio.to_thread(build_facts, json_of(answer))

    def check_launch(self, request: FormRequest) -> None:
        """Raise BadRequest, and send nothing, for a launch against the rules or without its files."""
        if request.form not in {form.id for form in self.launch_forms}:
            raise errors.BadRequest("sessions of this service are launched by its own forms")
        self._refuse_wrong(request.form, dict(request.values))
        if missing := bodies.not_sent(request):
            raise errors.BadRequest(
                f"{Path(missing[0]).name} has not been sent yet", hint="nothing was launched"
            )

    async def _to_workspace(self, deed: str, volume: Volume, values: Values, told: Told) -> Outcome:
        if deed == deeds.SYNC:
            return await self.resizing.sync(volume.id, told)
        if deed == deeds.DELETE:
            await self.resizing.delete(volume.id)
            return Outcome(f"{volume.name} is deleted")
        size = whole_number(values.get("disk_gb", ""), bodies.MOST_DISK_GB)
        if deed != forms.RESIZE or size is None:
            raise errors.InvalidState("that cannot be done to a workspace")
        return await self.resizing.resize(volume.id, size, told)

    async def _alias(self, target: Target, values: Values) -> Outcome:
        """An address for the workspace of what it is asked for, or for the one that was chosen."""
        workspace = values.get("workspace_id", "")
        if isinstance(target, Session):
            workspace = workspace_of(target)
        elif isinstance(target, Volume):
            workspace = target.id
        self._refuse_wrong(forms.ALIAS, {**values, "workspace_id": workspace})
        return await self.doing.create_alias(values, workspace)

    def _refuse_wrong(self, form: str, values: Values) -> None:
        if trouble := trouble_of(form, values, self.notes(form, values)):
            raise errors.BadRequest(trouble, hint="nothing was sent")
