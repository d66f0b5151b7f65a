"""The account's SSH keys: the list, adding one, deleting one (Mimiry public API, `/ssh-keys`)."""

from __future__ import annotations

import asyncio

import msgspec

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.decoding import ListReader
from mimiry_tui.clouds.jobs.api import JobsApi
from mimiry_tui.clouds.jobs.key_adding import ADD, ADD_FORM, new_key
from mimiry_tui.clouds.jobs.refusals import NO_SUCH_KEY
from mimiry_tui.clouds.jobs.scopes import Scope
from mimiry_tui.clouds.jobs.wire import SshKey, read_ssh_key
from mimiry_tui.clouds.paths import segment
from mimiry_tui.domain.doing.collections import Collection, Heading, Item
from mimiry_tui.domain.doing.deeds import Asking, Deed, Outcome
from mimiry_tui.domain.doing.forms import Choice, Values
from mimiry_tui.domain.public_keys import public_key_of_line
from mimiry_tui.domain.records import Unreadable

SSH_KEYS = "ssh_keys"
DELETE = "delete_ssh_key"
_CHANGED = frozenset({SSH_KEYS})


class SshKeys:
    """One account's. Every call raises CloudError and nothing else."""

    def __init__(self, api: JobsApi) -> None:
        self._api = api
        self._reader = ListReader[SshKey](
            ("ssh_keys", "keys"), lambda raw: (read_ssh_key(raw),), lambda key: key.id
        )

    @property
    def collection(self) -> Collection:
        return Collection(
            SSH_KEYS,
            "SSH keys",
            (Heading("name"), Heading("at the provider"), Heading("added")),
            empty="no SSH key is on the account yet: add one, and jobs can let you in",
            words="public keys that a job can let in",
            why_not=self._api.scopes.why_not(Scope.SSH_KEYS_READ),
        )

    async def items(self) -> tuple[Item | Unreadable, ...]:
        """All of them, in the order they came."""
        answer = await self._api.get("/ssh-keys", Scope.SSH_KEYS_READ)
        page = await self._reader.page([self._reader.listing(answer)])
        return tuple(item if isinstance(item, Unreadable) else _item(item) for item in page.items)

    async def choices(self) -> tuple[Choice, ...]:
        """Those that a launch can name."""
        found = (item for item in await self.items() if isinstance(item, Item))
        return tuple(Choice(item.id, item.name) for item in found)

    def deeds(self) -> tuple[Deed, ...]:
        """What can be done to the collection."""
        return (
            Deed(
                ADD,
                "add an SSH key",
                "put the public half of a key on the account",
                key="n",
                form=ADD_FORM,
                why_not=self._why_no_change(),
            ),
        )

    def deeds_of(self, item: Item) -> tuple[Deed, ...]:
        """What can be done to one key."""
        return (
            Deed(
                DELETE,
                "delete this SSH key",
                "take it off the account",
                key="d",
                asking=Asking.TYPED_NAME,
                warning="no job can be launched with it any more; machines that have it already keep it",
                why_not=self._why_no_change(),
            ),
        )

    async def add(self, values: Values) -> Outcome:
        """Sent once; BadRequest before that for what is no public key."""
        new = await asyncio.to_thread(new_key, values)
        try:
            body = msgspec.json.encode({"name": new.name, "public_key": new.key.line})
        except UnicodeEncodeError:
            raise errors.BadRequest("half of a character is among what was typed or pasted") from None
        await self._api.change("POST", "/ssh-keys", Scope.SSH_KEYS_WRITE, body)
        return Outcome(f"{new.name} is on the account: {new.key.fingerprint}", collections=_CHANGED)

    async def delete(self, item: Item) -> Outcome:
        """Sent once; one that is gone already is as good as deleted."""
        try:
            await self._api.change("DELETE", f"/ssh-keys/{segment(item.id)}", Scope.SSH_KEYS_WRITE)
        except errors.NotFound as error:
            if error.title != NO_SUCH_KEY:
                raise  # it may be the address that is not there
            return Outcome(f"{item.name} was gone already", collections=_CHANGED)
        return Outcome(f"{item.name} is deleted", collections=_CHANGED)

    def _why_no_change(self) -> str:
        return self._api.scopes.why_not(Scope.SSH_KEYS_WRITE)


def _item(key: SshKey) -> Item:
    public = public_key_of_line(key.public_line) if key.public_line else None
    told = (
        ("kind", public.kind if public is not None else ""),
        ("fingerprint", public.fingerprint if public is not None else ""),
    )
    return Item(
        id=key.id,
        name=key.name,
        collection=SSH_KEYS,
        cells=(key.name, key.provider_id or None, key.created_at),
        facts=tuple((label, value) for label, value in told if value),
        raw=key.raw,
    )
