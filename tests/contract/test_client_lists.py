"""Lists over the wire: filters honoured, refused or ignored, many pages, and what does not change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.mimiry.auth import TOKEN_PATH
from mimiry_tui.clouds.mimiry.cloud import MimiryCloud
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from tests.support.clients import client, new_key
from tests.support.scripted_server import Reply, ScriptedServer, Seen, scripted_server
from tests.support.skipping_clock import SkippingClock

SESSIONS = "/api/compute/v1/sessions"


class Deployment:
    """A session list with a mode: filters are `honoured`, `refused` or `ignored`."""

    def __init__(self, server: ScriptedServer) -> None:
        self.server = server
        self.filters = "honoured"
        self.pages = True
        self.wrapper: str | None = "sessions"
        self.sessions: list[Any] = []
        server.by(self._answer)

    @property
    def asked(self) -> list[Seen]:
        return self.server.asked(SESSIONS)

    def _answer(self, seen: Seen) -> Reply:
        if seen.path == TOKEN_PATH:
            return Reply.of({"access_token": "t", "expires_in": 3600})
        found = self.sessions
        wanted, unwanted = seen.query.get("state"), seen.query.get("state_not")
        if (wanted or unwanted) and self.filters == "refused":
            return Reply.of({"error": "bad_request", "message": "unknown parameter"}, 400)
        if self.filters == "honoured":
            if wanted:
                found = [item for item in found if item["state"] in wanted.split(",")]
            if unwanted:
                found = [item for item in found if item["state"] not in unwanted.split(",")]
        if self.pages:
            start = int(seen.query["offset"])
            found = found[start : start + int(seen.query["limit"])]
        return Reply.of(found if self.wrapper is None else {self.wrapper: found})


def record(number: int, state: str) -> dict[str, object]:
    return {"id": f"s{number}", "name": f"n{number}", "state": state}


def ids(items: tuple[Session | Unreadable, ...]) -> list[str]:
    return [item.id for item in items]


@pytest.fixture
async def deployment() -> AsyncIterator[Deployment]:
    async with scripted_server() as server:
        yield Deployment(server)


@pytest.fixture
async def cloud(deployment: Deployment, tmp_path: Path) -> AsyncIterator[MimiryCloud]:
    made = client(deployment.server.url, SkippingClock(), new_key(tmp_path))
    yield made
    await made.aclose()


@pytest.mark.parametrize("filters", ["honoured", "refused", "ignored"])
@pytest.mark.parametrize("wrapper", ["sessions", None, "data", "items"])
async def test_live_and_ended_are_told_apart(
    deployment: Deployment, cloud: MimiryCloud, filters: str, wrapper: str | None
) -> None:
    deployment.filters, deployment.wrapper = filters, wrapper
    deployment.sessions = [
        record(1, "provisioned"),
        record(2, "exited"),
        record(3, "running"),
        record(4, "defragmenting"),
        record(5, "terminated"),
    ]
    assert ids((await cloud.live_sessions()).items) == ["s1", "s3", "s4"]
    assert ids((await cloud.ended_sessions()).items) == ["s2", "s5"]
    assert not (await cloud.ended_sessions()).has_more


async def test_a_refused_filter_is_not_tried_again(deployment: Deployment, cloud: MimiryCloud) -> None:
    deployment.filters = "refused"
    for _ in range(3):
        await cloud.live_sessions()
    assert ["state_not" in seen.query for seen in deployment.asked] == [True, False, False, False]


async def test_every_page_of_live_ones_is_read(deployment: Deployment, cloud: MimiryCloud) -> None:
    deployment.sessions = [record(number, "running") for number in range(250)]
    page = await cloud.live_sessions()
    assert len(page.items) == 250
    assert [seen.query["offset"] for seen in deployment.asked] == ["0", "100", "200"]


async def test_a_deployment_that_knows_no_pages_is_asked_once(
    deployment: Deployment, cloud: MimiryCloud
) -> None:
    deployment.pages = False
    deployment.sessions = [record(number, "running") for number in range(250)]
    assert len((await cloud.live_sessions()).items) == 250
    assert len(deployment.asked) == 1


async def test_a_deployment_that_ignores_the_offset_ends_the_reading(
    deployment: Deployment, cloud: MimiryCloud
) -> None:
    deployment.pages = False
    deployment.sessions = [record(number, "running") for number in range(100)]
    assert len((await cloud.live_sessions()).items) == 100
    assert len(deployment.asked) == 2


async def test_without_filters_an_old_live_one_is_found_and_never_lost(
    deployment: Deployment, cloud: MimiryCloud
) -> None:
    deployment.filters = "ignored"
    deployment.sessions = [record(number, "exited") for number in range(350)]
    deployment.sessions[0] = record(0, "running")
    deployment.sessions[220] = record(220, "running")
    for expected_answers in (4, 4):
        before = len(deployment.asked)
        assert ids((await cloud.live_sessions()).items) == ["s0", "s220"]
        assert len(deployment.asked) - before == expected_answers


async def test_without_filters_later_reading_stops_early(deployment: Deployment, cloud: MimiryCloud) -> None:
    deployment.filters = "ignored"
    deployment.sessions = [record(number, "exited") for number in range(350)]
    deployment.sessions[0] = record(0, "running")
    await cloud.live_sessions()
    before = len(deployment.asked)
    assert ids((await cloud.live_sessions()).items) == ["s0"]
    assert len(deployment.asked) - before == 2


@pytest.mark.parametrize("filters", ["honoured", "refused", "ignored"])
async def test_ended_ones_come_page_by_page(deployment: Deployment, cloud: MimiryCloud, filters: str) -> None:
    deployment.filters = filters
    deployment.sessions = [record(n, "running" if n % 3 == 0 else "exited") for n in range(180)]
    found: list[str] = []
    while True:
        page = await cloud.ended_sessions(offset=len(found), limit=50)
        found += ids(page.items)
        if not page.has_more:
            break
    assert found == [f"s{n}" for n in range(180) if n % 3]


async def test_what_did_not_change_is_the_same_object(deployment: Deployment, cloud: MimiryCloud) -> None:
    deployment.sessions = [record(number, "running") for number in range(120)]
    first = await cloud.live_sessions()
    assert await cloud.live_sessions() is first
    deployment.sessions = [record(120, "submitted"), *deployment.sessions]
    deployment.sessions[5] = record(4, "exited")
    second = await cloud.live_sessions()
    assert second is not first
    assert ids(second.items)[:2] == ["s120", "s0"]
    kept = {item.id: item for item in first.items}
    assert all(item is kept[item.id] for item in second.items[1:])


async def test_one_bad_record_costs_one_row(deployment: Deployment, cloud: MimiryCloud) -> None:
    deployment.filters = "ignored"
    deployment.sessions = [record(1, "running"), {"state": "running"}, 17, None, record(2, "running")]
    page = await cloud.live_sessions()
    bad = [item for item in page.items if isinstance(item, Unreadable)]
    assert [item.raw for item in bad] == [b'{"state": "running"}', b"17", b"null"]
    assert len({item.id for item in page.items}) == 5
    assert "without an id" in bad[0].reason


@pytest.mark.parametrize(
    "answer",
    [
        Reply(body=b"<html><title>Maintenance</title></html>"),
        Reply(body=b'{"sessions": [{"id": "a"'),
        Reply(body=b""),
        Reply(body=b"null"),
        Reply.of({"message": "hello"}),
        Reply.of("sessions"),
    ],
)
async def test_what_is_no_list_is_an_error_in_words(
    deployment: Deployment, cloud: MimiryCloud, answer: Reply
) -> None:
    await cloud.live_sessions()
    deployment.server.give(answer)
    with pytest.raises(errors.UnreadableAnswer) as unreadable:
        await cloud.live_sessions()
    assert unreadable.value.detail


@pytest.mark.parametrize(
    "body", [b'{"sessions": null}', b'{"sessions": [], "total": 0}', b"{}", b'{"total":0}', b"[]"]
)
async def test_nothing_is_an_empty_list(deployment: Deployment, cloud: MimiryCloud, body: bytes) -> None:
    await cloud.live_sessions()
    deployment.server.give(Reply(body=body))
    assert (await cloud.live_sessions()).items == ()
