"""The doctor on the way to a host: which step is stuck, and why."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from pathlib import Path

import pytest

from mimiry_tui.commands.doctor import stages
from mimiry_tui.commands.doctor.findings import Level
from mimiry_tui.commands.doctor.proxy import Stop
from mimiry_tui.commands.doctor.service_check import check_service
from mimiry_tui.commands.nobody_waits import WORK, run_unheld
from tests.support.doctor import profile_for, surroundings, the, troubles, without_proxies
from tests.support.scripted_server import Reply, scripted_server


async def test_a_port_where_nothing_listens_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{taken.getsockname()[1]}"
        found = await check_service(surroundings(tmp_path, profile_for(base)))
    assert troubles(found) == {"network.tcp": Level.FAIL}
    assert "refuses connections: nothing listens there" in the(found, "network.tcp").words
    assert not any(finding.id.startswith("account.") for finding in found)


def no_address(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(*_: object, **__: object) -> object:
        raise socket.gaierror(code, "no")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (socket.EAI_NONAME, "there is no host named nowhere.test"),
        (socket.EAI_AGAIN, "no name server can be reached"),
    ],
)
async def test_a_name_that_is_not_found_is_told_apart_from_no_name_server(
    monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    no_address(monkeypatch, code)
    with pytest.raises(stages.Stuck, match=words):
        await stages.resolve(Stop("nowhere.test", 443), 10.0)


def test_a_name_server_that_is_silent_is_told_and_nobody_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hold = threading.Event()

    def wait(*_: object, **__: object) -> list[object]:
        hold.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", wait)
    try:
        with pytest.raises(stages.Stuck, match="name server did not answer within"):
            run_unheld(stages.resolve(Stop("nowhere.test", 443), 0.01))
        # Were it one of the event loop's threads, the loop would have waited for it at its end.
        assert not hold.is_set()
        assert WORK in {thread.name for thread in threading.enumerate()}
    finally:
        hold.set()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENETUNREACH, "Network is unreachable"), "there is no way to"),
        (TimeoutError(), "did not answer within"),
        (OSError(errno.EPERM, "Operation not permitted"), "cannot be connected to: Operation not permitted"),
    ],
)
async def test_a_connection_that_fails_is_told_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    async def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(asyncio.get_running_loop(), "sock_connect", refuse, raising=False)
    with pytest.raises(stages.Stuck, match=words):
        await stages.connect(Stop("::1", 443), [(socket.AF_INET, ("127.0.0.1", 443))], 10.0)


async def test_of_many_silent_addresses_only_two_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    async def wait(_: object, address: object) -> None:
        asked.append(address)
        await asyncio.Event().wait()

    monkeypatch.setattr(asyncio.get_running_loop(), "sock_connect", wait, raising=False)
    with pytest.raises(stages.Stuck, match="did not answer within"):
        await stages.connect(Stop("h", 443), [(socket.AF_INET, ("127.0.0.1", n)) for n in range(9)], 0.01)
    assert len(asked) == 2


async def test_the_second_address_is_tried_when_the_first_one_refuses() -> None:
    async with scripted_server() as server:
        port = int(server.url.rsplit(":", 1)[1])
        addresses = [(socket.AF_INET, ("127.0.0.1", 1)), (socket.AF_INET, ("127.0.0.1", port))]
        connected = await stages.connect(Stop("localhost", port), addresses, 10.0)
        connected.close()


async def test_a_portal_of_the_network_is_no_service(tmp_path: Path) -> None:
    async with scripted_server() as server:
        page = b"<html><head><title>Hotel WiFi</title></head></html>"
        server.give(Reply(200, page, (("content-type", "text/html"),)))
        found = await check_service(surroundings(tmp_path, profile_for(server.url, tmp_path / "key")))
    assert troubles(found) == {"network.http": Level.FAIL}
    told = the(found, "network.http")
    assert told.words == "offers: HTTP 200, an HTML page: Hotel WiFi"
    assert "open the host in a browser" in told.fix
    assert not server.asked("/api/v1/auth/token")


async def test_plain_http_to_another_machine_is_told_before_anything_secret_could_be_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(asyncio.get_running_loop(), "sock_connect", refuse, raising=False)
    found = await check_service(surroundings(tmp_path, profile_for("http://192.0.2.1")))
    assert troubles(found) == {"network.host": Level.FAIL, "network.tcp": Level.FAIL}
    assert "not encrypted" in the(found, "network.host").words


async def test_an_instance_that_is_switched_off_is_told_with_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_address(monkeypatch, socket.EAI_NONAME)
    without_proxies(monkeypatch)
    known = await check_service(surroundings(tmp_path, profile_for("https://softlaunch.mimiry.com")))
    assert the(known, "network.dns").fix.endswith("or try --instance alpha")
    other = await check_service(surroundings(tmp_path, profile_for("https://gpu.nowhere.test")))
    assert the(other, "network.dns").fix == "check the spelling of the host, and the network connection"


async def test_a_proxy_is_named_without_its_password_and_is_what_is_connected_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_proxies(monkeypatch)
    profile = profile_for("https://nowhere.test")
    async with scripted_server() as server:
        server.give(Reply(403))
        place = server.url.removeprefix("http://")
        monkeypatch.setenv("HTTPS_PROXY", f"http://ann:sesame@{place}")
        found = await check_service(surroundings(tmp_path, profile))
    assert the(found, "network.proxy").words == f"requests go through the proxy {place}"
    assert the(found, "network.tcp").words == f"{place} takes connections"
    assert the(found, "network.http").level is Level.FAIL
    assert "403" in the(found, "network.http").words
    assert "sesame" not in repr(found)
    for address, words in {
        "http://:80": "names no host",
        "http://ann:sesa/me@h:80": "is not like http://HOST:PORT",
        "ann://sesame:sesame@h:80": "begins with none of http, https, socks5, socks5h",
    }.items():
        monkeypatch.setenv("HTTPS_PROXY", address)
        found = await check_service(surroundings(tmp_path, profile))
        assert troubles(found) == {"network.proxy": Level.FAIL}
        assert words in the(found, "network.proxy").words
        assert "sesa" not in repr(found)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    found = await check_service(surroundings(tmp_path, profile))
    assert the(found, "network.tcp").words.startswith("the proxy: 127.0.0.1:1 refuses connections")
    assert "HTTPS_PROXY" in the(found, "network.tcp").fix
