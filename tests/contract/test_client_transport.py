"""One request at a time, over real sockets, with everything that can go wrong on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.transport import Deadlines, Transport
from tests.support.clock import EPOCH
from tests.support.scripted_server import Reply, ScriptedServer, scripted_server
from tests.support.skipping_clock import SkippingClock

OK = Reply.of({"ok": True})
TOLD = Reply(429, headers=(("retry-after", "1"),))


class Bench:
    """A transport, its clock and the server at the other end."""

    def __init__(self, server: ScriptedServer, **options: Deadlines) -> None:
        self.server = server
        self.clock = SkippingClock()
        self.transport = Transport(server.url, self.clock, jitter=lambda: 0.5, **options)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with scripted_server() as server:
        made = Bench(server)
        yield made
        await made.transport.aclose()


@pytest.mark.parametrize("trouble", [Reply(502), Reply(503), Reply(504), Reply(429), Reply(reset=True)])
async def test_a_get_is_repeated_over_passing_trouble(bench: Bench, trouble: Reply) -> None:
    bench.server.give(trouble, trouble, OK)
    answer = await bench.transport.send("GET", "/x")
    assert answer.body == OK.body
    assert bench.clock.slept == [pytest.approx(0.3), pytest.approx(0.6)]


async def test_a_get_is_tried_three_times_at_most(bench: Bench) -> None:
    bench.server.give(Reply(503, b"busy"))
    assert (await bench.transport.send("GET", "/x")).status == 503
    assert len(bench.server.seen) == 3
    bench.server.give(Reply(reset=True))
    with pytest.raises(errors.AnswerLost):
        await bench.transport.send("GET", "/x")
    assert len(bench.server.seen) == 6


async def test_a_plain_failure_is_not_repeated(bench: Bench) -> None:
    bench.server.give(Reply(500))
    assert (await bench.transport.send("GET", "/x")).status == 500
    assert len(bench.server.seen) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "trouble", [Reply(502), Reply(503), Reply(504), Reply(429, headers=(("retry-after", "1"),))]
)
async def test_a_change_is_sent_once(bench: Bench, method: str, trouble: Reply) -> None:
    bench.server.give(trouble, OK)
    assert (await bench.transport.send(method, "/x", body=b"{}")).status == trouble.status
    assert len(bench.server.seen) == 1
    assert bench.clock.slept == []


@pytest.mark.parametrize("trouble", [Reply(reset=True), Reply(body=b"x" * 100, cut=50)])
async def test_a_change_whose_answer_is_lost_stays_in_doubt(bench: Bench, trouble: Reply) -> None:
    bench.server.give(trouble, OK)
    with pytest.raises(errors.AnswerLost) as lost:
        await bench.transport.send("POST", "/x", body=b"{}")
    assert not isinstance(lost.value, errors.TimedOut)
    assert len(bench.server.seen) == 1


async def test_no_server_at_all_is_no_doubt(bench: Bench) -> None:
    nobody = Transport("http://127.0.0.1:1", bench.clock)
    with pytest.raises(errors.Unreachable) as refused:
        await nobody.send("POST", "/x")
    assert not isinstance(refused.value, errors.AnswerLost)
    await nobody.aclose()


async def test_silence_ends_at_the_deadline() -> None:
    async with scripted_server() as server:
        made = Bench(server, deadlines=Deadlines(connect=5, read=0.05, whole=5))
        server.give(Reply(hang=True))
        with pytest.raises(errors.TimedOut):
            await made.transport.send("GET", "/x")
        assert len(server.seen) == 1
        await made.transport.aclose()


async def test_a_short_told_wait_is_kept_and_a_long_one_handed_up(bench: Bench) -> None:
    bench.server.give(Reply(429, headers=(("Retry-After", "2"),)), OK)
    assert (await bench.transport.send("GET", "/x")).is_success
    assert bench.clock.slept == [2.0]
    bench.server.give(Reply(429, headers=(("Retry-After", "30"),)), OK)
    assert (await bench.transport.send("GET", "/x")).status == 429
    assert bench.clock.slept == [2.0]


async def test_a_told_date_is_a_wait_too(bench: Bench) -> None:
    soon = format_datetime(EPOCH + timedelta(seconds=2), usegmt=True)
    bench.server.give(Reply(503, headers=(("Retry-After", soon),)), OK)
    assert (await bench.transport.send("GET", "/x")).is_success
    assert bench.clock.slept == [2.0]


async def test_a_booting_machine_is_not_asked_again_here(bench: Bench) -> None:
    bench.server.give(Reply.of({"error": "vm_setup_in_progress", "retry_after_seconds": 1}, 503), OK)
    assert (await bench.transport.send("GET", "/x")).status == 503


async def test_connections_are_kept(bench: Bench) -> None:
    bench.server.give(OK)
    for _ in range(5):
        await bench.transport.send("GET", "/x")
    assert bench.server.connections == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_no_change_goes_over_a_connection_that_was_idle(bench: Bench, method: str) -> None:
    bench.server.drops_idle = True
    bench.server.give(OK)
    for verb in ("GET", method, method, "GET"):
        assert (await bench.transport.send(verb, "/x")).is_success
    assert [seen.method for seen in bench.server.seen] == ["GET", method, method, "GET"]


async def test_answers_come_compressed(bench: Bench) -> None:
    bench.server.give(Reply.gzipped({"text": "a" * 10_000}))
    answer = await bench.transport.send("GET", "/x")
    assert "gzip" in bench.server.seen[0].headers["accept-encoding"]
    assert len(answer.body) > 10_000


async def test_damaged_compression_is_an_unreadable_answer(bench: Bench) -> None:
    bench.server.give(Reply(body=b"no gzip at all", headers=(("content-encoding", "gzip"),)))
    with pytest.raises(errors.UnreadableAnswer):
        await bench.transport.send("GET", "/x")


async def test_an_endless_body_is_given_up(bench: Bench) -> None:
    bench.server.give(Reply.gzipped("a" * (65 * 2**20)))
    with pytest.raises(errors.UnreadableAnswer, match="MiB"):
        await bench.transport.send("GET", "/x")


async def test_a_redirect_is_not_followed(bench: Bench) -> None:
    async with scripted_server() as elsewhere:
        elsewhere.give(OK)
        bench.server.give(Reply(302, headers=(("Location", f"{elsewhere.url}/y"),)))
        answer = await bench.transport.send("GET", "/x", bearer="token-1")
        assert answer.status == 302
        assert elsewhere.seen == []


async def test_the_token_goes_only_below_the_base(bench: Bench) -> None:
    async with scripted_server() as elsewhere:
        for path in (f"{elsewhere.url}/x", f"//{elsewhere.url[7:]}/x", "@127.0.0.1/x"):
            with pytest.raises(ValueError, match="below the base"):
                await bench.transport.send("GET", path, bearer="token-1")
        assert elsewhere.seen == bench.server.seen == []


async def test_the_token_never_travels_in_the_clear() -> None:
    transport = Transport("http://192.0.2.1", SkippingClock())
    with pytest.raises(errors.SignInFailed, match="plain http"):
        await transport.send("GET", "/x", bearer="token-1")
    assert not transport.is_private
    await transport.aclose()


@pytest.mark.parametrize(
    "base", ["http://127.0.0.1:80", "http://[::1]:80", "http://localhost", "https://x.org"]
)
def test_loopback_and_https_are_private(base: str) -> None:
    assert Transport(base, SkippingClock()).is_private


@pytest.mark.parametrize("base", ["http://example.org", "http://127.0.0.1.example.org", "http://10.0.0.1"])
def test_other_plain_http_is_not(base: str) -> None:
    assert not Transport(base, SkippingClock()).is_private


async def test_a_proxy_never_sees_plain_http(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async with scripted_server() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        bench.server.give(OK)
        await bench.transport.send("GET", "/x", bearer="token-1")
        assert proxy.seen == []
        assert len(bench.server.seen) == 1


async def test_an_unusable_proxy_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "gopher://127.0.0.1:9")
    transport = Transport("https://127.0.0.1:9", SkippingClock())
    with pytest.raises(errors.Unreachable) as unusable:
        await transport.send("GET", "/x")
    assert "proxy" in unusable.value.hint


@pytest.mark.parametrize("seconds", [-400, 0, 432])
async def test_the_skew_is_measured(bench: Bench, seconds: int) -> None:
    date = format_datetime(EPOCH + timedelta(seconds=seconds), usegmt=True)
    bench.server.give(Reply(headers=(("Date", date),)))
    await bench.transport.send("GET", "/x")
    assert bench.transport.skew is not None
    assert abs(bench.transport.skew.total_seconds() - seconds) <= 1


async def test_a_nonsense_date_measures_nothing(bench: Bench) -> None:
    bench.server.give(Reply(headers=(("Date", "yesterday"),)))
    await bench.transport.send("GET", "/x")
    assert bench.transport.skew is None


async def test_a_base_with_a_path_keeps_it(bench: Bench) -> None:
    below = Transport(f"{bench.server.url}/proxy/mimiry", bench.clock)
    bench.server.give(OK)
    await below.send("GET", "/x", query=(("a", "1,2"), ("b", "ü &")))
    assert bench.server.seen[0].path == "/proxy/mimiry/x"
    assert bench.server.seen[0].query == {"a": "1,2", "b": "ü &"}
    await below.aclose()


@pytest.mark.parametrize("path", ["/" + "x" * 70_000, "/a\x01b"])
async def test_what_no_address_can_be_made_of_is_refused_in_words(bench: Bench, path: str) -> None:
    with pytest.raises(errors.BadRequest, match="no address can be made of it"):
        await bench.transport.send("GET", path)
    assert bench.server.seen == []


async def test_a_cancelled_call_leaves_the_client_usable(bench: Bench) -> None:
    bench.server.give(Reply(hang=True))
    task = asyncio.create_task(bench.transport.send("GET", "/x"))
    await bench.server.arrived.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    bench.server.give(OK)
    assert (await bench.transport.send("GET", "/x")).is_success
