"""Keeps what ssh is told on disk true to the sessions: aliases in its config, host keys of live ones."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session, SshEndpoint
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.ssh.config_entries import Entry, alias_of, choose_aliases, render
from mimiry_tui.ssh.config_file import ConfigFile
from mimiry_tui.ssh.endpoint import UnsafeEndpointError, checked
from mimiry_tui.ssh.known_hosts import KnownHosts

RETRY_SECONDS = 60.0
"""After a disk that refused to be written."""
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Enterable:
    """What the config says of one session; equal while nothing that it says has changed."""

    session_id: str
    name: str
    endpoint: SshEndpoint


@dataclass(frozen=True, slots=True)
class Written:
    """One account's entries: the aliases, who did not get the one its name asks for, and the text."""

    aliases: dict[str, str]
    """Session id → alias."""
    clashes: tuple[str, ...]
    """A sentence for each session that is called otherwise than its name asks for."""
    text: str


class SshEntries:
    """Aliases are written while `ssh-config --install` is in effect; host keys are always cleaned up."""

    def __init__(
        self,
        store: Store,
        known_hosts: KnownHosts,
        key_path: Path | None,
        clock: Clock,
        *,
        home: Path | None = None,
    ) -> None:
        self.clashes: tuple[str, ...] = ()
        """Sessions that are called otherwise than their names ask for, a sentence each."""
        self.installed = False
        """Whether ssh's config reads the aliases, when last looked."""
        self.trouble = ""
        """Why the aliases could not be written, in words; empty when all is well."""
        self._store = store
        self._known_hosts = known_hosts
        self._key_path = key_path
        self._clock = clock
        self._file = ConfigFile(home)
        self._aliases: dict[str, str] = {}
        self._live: frozenset[str] | None = None
        self._was_asked = False
        folder = known_hosts.account_dir
        self._asked_file = folder / "asked-about-ssh-config" if folder is not None else None
        self._changed = asyncio.Event()

    def alias(self, session_id: str) -> str:
        """What `ssh` knows the session as; empty where it knows nothing of it."""
        return self._aliases.get(session_id, "")

    async def run(self) -> None:
        """Follow the store until cancelled. A disk that cannot be written costs the aliases only."""
        unsubscribe = self._store.subscribe(self._noticed)
        done: tuple[Enterable, ...] | None = None
        try:
            while True:
                if self._store.health(Resource.SESSIONS).as_of is not None:
                    await self._clean_up()
                    wanted = enterable(self._store.sessions.values(), done or ())
                    if wanted != done or self.trouble:
                        await self._bring_up_to_date(wanted)
                        done = wanted
                await self._next_change()
        finally:
            unsubscribe()

    async def install(self) -> Path | None:
        """Have ssh read the aliases from now on; where its config was copied to. Raises OSError."""
        backup = await asyncio.to_thread(self._file.install)
        await self._bring_up_to_date(enterable(self._store.sessions.values()))
        return backup

    async def should_ask(self) -> bool:
        """Whether to offer `install`: it is not in effect, and this account's user was not asked before."""
        return await asyncio.to_thread(self._is_unasked)

    async def asked(self) -> None:
        """Never ask again, whatever the answer was. On a disk that refuses, only until the next start."""
        self._was_asked = True
        if self._asked_file is not None:
            await asyncio.to_thread(_touch, self._asked_file)

    def _is_unasked(self) -> bool:
        if self._was_asked or self._asked_file is None:
            return False
        try:
            return not self._asked_file.exists() and not self._file.is_installed()
        except OSError:  # where the config cannot be read there is nothing to offer
            return False

    def _noticed(self, change: Change) -> None:
        # The first good answer may bring no session at all: then it is news of health only.
        if change.resource is Resource.SESSIONS and (not change.health_only or self._live is None):
            self._changed.set()

    async def _next_change(self) -> None:
        if self.trouble:
            waiting = asyncio.ensure_future(self._clock.sleep(RETRY_SECONDS))
            noticing = asyncio.ensure_future(self._changed.wait())
            try:
                await asyncio.wait((waiting, noticing), return_when=asyncio.FIRST_COMPLETED)
            finally:
                waiting.cancel()
                noticing.cancel()
        else:
            await self._changed.wait()
        self._changed.clear()

    async def _clean_up(self) -> None:
        """Forget host keys of sessions that ended: at first of all that are not live, then as they go."""
        live = frozenset(
            record.id
            for record in self._store.sessions.values()
            if isinstance(record, Unreadable) or record.is_live
        )
        before, self._live = self._live, live
        if before is None:
            await asyncio.to_thread(self._known_hosts.prune, live)
        for session_id in () if before is None else before - live:
            await asyncio.to_thread(self._known_hosts.forget, session_id)

    async def _bring_up_to_date(self, wanted: tuple[Enterable, ...]) -> None:
        try:
            written = await asyncio.to_thread(self._write, wanted)
        except OSError as error:
            self.trouble = f"ssh aliases not written: {error.strerror or 'the disk refused'}"
            return
        self.trouble = ""
        self.installed = written is not None
        self._aliases = written.aliases if written else {}
        self.clashes = written.clashes if written else ()

    def _write(self, wanted: tuple[Enterable, ...]) -> Written | None:
        if not self._file.is_installed():
            return None
        self._known_hosts.make_folder()
        written = entries(wanted, self._file, self._known_hosts, self._key_path)
        self._file.write(account_of(self._known_hosts), written.text)
        return written


def _touch(path: Path) -> None:
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)


def account_of(known_hosts: KnownHosts) -> str:
    """What an account's part of the shared file is called: its own folder's name."""
    return known_hosts.account_dir.name if known_hosts.account_dir is not None else "here"


def enterable(
    records: Iterable[Session | Unreadable], before: Iterable[Enterable] = ()
) -> tuple[Enterable, ...]:
    """The sessions that can be entered, the oldest first; an endpoint that is none is left out.

    One that cannot be read just now stays what it was `before`.
    """
    records = tuple(records)
    unreadable = {record.id for record in records if isinstance(record, Unreadable)}
    found = [
        record
        for record in records
        if isinstance(record, Session) and record.is_live and record.ssh_enabled is not False
    ]
    found.sort(key=lambda session: (session.created_at or _LAST, session.id))
    return (
        *(one for one in before if one.session_id in unreadable),
        *(
            Enterable(session.id, session.name, session.ssh)
            for session in found
            if session.ssh is not None and _is_safe(session.ssh)
        ),
    )


def entries(
    wanted: Iterable[Enterable], file: ConfigFile, known_hosts: KnownHosts, key_path: Path | None
) -> Written:
    """What the config is to say of these sessions. Blocks on the disk; raises OSError."""
    wanted = tuple(wanted)
    account = account_of(known_hosts)
    names = [(one.session_id, one.name) for one in wanted]
    aliases = choose_aliases(names, file.aliases(account), file.taken(account))
    text = render(
        Entry(
            one.session_id,
            aliases[one.session_id],
            one.endpoint,
            key_path,
            known_hosts.where(one.session_id),
        )
        for one in wanted
    )
    return Written(aliases, tuple(_clashes(names, aliases)), text)


def _clashes(names: Iterable[tuple[str, str]], aliases: dict[str, str]) -> Iterable[str]:
    for session_id, name in names:
        asked, got = alias_of(name, session_id), aliases[session_id]
        if asked != got:
            yield f"{asked} is another host already: this session is {got}"


def _is_safe(endpoint: SshEndpoint) -> bool:
    try:
        checked(endpoint)
    except UnsafeEndpointError:
        return False
    return True
