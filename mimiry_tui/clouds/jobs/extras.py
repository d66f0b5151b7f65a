"""What the job API has besides jobs and machines: its launch form, SSH keys, lists of places."""

from __future__ import annotations

from pathlib import Path

from mimiry_tui.clouds.errors import InvalidState
from mimiry_tui.clouds.extras import Sent, Told
from mimiry_tui.clouds.jobs.api import JobsApi
from mimiry_tui.clouds.jobs.choosing import all_taken, image_choices, location_choices
from mimiry_tui.clouds.jobs.key_adding import ADD, key_notes
from mimiry_tui.clouds.jobs.launch_copy import values_of_job
from mimiry_tui.clouds.jobs.launch_notes import launch_notes
from mimiry_tui.clouds.jobs.launching import FORM_ID, launch_form, wanted
from mimiry_tui.clouds.jobs.market import Market
from mimiry_tui.clouds.jobs.scopes import Scope
from mimiry_tui.clouds.jobs.ssh_keys import DELETE, SSH_KEYS, SshKeys
from mimiry_tui.clouds.jobs.wire import Place
from mimiry_tui.domain.account import Facts
from mimiry_tui.domain.doing.collections import Collection, Item
from mimiry_tui.domain.doing.deeds import Deed, Outcome, Target
from mimiry_tui.domain.doing.forms import Choice, Form, Notes, Values
from mimiry_tui.domain.launch import FormRequest
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session

PROVIDERS, LOCATIONS = "providers", "locations"
_NO_SUCH = "this service cannot do that"


class JobsExtras:
    """Implements `mimiry_tui.clouds.extras.Extras`."""

    reports = ((PROVIDERS, "Providers"), (LOCATIONS, "Locations"))

    def __init__(self, api: JobsApi, market: Market) -> None:
        self._api = api
        self._market = market
        self._keys = SshKeys(api)

    @property
    def launch_forms(self) -> tuple[Form, ...]:
        """The one form; a key that may not list machines has them typed."""
        return (launch_form(knows_machines=not self._api.scopes.is_missing(Scope.INSTANCES_READ)),)

    def request(self, form: str, values: Values, uploads: tuple[tuple[str, str], ...] = ()) -> FormRequest:
        name, image = values.get("name", "").strip(), values.get("image", "").strip()
        return FormRequest(form, name, image, tuple(values.items()))

    def values_of(self, session: Session) -> tuple[str, Values] | None:
        return FORM_ID, values_of_job(session, knows_machines=bool(self._market.catalogue.machines))

    async def choices(self, form: str, field: str, values: Values) -> tuple[Choice, ...]:
        if form != FORM_ID:
            return ()
        machine = wanted(values)
        match field:
            case "image":
                found = await self._market.images(machine.instance_type)
                return image_choices(found, machine.provider)
            case "location":
                places = await self._market.locations()
                return location_choices(places, values, self._market.page)
            case "ssh_key_ids":
                return await self._keys.choices()
        return ()

    def notes(self, form: str, values: Values) -> Notes:
        if form == ADD:
            return key_notes(values)
        is_taken = all_taken(wanted(values), self._market.page)
        return launch_notes(values, self._market.catalogue, is_taken=is_taken)

    async def upload(self, path: Path, sent: Sent) -> str:
        raise InvalidState("this service takes no files")

    @property
    def collections(self) -> tuple[Collection, ...]:
        return (self._keys.collection,)

    async def items(self, collection: str) -> tuple[Item | Unreadable, ...]:
        return await self._keys.items() if collection == SSH_KEYS else ()

    def deeds(self, target: Target) -> tuple[Deed, ...]:
        match target:
            case Collection(id=id) if id == SSH_KEYS:
                return self._keys.deeds()
            case Item(collection=collection) if collection == SSH_KEYS:
                return self._keys.deeds_of(target)
        return ()

    async def do(self, deed: str, target: Target, values: Values, told: Told) -> Outcome:
        if deed == ADD:
            return await self._keys.add(values)
        if deed == DELETE and isinstance(target, Item):
            return await self._keys.delete(target)
        raise InvalidState(_NO_SUCH)

    async def report(self, report: str) -> Facts:
        if report == PROVIDERS:
            return _facts(await self._market.providers())
        if report == LOCATIONS:
            return _facts(await self._market.locations())
        raise InvalidState(_NO_SUCH)


def _facts(places: tuple[Place, ...]) -> Facts:
    """Each by its code, with what else is told of it."""
    return Facts(
        tuple(
            (
                place.code,
                " · ".join(
                    word
                    for word in (
                        place.name,
                        place.words,
                        place.provider,
                        "" if place.is_active else "not active",
                    )
                    if word
                )
                or "active",
            )
            for place in places
        )
    )
