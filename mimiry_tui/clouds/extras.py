"""What a cloud can do beyond the panes that every cloud has, in terms that any of them can be drawn from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from mimiry_tui.clouds.errors import InvalidState
from mimiry_tui.domain.account import Facts
from mimiry_tui.domain.doing.collections import Collection, Item
from mimiry_tui.domain.doing.deeds import Deed, Outcome, Target
from mimiry_tui.domain.doing.forms import Choice, Form, Notes, Values
from mimiry_tui.domain.launch import FormRequest
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session

Told = Callable[[str], None]
"""Called with each step of something that takes a while, in words."""
Sent = Callable[[int, int], None]
"""Called with the bytes sent so far, and with how many there are."""


class Extras(Protocol):
    """Forms, deeds, collections and reports of one account. Async calls raise CloudError and nothing else.

    What is no coroutine asks nobody and blocks on nothing. Calls that change something are sent once.
    """

    @property
    def launch_forms(self) -> tuple[Form, ...]:
        """The ways to launch, the usual one first; empty where sessions are launched as containers."""
        ...

    def request(self, form: str, values: Values, uploads: tuple[tuple[str, str], ...] = ()) -> FormRequest:
        """What `Cloud.launch` takes for a launch form; `uploads` are paths with the ids they got."""
        ...

    def values_of(self, session: Session) -> tuple[str, Values] | None:
        """The launch form and what has to be in it to launch such a session again, as far as records tell."""
        ...

    async def choices(self, form: str, field: str, values: Values) -> tuple[Choice, ...]:
        """What can be chosen in a field whose choices are not declared, with the form as it is."""
        ...

    def notes(self, form: str, values: Values) -> Notes:
        """What speaks against these values or explains them, by the rules of the service."""
        ...

    async def upload(self, path: Path, sent: Sent) -> str:
        """Send a file that a launch needs; its id there. Raises BadRequest where it cannot be read."""
        ...

    @property
    def collections(self) -> tuple[Collection, ...]: ...

    async def items(self, collection: str) -> tuple[Item | Unreadable, ...]:
        """Everything in a collection."""
        ...

    def deeds(self, target: Target) -> tuple[Deed, ...]:
        """What can be done to it."""
        ...

    async def do(self, deed: str, target: Target, values: Values, told: Told) -> Outcome:
        """Do it, once. Raises ReadOnly where it changes something and nothing may be."""
        ...

    @property
    def reports(self) -> tuple[tuple[str, str], ...]:
        """Further figures of the account: id and headline of each."""
        ...

    async def report(self, report: str) -> Facts: ...


class NoExtras:
    """Of a cloud that has nothing besides. Implements `Extras`."""

    launch_forms: tuple[Form, ...] = ()
    collections: tuple[Collection, ...] = ()
    reports: tuple[tuple[str, str], ...] = ()

    def request(self, form: str, values: Values, uploads: tuple[tuple[str, str], ...] = ()) -> FormRequest:
        return FormRequest(form, "", "", tuple(values.items()), uploads)

    def values_of(self, session: Session) -> tuple[str, Values] | None:
        return None

    async def choices(self, form: str, field: str, values: Values) -> tuple[Choice, ...]:
        return ()

    def notes(self, form: str, values: Values) -> Notes:
        return {}

    async def upload(self, path: Path, sent: Sent) -> str:
        raise InvalidState("this service takes no files")

    async def items(self, collection: str) -> tuple[Item | Unreadable, ...]:
        return ()

    def deeds(self, target: Target) -> tuple[Deed, ...]:
        return ()

    async def do(self, deed: str, target: Target, values: Values, told: Told) -> Outcome:
        raise InvalidState("this service cannot do that")

    async def report(self, report: str) -> Facts:
        return Facts(())
