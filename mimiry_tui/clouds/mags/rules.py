"""The rules between the fields of a form, said where they apply (Mags: the client's checks)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from mimiry_tui.clouds.mags import deed_forms, forms
from mimiry_tui.clouds.mags.addresses import domain_trouble, subdomain_trouble
from mimiry_tui.clouds.mags.bodies import MOST_DISK_GB, MOST_PORT, expression_of, pairs_of
from mimiry_tui.clouds.mags.forms import is_on
from mimiry_tui.clouds.mags.schedules import BadExpressionError, next_runs, show_runs
from mimiry_tui.clouds.mags.wire import workspace_of
from mimiry_tui.domain.doing.forms import Note, Notes, Values, Weight
from mimiry_tui.domain.launching.environment_text import name_trouble
from mimiry_tui.domain.launching.numbers import whole_number
from mimiry_tui.domain.plain_text import is_plain, is_sendable
from mimiry_tui.domain.sessions import Session


def notes_of(
    form: str, values: Values, *, now: datetime, workspaces: Iterable[str], live: Iterable[Session]
) -> Notes:
    """What is to be said of each field; `live` sessions may have the workspace that is named."""
    checks: dict[str, Callable[[], dict[str, Note]]] = {
        forms.RUN: lambda: _run(values) | _launch(values, workspaces, live),
        forms.NEW: lambda: _sandbox(values) | _launch(values, workspaces, live),
        forms.EXEC: lambda: _texts(values, "command") | _number(values, "timeout", forms.LONGEST_TIMEOUT),
        forms.PORT: lambda: _port(values),
        forms.STARTUP: lambda: _texts(values, "startup_command"),
        forms.RESIZE: lambda: _number(values, "disk_gb", MOST_DISK_GB),
        forms.ALIAS: lambda: _alias(values),
        forms.SCHEDULE: lambda: _schedule(values, now),
        forms.RESCHEDULE: lambda: _times(values, now),
    }
    check = checks.get(form)
    return check() if check else {}


def trouble_of(form: str, values: Values, notes: Notes) -> str:
    """Why a form cannot be sent, the first reason found; empty where it can."""
    declared = deed_forms.FORMS.get(form)
    for field in declared.fields if declared else ():
        if field.required and not values.get(field.key, "").strip():
            return f"{field.label}: is needed"
    for key, note in notes.items():
        if note.weight is Weight.WRONG:
            meant = declared.field(key) if declared else None
            return f"{meant.label}: {note.words}" if meant else note.words
    return ""


def _run(values: Values) -> dict[str, Note]:
    workspace = values.get("workspace_id", "").strip()
    persistent = is_on(values.get("persistent"))
    notes: dict[str, Note] = {}
    if is_on(values.get("no_sleep")) and not persistent:
        notes["no_sleep"] = Note("only a persistent machine can be always on: switch that on as well")
    if is_on(values.get("no_sync")):
        notes["no_sync"] = _local(workspace)
    if values.get("startup_command", "").strip() and not persistent:
        notes["startup_command"] = Note(
            "never runs like this: only a persistent machine sleeps and wakes", Weight.CARE
        )
    if persistent:
        notes["persistent"] = Note(
            "runs until it is stopped; after 10 idle minutes it sleeps"
            if not is_on(values.get("no_sleep"))
            else "runs until it is stopped, day and night",
            Weight.FINE if not is_on(values.get("no_sleep")) else Weight.CARE,
        )
    if not workspace and not persistent:
        notes[""] = Note(
            "ephemeral: without a workspace nothing is kept once the script has ended", Weight.FINE
        )
    return notes | _texts(values, "script", "startup_command") | _plain(values, "name")


def _sandbox(values: Values) -> dict[str, Note]:
    notes: dict[str, Note] = {}
    if not is_on(values.get(forms.SYNC)):
        notes[forms.SYNC] = Note("its files are on the local disk only, and gone when it stops", Weight.CARE)
    if is_on(values.get("no_sleep")):
        notes["no_sleep"] = Note("runs until it is stopped, day and night", Weight.CARE)
    return notes | _texts(values, "startup_command")


def _launch(values: Values, workspaces: Iterable[str], live: Iterable[Session]) -> dict[str, Note]:
    """What both ways to launch have in common."""
    notes = _plain(values, "workspace_id", "base_workspace_id")
    workspace = values.get("workspace_id", "").strip()
    base = values.get("base_workspace_id", "").strip()
    if workspace and "workspace_id" not in notes:
        said = _known(workspace, tuple(workspaces), live)
        if said is not None:
            notes["workspace_id"] = said
    if base and base == workspace:
        notes["base_workspace_id"] = Note("it has this workspace's files anyhow", Weight.CARE)
    return notes | _environment(values) | _number(values, "disk_gb", MOST_DISK_GB)


def _known(workspace: str, names: tuple[str, ...], live: Iterable[Session]) -> Note | None:
    """What is known of a workspace that is named: who has it, or how it is really spelt."""
    holder = next((one for one in live if workspace_of(one) == workspace), None)
    if holder is not None:
        called = holder.name or holder.id
        return Note(f"{called} has it now: the service may refuse a busy workspace", Weight.CARE)
    if workspace in names:
        return Note("has this workspace's files", Weight.FINE)
    alike = next((name for name in names if name.casefold() == workspace.casefold()), "")
    if alike:
        return Note(f"a new one: there is {alike}, and large and small letters differ", Weight.CARE)
    return Note("a new one", Weight.FINE) if names else None


def _local(workspace: str) -> Note:
    if workspace:
        return Note("what it changes in the workspace is not kept: nothing is synced", Weight.CARE)
    return Note("nothing is kept beyond the machine", Weight.FINE)


def _environment(values: Values) -> dict[str, Note]:
    """The first thing wrong with it. Nothing of it is ever repeated: a secret may stand anywhere."""
    seen: set[str] = set()
    text = values.get("environment", "")
    has_sign = ["=" in line for line in text.split("\n") if line.strip()]
    for number, (name, value) in enumerate(pairs_of(text), 1):
        trouble = name_trouble(name) if has_sign[number - 1] else "there is no ="
        if not trouble and name in seen:
            trouble = "is there more than once"
        if not trouble and not is_sendable(value):
            trouble = "its value holds characters that cannot be sent"
        if trouble:
            return {"environment": Note(f"variable {number}: {trouble}")}
        seen.add(name)
    return {}


def _schedule(values: Values, now: datetime) -> dict[str, Note]:
    notes = _times(values, now) | _texts(values, "script") | _plain(values, "name", "workspace_id")
    if is_on(values.get("persistent")):
        notes["persistent"] = Note("each run leaves a machine behind, until it is stopped", Weight.CARE)
    return notes | _environment(values)


def _times(values: Values, now: datetime) -> dict[str, Note]:
    expression = expression_of(values)
    if not expression:
        return {}
    try:
        moments = next_runs(expression, now)
    except BadExpressionError as error:
        return {"cron_expression": Note(str(error))}
    return {"cron_expression": Note(show_runs(moments), Weight.FINE if moments else Weight.CARE)}


def _alias(values: Values) -> dict[str, Note]:
    notes: dict[str, Note] = {}
    subdomain, domain = values.get("subdomain", "").strip(), values.get("domain", "").strip()
    if subdomain and (trouble := subdomain_trouble(subdomain)):
        notes["subdomain"] = Note(trouble)
    elif subdomain and domain:
        notes["subdomain"] = Note(f"https://{subdomain}.{domain}", Weight.FINE)
    if domain and (trouble := domain_trouble(domain)):
        notes["domain"] = Note(trouble)
    return notes


def _port(values: Values) -> dict[str, Note]:
    if whole_number(values.get("port", ""), MOST_PORT) == 22:
        return {"port": Note("22 is for a shell, which needs no address: open one instead")}
    return _number(values, "port", MOST_PORT)


def _number(values: Values, key: str, most: int) -> dict[str, Note]:
    text = values.get(key, "").strip()
    if text and whole_number(text, most) is None:
        return {key: Note(f"a whole number from 1 to {most}")}
    return {}


def _texts(values: Values, *keys: str) -> dict[str, Note]:
    """Those that hold what JSON cannot carry."""
    wrong = [key for key in keys if not is_sendable(values.get(key, ""))]
    return {key: Note("it holds characters that cannot be sent") for key in wrong}


def _plain(values: Values, *keys: str) -> dict[str, Note]:
    wrong = [key for key in keys if not is_plain(values.get(key, ""))]
    return {key: Note("no control characters and no line ends") for key in wrong}
