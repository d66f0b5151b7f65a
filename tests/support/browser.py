"""A headless browser that a test drives by the DevTools protocol."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

from tests.support.tools import need

PATIENCE = 40.0
"""Seconds after which a wait has failed, however busy the machine is."""
_BINARY = 2
_NAMES = ("chromium-headless-shell", "chromium", "google-chrome", "chrome")


class Page:
    """One page that is open in it."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = count(1)
        self.asked: list[str] = []
        """The addresses that the page asked for."""
        self.received: list[bytes] = []
        """What its connections brought, in frames of bytes."""
        self._loaded = False
        self.complaints: list[str] = []
        """What the browser refused or found wrong."""

    async def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """One command of the protocol and its result."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            message = json.loads(await self._socket.receive_str(timeout=PATIENCE))
            if message.get("id") == number:
                assert "error" not in message, message
                result: dict[str, Any] = message["result"]
                return result
            self._heard(message)

    async def go(self, url: str) -> None:
        """Load that address. Until that is done there is nothing in which to evaluate anything."""
        self._loaded = False
        await self.call("Page.navigate", url=url)
        while not self._loaded:
            self._heard(json.loads(await self._socket.receive_str(timeout=PATIENCE)))

    async def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page."""
        result = await self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    async def until(self, expression: str) -> None:
        """Until that holds in the page."""
        deadline = time.monotonic() + PATIENCE
        while not await self.evaluate(expression):
            assert time.monotonic() < deadline, f"waited in vain for {expression}; {self.complaints}"
            await asyncio.sleep(0.05)

    async def press(self, key: str) -> None:
        """One key that writes a sign."""
        for kind in ("keyDown", "keyUp"):
            text = {"text": key} if kind == "keyDown" else {}
            await self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                windowsVirtualKeyCode=ord(key.upper()),
                **text,
            )

    async def picture(self) -> bytes:
        """How it looks, as PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot"))["data"])

    def _heard(self, message: dict[str, Any]) -> None:
        parameters = message.get("params", {})
        match message.get("method"):
            case "Page.loadEventFired":
                self._loaded = True
            case "Network.requestWillBeSent":
                self.asked.append(parameters["request"]["url"])
            case "Network.webSocketCreated":
                self.asked.append(parameters["url"])
            case "Network.webSocketFrameReceived" if parameters["response"]["opcode"] == _BINARY:
                self.received.append(base64.b64decode(parameters["response"]["payloadData"]))
            case "Log.entryAdded":
                self.complaints.append(parameters["entry"]["text"])


def browser() -> str:
    """The path of a browser; without one the test is skipped, or fails in CI."""
    return next((path for name in _NAMES if (path := shutil.which(name))), "") or need(_NAMES[0])


@asynccontextmanager
async def page_at(url: str, folder: Path, size: tuple[int, int] = (1000, 600)) -> AsyncIterator[Page]:
    """That address in a browser of its own, which keeps everything in `folder`."""
    process = await asyncio.create_subprocess_exec(
        browser(),
        *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
        *("--remote-debugging-port=0", f"--user-data-dir={folder}"),
        *(f"--window-size={size[0]},{size[1]}", "about:blank"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        async with ClientSession() as session:
            async with session.get(f"http://{await _listening(process, folder)}/json/list") as answer:
                (target,) = [one for one in await answer.json() if one["type"] == "page"]
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                page = Page(socket)
                for domain in ("Page", "Runtime", "Network", "Log"):
                    await page.call(f"{domain}.enable")
                await page.call("Emulation.setFocusEmulationEnabled", enabled=True)
                await page.go(url)
                yield page
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def _listening(process: asyncio.subprocess.Process, folder: Path) -> str:
    """Host and port of its DevTools, which it writes into its folder."""
    told = folder / "DevToolsActivePort"
    deadline = time.monotonic() + PATIENCE
    while not told.exists() or "\n" not in told.read_text():
        assert process.returncode is None, "the browser ended before it listened"
        assert time.monotonic() < deadline, "the browser does not listen"
        await asyncio.sleep(0.02)
    return f"127.0.0.1:{told.read_text().splitlines()[0]}"
