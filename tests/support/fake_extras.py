"""What a cloud can do besides, answered as the test says: a little of every kind of field, deed and list."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.clouds.extras import Sent, Told
from mimiry_tui.domain.account import Facts
from mimiry_tui.domain.doing.collections import Collection, Heading, Item
from mimiry_tui.domain.doing.deeds import Asking, Deed, Outcome, Target
from mimiry_tui.domain.doing.forms import Choice, Field, FieldKind, Form, Note, Notes, Role, Values, Weight
from mimiry_tui.domain.launch import FormRequest
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume

RUN = Form(
    "run",
    "Run a script",
    (
        Field("name", "name", FieldKind.LINE, "what it is called", section="Script", role=Role.NAME),
        Field("script", "script", FieldKind.AREA, required=True, section="Script", role=Role.SCRIPT),
        Field("offer", "machine", FieldKind.OFFER, section="Machine"),
        Field("image", "image", FieldKind.CHOICE, depends_on=("offer",), section="Machine", role=Role.IMAGE),
        Field("limit", "at most", FieldKind.LENGTH, "it is ended then", section="Guards", role=Role.LIMIT),
        Field("persistent", "persistent", FieldKind.SWITCH, "its disk is kept", section="Disk"),
        Field("disk_gb", "disk", FieldKind.NUMBER, default="2", unit="GB", shown_if="persistent"),
        Field("environment", "environment", FieldKind.PAIRS, section="Environment"),
        Field("files", "files", FieldKind.FILES, section="Environment"),
        Field("ssh_keys", "SSH keys", FieldKind.CHOICES, section="Environment"),
    ),
    verb="run",
    words="a machine that runs a script and ends",
)
EXEC = Form(
    "exec",
    "Run a command",
    (
        Field("command", "command", FieldKind.LINE, required=True, placeholder="nvidia-smi"),
        Field("timeout", "at most", FieldKind.LENGTH, "it is ended then", default="60s"),
    ),
    verb="run",
)
ADD_SCHEDULE = Form(
    "add",
    "New schedule",
    (
        Field("name", "name", FieldKind.LINE, required=True),
        Field("expression", "when", FieldKind.LINE, "minute hour day month weekday", required=True),
        Field("script", "script", FieldKind.AREA, required=True),
    ),
    verb="create",
)
SCHEDULES = Collection(
    "schedules",
    "Schedules",
    (Heading("name"), Heading("when"), Heading("next run"), Heading("runs", is_number=True), Heading("on")),
    empty="nothing is scheduled",
    words="scripts that run by the clock",
)
ADDRESSES = Collection(
    "addresses", "Addresses", (Heading("name"), Heading("points to")), empty="no address points here"
)
KEYS = Collection(
    "keys", "SSH keys", (Heading("name"),), empty="none", why_not="the API key lacks the scope ssh_keys:read"
)
NIGHTLY = Item(
    "c1",
    "nightly-eval",
    "schedules",
    ("nightly-eval", "0 3 * * *", datetime(2026, 6, 9, 3, 0, tzinfo=UTC), 41, True),
    facts=(("workspace", "evals"), ("last run", "exit 0"), ("script", "python eval.py --all")),
    raw=b'{"id": "c1"}',
)
PAUSED = Item(
    "c2",
    "weekly-report",
    "schedules",
    ("weekly-report", "0 9 * * 1", None, 7, False),
    is_off=True,
    raw=b'{"id": "c2"}',
)
SYNC = Deed("sync", "sync the workspace", "writes it to the store now", "s")
WAKE = Deed("wake", "wake it", "it starts again where it slept", "w", why_not="it is awake")
RUN_COMMAND = Deed("exec", "run a command", "inside it, and shows what it prints", "e", form=EXEC)
LOOK = Deed("look", "say how it is", "asks the service", "l", changes=False)
RESIZE = Deed(
    "resize",
    "resize its disk",
    key="z",
    form=Form("resize", "Resize", (Field("disk_gb", "disk", FieldKind.NUMBER, required=True, unit="GB"),)),
    asking=Asking.CONFIRMATION,
    warning="the machine is stopped and a new one made: what runs on it ends",
)
ADD = Deed("add", "new schedule", "a script that runs by the clock", "n", form=ADD_SCHEDULE)
ADD_KEY = Deed("add_key", "add an SSH key", key="n", why_not="the API key lacks the scope ssh_keys:write")
PAUSE = Deed("pause", "pause it", "it does not run until it is resumed", "p")
DELETE = Deed(
    "delete", "delete it", key="d", asking=Asking.TYPED_NAME, warning="its schedule is gone for good"
)


@dataclass(frozen=True, slots=True)
class Done:
    """One deed that was asked for."""

    deed: str
    target: Target
    values: Values


class FakeExtras:
    """Implements `Extras`. `outcomes` are by deed; an error in it is raised; `hold` makes one wait."""

    def __init__(self) -> None:
        self.launch_forms: tuple[Form, ...] = (RUN,)
        self.collections: tuple[Collection, ...] = (SCHEDULES, ADDRESSES, KEYS)
        self.reports: tuple[tuple[str, str], ...] = (("usage", "Usage, 30 days"),)
        self.contents: dict[str, tuple[Item | Unreadable, ...] | CloudError] = {
            "schedules": (NIGHTLY, PAUSED)
        }
        self.told: Facts | CloudError = Facts((("total_jobs", "214"), ("vm_seconds", "88120")))
        self.outcomes: dict[str, Outcome | CloudError] = {}
        self.steps: dict[str, tuple[str, ...]] = {}
        self.found: dict[str, tuple[Choice, ...] | CloudError] = {
            "image": (Choice("ubuntu", "ubuntu"), Choice("torch", "torch", "2.4, CUDA 12")),
            "ssh_keys": (Choice("k1", "laptop"), Choice("k2", "desk")),
        }
        self.done: list[Done] = []
        self.asked: list[str] = []
        """Every question in order: `items schedules`, `choices run image`."""
        self.uploaded: list[Path] = []
        self.failing_uploads: dict[str, CloudError] = {}
        self.held_upload: asyncio.Event | None = None
        """Uploads stay halfway until it is set."""
        self._gate: asyncio.Event | None = None

    def hold(self) -> Callable[[], None]:
        """Leave the next deed without an answer until the returned function is called."""
        gate = self._gate = asyncio.Event()
        return gate.set

    def request(self, form: str, values: Values, uploads: tuple[tuple[str, str], ...] = ()) -> FormRequest:
        return FormRequest(
            form, values.get("name", ""), values.get("image", ""), tuple(values.items()), uploads
        )

    def values_of(self, session: Session) -> tuple[str, Values] | None:
        return ("run", {"name": session.name, "script": session.command or "true"})

    async def choices(self, form: str, field: str, values: Values) -> tuple[Choice, ...]:
        self.asked.append(f"choices {form} {field}")
        found = self.found.get(field, ())
        if isinstance(found, CloudError):
            raise found
        return found

    def notes(self, form: str, values: Values) -> Notes:
        notes: dict[str, Note] = {}
        if values.get("expression") == "0 3 * * *":
            notes["expression"] = Note("next: Tue 03:00, Wed 03:00, Thu 03:00 UTC", Weight.FINE)
        elif values.get("expression"):
            notes["expression"] = Note("that is no schedule: five fields are needed")
        if form == "run" and not values.get("limit"):
            notes["limit"] = Note("it runs until it is ended", Weight.CARE)
        if form == "run" and values.get("name") == "bad name":
            notes["name"] = Note("a name has no spaces")
        return notes

    async def upload(self, path: Path, sent: Sent) -> str:
        if path.name in self.failing_uploads:
            raise self.failing_uploads[path.name]
        sent(50, 100)
        if self.held_upload is not None:
            await self.held_upload.wait()
        sent(100, 100)
        self.uploaded.append(path)
        return f"id-{path.name}"

    async def items(self, collection: str) -> tuple[Item | Unreadable, ...]:
        self.asked.append(f"items {collection}")
        found = self.contents.get(collection, ())
        if isinstance(found, CloudError):
            raise found
        return found

    def deeds(self, target: Target) -> tuple[Deed, ...]:
        match target:
            case Session():
                return (SYNC, WAKE, RUN_COMMAND, RESIZE, LOOK)
            case Volume():
                return (SYNC, RESIZE)
            case Item(collection="schedules"):
                return (PAUSE, DELETE)
            case Collection(id="schedules"):
                return (ADD,)
            case Collection(id="keys"):
                return (ADD_KEY,)
            case _:
                return ()

    async def do(self, deed: str, target: Target, values: Values, told: Told) -> Outcome:
        self.done.append(Done(deed, target, dict(values)))
        for step in self.steps.get(deed, ()):
            told(step)
        gate, self._gate = self._gate, None
        if gate is not None:
            await gate.wait()
        outcome = self.outcomes.get(deed, Outcome("done"))
        if isinstance(outcome, CloudError):
            raise outcome
        return outcome

    async def report(self, report: str) -> Facts:
        self.asked.append(f"report {report}")
        if isinstance(self.told, CloudError):
            raise self.told
        return self.told
