"""Aliases and host keys on disk follow the sessions in the store."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.ssh_entries import RETRY_SECONDS, SshEntries
from mimiry_tui.live.store import Change, Health, Resource, Store
from mimiry_tui.ssh.config_file import ConfigFile
from mimiry_tui.ssh.known_hosts import KnownHosts
from tests.support.clock import EPOCH, ManualClock

PATIENCE = 20.0
SSH = {"host": "h.example", "port": 2222, "username": "root"}


def session(session_id: str, **fields: Any) -> Session:
    known = {
        "name": f"name-{session_id}",
        "state": "started",
        "ssh": SSH,
        "created_at": "2026-06-08T10:00:00Z",
    }
    return build_session(id=session_id, **(known | fields))


class Desk:
    """A store, a home and an account's folder, and what keeps the one true to the other."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        (self.home / ".ssh").mkdir(parents=True)
        self.file = ConfigFile(self.home)
        self.keys = folder / "accounts" / "here-1" / "known_hosts"
        self.keys.mkdir(parents=True)
        self.store = Store()
        self.clock = ManualClock()
        self.entries = SshEntries(
            self.store, KnownHosts(self.keys.parent), Path("/k/id"), self.clock, home=self.home
        )

    def tell(self, *records: Session | Unreadable, removed: tuple[str, ...] = ()) -> None:
        """What the service answers next."""
        self.store.update_sessions({record.id: record for record in records}, removed)
        self.store.set_health(Resource.SESSIONS, Health(as_of=EPOCH))
        self.store.publish(Change(Resource.SESSIONS, tuple(record.id for record in records), removed))

    @property
    def text(self) -> str:
        return self.file.generated.read_text() if self.file.generated.exists() else ""

    def knows(self) -> set[str]:
        return {path.name for path in self.keys.iterdir()}

    async def until(self, condition: Callable[[], bool]) -> None:
        """Until the threads that write have come so far."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"waited in vain; the file says\n{self.text}"
            await asyncio.sleep(0.005)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@contextlib.asynccontextmanager
async def running(desk: Desk) -> AsyncIterator[None]:
    task = asyncio.create_task(desk.entries.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_entries_come_and_go_with_the_sessions(desk: Desk) -> None:
    desk.file.install()
    async with running(desk):
        desk.tell(session("a"), session("b", ssh=None), session("c", state="completed"))
        await desk.until(lambda: desk.entries.alias("a") == "mimiry-name-a")
        assert desk.text.count("\nHost ") == 1
        assert f'UserKnownHostsFile "{desk.keys}/a"' in desk.text
        assert desk.entries.installed
        desk.tell(session("b"))
        await desk.until(lambda: "Host mimiry-name-b" in desk.text)
        desk.tell(session("a", state="completed"))
        await desk.until(lambda: "mimiry-name-a" not in desk.text)
        await desk.until(lambda: not desk.entries.alias("a"))
        desk.tell(removed=("b",))
        await desk.until(lambda: "Host" not in desk.text)


async def test_what_was_not_installed_is_not_written(desk: Desk) -> None:
    async with running(desk):
        (desk.keys / "gone").touch()
        desk.tell(session("a"))
        await desk.until(lambda: "gone" not in desk.knows())
        assert desk.entries.alias("a") == ""
        assert await desk.entries.install() is None
        assert desk.entries.alias("a") == "mimiry-name-a"
        assert "Host mimiry-name-a" in desk.text


async def test_before_the_first_answer_nothing_is_touched(desk: Desk) -> None:
    desk.file.install()
    (desk.keys / "a").touch()
    desk.file.write("here-1", "# session a\nHost mimiry-name-a\n")
    before = desk.text
    async with running(desk):
        desk.store.set_health(Resource.SESSIONS, Health())
        desk.store.publish(Change(Resource.SESSIONS, health_only=True))
        await desk.clock.advance(1)
        assert desk.text == before
        assert desk.knows() == {"a"}
        desk.store.set_health(Resource.SESSIONS, Health(as_of=EPOCH))
        desk.store.publish(Change(Resource.SESSIONS, health_only=True))
        await desk.until(lambda: "Host" not in desk.text and not desk.knows())


async def test_host_keys_go_when_their_session_ends(desk: Desk) -> None:
    async with running(desk):
        for name in ("a", "b", "stranger"):
            (desk.keys / name).touch()
        desk.tell(session("a"), session("b"), Unreadable("u", "no", b"{}"))
        await desk.until(lambda: desk.knows() == {"a", "b"})
        desk.tell(session("a", state="failed"))
        await desk.until(lambda: desk.knows() == {"b"})


async def test_a_session_that_cannot_be_read_just_now_keeps_its_alias(desk: Desk) -> None:
    desk.file.install()
    async with running(desk):
        desk.tell(session("a"))
        await desk.until(lambda: "mimiry-name-a" in desk.text)
        desk.tell(Unreadable("a", "spoiled", b"{}"), session("b"))
        await desk.until(lambda: "mimiry-name-b" in desk.text)
        assert "mimiry-name-a" in desk.text


async def test_unsafe_endpoints_are_left_out(desk: Desk) -> None:
    desk.file.install()
    async with running(desk):
        evil = [{"host": "-oProxyCommand=x"}, {"host": "h", "port": 0}, {"host": "h", "username": "a b"}]
        desk.tell(*(session(f"e{n}", ssh=ssh) for n, ssh in enumerate(evil)), session("ok"))
        await desk.until(lambda: "mimiry-name-ok" in desk.text)
        assert desk.text.count("\nHost ") == 1


async def test_of_two_with_one_name_the_older_has_it_and_the_other_is_named(desk: Desk) -> None:
    desk.file.install()
    younger = session("aaaa", name="train", created_at="2026-06-08T11:00:00Z")
    async with running(desk):
        desk.tell(younger, session("bbbb", name="train"))
        await desk.until(lambda: desk.entries.alias("bbbb") == "mimiry-train")
        assert desk.entries.alias("aaaa") == "mimiry-train-aaaa"
        assert desk.entries.clashes == (
            "mimiry-train is another host already: this session is mimiry-train-aaaa",
        )
        desk.tell(session("bbbb", name="train", state="completed"))
        await desk.until(lambda: not desk.entries.alias("bbbb"))
        assert desk.entries.alias("aaaa") == "mimiry-train-aaaa"


async def test_a_disk_that_refuses_costs_the_aliases_only_and_is_tried_again(desk: Desk) -> None:
    desk.file.install()
    desk.file.generated.mkdir()
    async with running(desk):
        desk.tell(session("a"))
        await desk.until(lambda: desk.entries.trouble != "")
        assert desk.entries.trouble == "ssh aliases not written: Is a directory"
        desk.file.generated.rmdir()
        await desk.until(lambda: desk.clock.sleepers > 0)
        await desk.clock.advance(RETRY_SECONDS)
        await desk.until(lambda: desk.entries.alias("a") != "")
        assert desk.entries.trouble == ""


async def test_news_that_change_nothing_for_ssh_write_nothing(desk: Desk) -> None:
    desk.file.install()
    async with running(desk):
        one = session("a")
        desk.tell(one, session("b", ssh=None))
        await desk.until(lambda: desk.entries.alias("a") != "")
        desk.file.generated.unlink()
        (desk.keys / "b").touch()
        desk.tell(replace(one, operation="checkpointing"), session("b", ssh=None, state="failed"))
        await desk.until(lambda: not desk.knows())
        assert not desk.file.generated.exists()


async def test_installing_is_offered_once(desk: Desk) -> None:
    assert await desk.entries.should_ask()
    await desk.entries.asked()
    assert not await desk.entries.should_ask()
    known_hosts = KnownHosts(desk.keys.parent)
    later = SshEntries(desk.store, known_hosts, None, desk.clock, home=desk.home)
    assert not await later.should_ask()
    nowhere = SshEntries(desk.store, KnownHosts(None), None, desk.clock, home=desk.home)
    assert not await nowhere.should_ask()


async def test_what_is_installed_is_not_offered(desk: Desk) -> None:
    desk.file.install()
    assert not await desk.entries.should_ask()
