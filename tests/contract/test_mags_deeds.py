"""What is done to sessions, schedules and addresses at Mags: one call each, read with care."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.mags.cloud import MagsCloud
from mimiry_tui.domain.doing.collections import Item
from mimiry_tui.domain.doing.deeds import Outcome, Target
from mimiry_tui.domain.doing.forms import Values
from mimiry_tui.domain.sessions import SshEndpoint
from tests.support.mags_desk import TOKEN, MagsBook, job, mags
from tests.support.scripted_server import Reply, Seen, scripted_server
from tests.support.skipping_clock import SkippingClock

PEM = "-----BEGIN OPENSSH PRIVATE KEY-----\r\nb3Blbn\r\n-----END OPENSSH PRIVATE KEY-----"


@dataclass
class Desk:
    """A cloud, and what is at the other end."""

    cloud: MagsCloud
    book: MagsBook

    async def do(self, deed: str, target: Target, values: Values | None = None) -> Outcome:
        return await self.cloud.extras.do(deed, target, values or {}, print)

    @property
    def last(self) -> Seen:
        return self.book.server.seen[-1]

    async def item(self, collection: str, record: dict[str, object]) -> Item:
        path = {"schedules": "/mags-cron", "addresses": "/mags-url-aliases"}[collection]
        self.book.on("GET", path, Reply.of([record]))
        (found,) = await self.cloud.extras.items(collection)
        assert isinstance(found, Item)
        return found


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with scripted_server() as server:
        cloud = mags(server.url, SkippingClock())
        yield Desk(cloud, MagsBook(server, [job("a", workspace_id="lab", persistent=True)]))
        await cloud.aclose()


async def test_a_command_gives_its_output_and_one_that_fails_says_so(desk: Desk) -> None:
    session = await desk.cloud.session("a")
    values = {"command": "make", "timeout": "90"}
    good = {"exit_code": 0, "stdout": "built\n", "stderr": ""}
    bad = {"exit_code": 2, "stdout": "built half\n", "stderr": "no rule\n"}
    desk.book.on("POST", "/mags-jobs/a/exec", Reply.of(good), Reply.of(bad), Reply.of({"output": "old"}))
    outcome = await desk.do("exec", session, values)
    assert desk.last.json == {"command": "make", "timeout": 90}
    assert (outcome.text, outcome.is_bad) == ("built\n", False)
    outcome = await desk.do("exec", session, values)
    assert outcome.is_bad
    assert "exit 2" in outcome.words
    assert outcome.text == "built half\n\n── errors ──\nno rule\n"
    outcome = await desk.do("exec", session, values)
    assert (outcome.text, outcome.is_bad) == ("old", True)


async def test_a_command_whose_answer_is_lost_is_not_run_again(desk: Desk) -> None:
    session = await desk.cloud.session("a")
    desk.book.on("POST", "/mags-jobs/a/exec", Reply(reset=True))
    with pytest.raises(errors.AnswerLost):
        await desk.do("exec", session, {"command": "make", "timeout": "5"})
    assert desk.book.calls().count("POST /mags-jobs/a/exec") == 1


@pytest.mark.parametrize(
    ("access", "url"),
    [
        ({"url": "https://own.example.org"}, "https://own.example.org"),
        ({"subdomain": "abc-1"}, "https://abc-1.apps.magpiecloud.com"),
        ({}, "https://of-status.apps.magpiecloud.com"),
        ({"url": "javascript:alert(1)"}, "https://of-status.apps.magpiecloud.com"),
    ],
)
async def test_a_public_address_is_taken_as_told_or_made_from_the_subdomain(
    desk: Desk, access: dict[str, object], url: str
) -> None:
    desk.book.jobs[0]["subdomain"] = "of-status"
    session = await desk.cloud.session("a")
    assert session.url == "", "it has a subdomain also while nothing is published"
    desk.book.on("POST", "/mags-jobs/a/access", Reply.of({"success": True, "port": 3000, **access}))
    outcome = await desk.do("url", session, {"port": "3000"})
    assert outcome.url == url
    assert (await desk.cloud.session("a")).url == url


async def test_a_way_in_holds_a_whole_key_and_shows_none_of_it(desk: Desk) -> None:
    told = {"success": True, "ssh_host": "127.0.0.1", "ssh_port": 40006, "ssh_private_key": PEM}
    desk.book.on("POST", "/mags-jobs/a/access", Reply.of(told))
    access = await desk.cloud.ssh_access("a")
    assert desk.last.json == {"port": 22}
    assert access.endpoint == SshEndpoint("127.0.0.1", 40006, "root")
    assert access.private_key == PEM.replace("\r\n", "\n") + "\n"
    assert "b3Blbn" not in repr(access)


@pytest.mark.parametrize(
    "told", [{"success": False, "error": "not persistent"}, {"success": True}, {"ssh_host": " "}]
)
async def test_no_way_in_is_said_as_such(desk: Desk, told: dict[str, object]) -> None:
    desk.book.on("POST", "/mags-jobs/a/access", Reply.of(told))
    with pytest.raises(errors.InvalidState) as raised:
        await desk.cloud.ssh_access("a")
    assert "persistent" in f"{raised.value} {raised.value.hint}"


async def test_settings_are_changed_one_by_one_and_known_at_once(desk: Desk) -> None:
    session = await desk.cloud.session("a")
    desk.book.on("PATCH", "/mags-jobs/a", Reply.of({"success": True}))
    await desk.do("keep-awake", session)
    assert desk.last.json == {"no_sleep": True}
    session = await desk.cloud.session("a")
    assert [deed.id for deed in desk.cloud.extras.deeds(session) if deed.id.endswith(("awake", "sleep"))] == [
        "let-sleep"
    ]
    await desk.do("let-sleep", session)
    assert desk.last.json == {"no_sleep": False}
    await desk.do("startup", session, {"startup_command": " npm start "})
    assert desk.last.json == {"startup_command": "npm start"}
    session = await desk.cloud.session("a")
    (deed,) = (one for one in desk.cloud.extras.deeds(session) if one.id == "startup")
    assert deed.form is not None
    assert deed.form.defaults == {"startup_command": "npm start"}
    await desk.do("startup", session, {})
    assert desk.last.json == {"startup_command": ""}
    assert ("wakes to", "npm start") not in (await desk.cloud.session("a")).facts


async def test_a_schedule_is_made_switched_changed_and_deleted(desk: Desk) -> None:
    schedules = desk.cloud.extras.collections[0]
    done = Reply.of({"id": "c/1", "success": True})
    desk.book.on("POST", "/mags-cron", done)
    values = {
        "name": "nightly",
        "cron_expression": " 0  3 * * * ",
        "script": "backup",
        "environment": "A=b=c",
    }
    outcome = await desk.do("schedule", schedules, values)
    assert outcome.collections == {"schedules"}
    assert desk.last.json == {
        "name": "nightly",
        "cron_expression": "0 3 * * *",
        "script": "backup",
        "persistent": False,
        "environment": {"A": "b=c"},
    }
    with pytest.raises(errors.BadRequest):
        await desk.do("schedule", schedules, values | {"cron_expression": "every night"})
    record = {"id": "c/1", "name": "nightly", "cron_expression": "0 3 * * *", "enabled": True}
    on = await desk.item("schedules", record)
    off = await desk.item("schedules", record | {"enabled": False})
    for method in ("PATCH", "DELETE"):
        desk.book.on(method, "/mags-cron/c%2F1", done)
    sent: list[object] = []
    for deed, item in (("pause", on), ("resume", off)):
        assert deed in [one.id for one in desk.cloud.extras.deeds(item)]
        await desk.do(deed, item)
        sent.append(desk.last.json)
    await desk.do("reschedule", on, {"cron_expression": "*/5 * * * *"})
    sent.append(desk.last.json)
    assert sent == [{"enabled": False}, {"enabled": True}, {"cron_expression": "*/5 * * * *"}]
    await desk.do("delete", on)
    assert desk.book.calls()[-1] == "DELETE /mags-cron/c%2F1"


async def test_an_address_is_made_for_what_it_was_asked_for_and_deleted(desk: Desk) -> None:
    session = await desk.cloud.session("a")
    desk.book.on("POST", "/mags-url-aliases", Reply.of({"id": "1", "subdomain": "app"}), Reply(201, b"ok"))
    values = {"subdomain": "app", "domain": "apps.magpiecloud.com"}
    outcome = await desk.do("alias", session, values)
    assert outcome.url == "https://app.apps.magpiecloud.com"
    assert desk.last.json == {**values, "workspace_id": "lab"}
    addresses = desk.cloud.extras.collections[1]
    with pytest.raises(errors.BadRequest, match="workspace"):
        await desk.do("alias", addresses, values)
    outcome = await desk.do("alias", addresses, values | {"workspace_id": "lab"})
    assert outcome.url == "https://app.apps.magpiecloud.com", "it exists, whatever else was answered"
    item = await desk.item("addresses", {"subdomain": "app", "workspace_id": "lab"})
    assert (await desk.do("show", item)).url == "https://app.apps.magpiecloud.com"
    desk.book.on("DELETE", "/mags-url-aliases/app", Reply.of({"success": True}))
    await desk.do("delete", item)
    assert desk.book.calls()[-1] == "DELETE /mags-url-aliases/app"


async def test_a_file_is_sent_in_pieces_and_told_as_it_goes(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / 'a "model".bin'
    path.write_bytes(bytes(range(256)) * 2_000)
    desk.book.on("POST", "/mags-files", Reply.of({"file_id": "f-1"}))
    told: list[tuple[int, int]] = []
    assert await desk.cloud.extras.upload(path, lambda sent, whole: told.append((sent, whole))) == "f-1"
    size = path.stat().st_size
    assert told[0] == (0, size)
    assert told[-1] == (size, size)
    assert len(told) > 3
    kind = desk.last.headers["content-type"]
    boundary = kind.partition("boundary=")[2].encode()
    head, _, content = desk.last.body.partition(b"\r\n\r\n")
    assert b'name="file"; filename="a %22model%22.bin"' in head
    assert content == path.read_bytes() + b"\r\n--" + boundary + b"--\r\n"
    assert TOKEN not in head.decode()


async def test_a_file_that_cannot_be_sent_says_why_and_nothing_is_repeated(
    desk: Desk, tmp_path: Path
) -> None:
    for path in (tmp_path, tmp_path / "missing", tmp_path / "nul\0"):
        with pytest.raises(errors.BadRequest):
            await desk.cloud.extras.upload(path, lambda sent, whole: None)
    assert desk.book.server.seen == []
    path = tmp_path / "data"
    path.write_bytes(b"x" * 300_000)
    replies = [
        (Reply.of({"error": "too large"}, 413), errors.Refused),
        (Reply(503), errors.ServerTrouble),
        (Reply(reset=True), errors.AnswerLost),
        (Reply.of({"ok": True}), errors.UnreadableAnswer),
    ]
    for number, (reply, kind) in enumerate(replies, 1):
        desk.book.on("POST", "/mags-files", reply)
        with pytest.raises(kind):
            await desk.cloud.extras.upload(path, lambda sent, whole: None)
        assert len(desk.book.server.seen) == number


async def test_a_file_that_shrinks_under_way_is_given_up(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(b"x" * 400_000)
    desk.book.on("POST", "/mags-files", Reply.of({"file_id": "f-1"}))

    def cut(sent: int, whole: int) -> None:
        path.write_bytes(b"x" * 100)

    with pytest.raises(errors.BadRequest, match="shorter"):
        await desk.cloud.extras.upload(path, cut)
