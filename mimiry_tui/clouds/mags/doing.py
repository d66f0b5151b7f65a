"""Deeds on sessions, schedules and addresses: one call each, and what came of it in words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.answers import Answer, json_of, object_of
from mimiry_tui.clouds.mags import bodies, deeds, forms
from mimiry_tui.clouds.mags.addresses import ADDRESSES, url_of
from mimiry_tui.clouds.mags.calls import ADDRESSES as ADDRESSES_PATH
from mimiry_tui.clouds.mags.calls import SCHEDULES as SCHEDULES_PATH
from mimiry_tui.clouds.mags.calls import Calls, job_path, segment
from mimiry_tui.clouds.mags.jobs import JobLists
from mimiry_tui.clouds.mags.schedules import SCHEDULES
from mimiry_tui.clouds.mags.wire import public_url, told_url
from mimiry_tui.domain import coerce
from mimiry_tui.domain.doing.collections import Item
from mimiry_tui.domain.doing.deeds import Outcome
from mimiry_tui.domain.doing.forms import Values
from mimiry_tui.domain.launching.numbers import whole_number
from mimiry_tui.domain.sessions import Session

SSH_PORT = 22
WAKING_SECONDS = 60.0
"""How much longer than other answers one may take that waits for a machine to wake."""
_SYNC_SECONDS = 120.0
_SPARE_SECONDS = 15.0


class Doing:
    """What is done to one thing by one call. Raises CloudError and nothing else."""

    def __init__(self, calls: Calls, jobs: JobLists) -> None:
        self._calls = calls
        self._jobs = jobs

    async def to_session(self, deed: str, session: Session, values: Values) -> Outcome:
        do: dict[str, Callable[[Session, Values], Awaitable[Outcome]]] = {
            deeds.WAKE: self._wake,
            deeds.KEEP_AWAKE: self._keep_awake,
            deeds.LET_SLEEP: self._let_sleep,
            deeds.SYNC: self._sync,
            forms.STARTUP: self._set_startup,
            forms.EXEC: self._exec,
            forms.PORT: self._publish,
        }
        if deed not in do:
            raise errors.InvalidState("that cannot be done to a session here")
        return await do[deed](session, values)

    async def to_item(self, deed: str, item: Item, values: Values) -> Outcome:
        if item.collection == ADDRESSES.id:
            return await self._to_address(deed, item)
        path = f"{SCHEDULES_PATH}/{segment(item.id)}"
        changed = frozenset({SCHEDULES.id})
        if deed == deeds.DELETE:
            await self._calls.change("DELETE", path)
            return Outcome(f"{item.name} is deleted", collections=changed)
        times = bodies.expression_of(values)
        known: dict[str, tuple[dict[str, object], str]] = {
            deeds.PAUSE: ({"enabled": False}, "is switched off"),
            deeds.RESUME: ({"enabled": True}, "is switched on"),
            forms.RESCHEDULE: ({"cron_expression": times}, f"runs at {times} from now on"),
        }
        if deed not in known:
            raise errors.InvalidState("that cannot be done to a schedule")
        fields, words = known[deed]
        await self._calls.change("PATCH", path, fields)
        return Outcome(f"{item.name} {words}", collections=changed)

    async def create_schedule(self, values: Values) -> Outcome:
        fields = bodies.schedule_fields(values)
        await self._calls.change("POST", SCHEDULES_PATH, fields)
        return Outcome(f"{fields['name']} is scheduled", collections=frozenset({SCHEDULES.id}))

    async def create_alias(self, values: Values, workspace: str) -> Outcome:
        fields = bodies.alias_fields(values, workspace)
        answer = await self._calls.change("POST", ADDRESSES_PATH, fields)
        # It exists, whatever the answer says beyond that.
        told = coerce.mapping(_lenient(answer))
        url = told_url(told) or f"https://{fields['subdomain']}.{fields['domain']}"
        return Outcome(f"{url} leads to {workspace}", url=url, collections=frozenset({ADDRESSES.id}))

    async def access(self, session_id: str, port: int) -> dict[str, object]:
        """Ask for a way in by a port. Raises InvalidState where the service says that there is none."""
        answer = await self._calls.change(
            "POST", job_path(session_id, "access"), {"port": port}, patience=WAKING_SECONDS
        )
        told = object_of(answer, "access", "data")
        if coerce.flag(told.get("success")) is False:
            said = coerce.text(told.get("error")) or coerce.text(told.get("message"))
            raise errors.InvalidState(
                said or "the service gives no way in", hint="it has to be persistent, and up"
            )
        return told

    async def _to_address(self, deed: str, item: Item) -> Outcome:
        if deed == deeds.SHOW:
            return Outcome(url_of(item), url=url_of(item))
        if deed != deeds.DELETE:
            raise errors.InvalidState("that cannot be done to an address")
        await self._calls.change("DELETE", f"{ADDRESSES_PATH}/{segment(item.id)}")
        return Outcome(f"{url_of(item)} is deleted", collections=frozenset({ADDRESSES.id}))

    async def _wake(self, session: Session, values: Values) -> Outcome:
        await self.access(session.id, SSH_PORT)
        return Outcome(f"{_called(session)} is woken")

    async def _keep_awake(self, session: Session, values: Values) -> Outcome:
        await self._set(session, {"no_sleep": True})
        return Outcome(f"{_called(session)} is always on now")

    async def _let_sleep(self, session: Session, values: Values) -> Outcome:
        await self._set(session, {"no_sleep": False})
        return Outcome(f"{_called(session)} sleeps when it is idle")

    async def _set_startup(self, session: Session, values: Values) -> Outcome:
        command = values.get("startup_command", "").strip()
        await self._set(session, {"startup_command": command})
        words = "runs that whenever it wakes" if command else "runs nothing when it wakes"
        return Outcome(f"{_called(session)} {words}")

    async def _set(self, session: Session, fields: dict[str, object]) -> None:
        await self._calls.change("PATCH", job_path(session.id), fields)
        self._jobs.learn(session.id, fields)

    async def _sync(self, session: Session, values: Values) -> Outcome:
        await self.sync(session.id)
        return Outcome(f"the workspace of {_called(session)} is synced")

    async def sync(self, session_id: str) -> None:
        """Keep what a running session has in its workspace now."""
        await self._calls.change("POST", job_path(session_id, "sync"), patience=_SYNC_SECONDS)

    async def _exec(self, session: Session, values: Values) -> Outcome:
        seconds = whole_number(values.get("timeout", ""), forms.LONGEST_TIMEOUT) or forms.DEFAULT_TIMEOUT
        answer = await self._calls.change(
            "POST",
            job_path(session.id, "exec"),
            {"command": values.get("command", ""), "timeout": seconds},
            patience=seconds + _SPARE_SECONDS + WAKING_SECONDS,
        )
        told = object_of(answer, "result", "data")
        code = coerce.integer(told.get("exit_code"))
        words = "ended without telling how" if code is None else f"ended: exit {code}"
        return Outcome(f"the command in {_called(session)} {words}", text=_output(told), is_bad=code != 0)

    async def _publish(self, session: Session, values: Values) -> Outcome:
        port = whole_number(values.get("port", ""), bodies.MOST_PORT) or forms.DEFAULT_PORT
        told = await self.access(session.id, port)
        url = public_url(told) or public_url(await self._jobs.fields(session.id))
        if not url:
            return Outcome(f"port {port} of {_called(session)} is open, but no address was told", is_bad=True)
        self._jobs.learn(session.id, {"url": url})
        return Outcome(f"port {port} of {_called(session)}: {url}", url=url)


def _output(told: dict[str, object]) -> str:
    """What a command printed; what it complained of comes last, under a line of its own."""
    out = coerce.text(told.get("stdout")) or coerce.text(told.get("output"))
    wrong = coerce.text(told.get("stderr"))
    if not wrong:
        return out
    return f"{out.rstrip()}\n\n── errors ──\n{wrong}" if out.strip() else wrong


def _called(session: Session) -> str:
    return session.name or session.id


def _lenient(answer: Answer) -> object:
    try:
        return json_of(answer)
    except errors.UnreadableAnswer:
        return None
