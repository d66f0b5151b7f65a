"""The dashboard in a real browser: it is drawn, takes keys, says what it cannot do, and leaves nothing."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import pyte

from mimiry_tui.ui.in_browser import no_ssh
from tests.support.browser import PATIENCE, Page, browser, page_at
from tests.support.home import Home
from tests.support.processes import processes

COLOURS = """(() => {
  const layer = document.querySelector("canvas.xterm-text-layer");
  const image = layer.getContext("2d").getImageData(0, 0, layer.width, layer.height);
  return new Set(new Uint32Array(image.data.buffer)).size;
})()"""
"""How many colours are on the page's canvas: one or two while nothing is drawn there."""


class Shown:
    """What the page was given to draw, as a terminal of its size would show it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._screen: pyte.Screen | None = None
        self._fed = 0

    async def until(self, *words: str) -> None:
        """Until all of these are on screen."""
        deadline = time.monotonic() + PATIENCE
        while not _has(text := await self.text(), words):
            assert time.monotonic() < deadline, f"waited in vain for {words}; shown was:\n{text}"
            await asyncio.sleep(0.05)

    async def text(self) -> str:
        """The whole screen; asking the page for anything brings what it received meanwhile."""
        await self._page.evaluate("1")
        return "\\n".join(self._lines())

    def _lines(self) -> list[str]:
        if self._screen is None:
            size = next(url for url in self._page.asked if url.startswith("ws:")).rpartition("?")[2]
            named = dict(part.split("=") for part in size.split("&"))
            self._screen = pyte.Screen(int(named["width"]), int(named["height"]))
            self._stream = pyte.ByteStream(self._screen)
        frames, self._fed = self._page.received[self._fed :], len(self._page.received)
        for frame in frames:
            self._stream.feed(frame)
        return list(self._screen.display)


def _has(text: str, words: Iterable[str]) -> bool:
    return all(word in text for word in words)


@asynccontextmanager
async def serving(home: Home, *arguments: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """`mimiry-tui serve`, and the link that it prints."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mimiry_tui", "serve", *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        env=home.env,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            link = (await process.stdout.readline()).decode().strip()
        yield process, link
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_the_dashboard_works_in_a_browser(tmp_path: Path) -> None:
    browser()
    (tmp_path / "home").mkdir()
    home = Home(tmp_path / "home")
    async with serving(home, "--demo") as (server, link):
        async with page_at(link, tmp_path / "browser") as page:
            shown = Shown(page)
            await shown.until("train-llama", "Not possible in a browser", "notebook")
            await page.until(f"{COLOURS} > 20")
            assert all(url.split("://")[1].startswith(link.split("://")[1]) for url in page.asked)
            assert not [words for words in page.complaints if "Refused" in words or "violates" in words]
            await page.press("j")
            await page.press("s")
            await shown.until(no_ssh("y")[:40])
            titles = [frame for frame in page.received if b"\x1b]2;" in frame]
            assert not titles  # the page has one of its own
            ours = children_of(server.pid)
            assert ours
        await until_gone(ours)
        server.send_signal(signal.SIGTERM)
        assert await server.wait() == 0
    assert home.left_behind == []


def children_of(pid: int) -> list[int]:
    """Every process below this one."""
    below = [one.pid for one in processes() if one.parent == pid]
    return below + [deeper for one in below for deeper in children_of(one)]


async def until_gone(pids: list[int]) -> None:
    """Until none of these runs any more: a page that is closed ends its dashboard, and that its cloud."""
    deadline = time.monotonic() + PATIENCE
    while left := {one.pid for one in processes()} & set(pids):
        assert time.monotonic() < deadline, f"these still run: {left}"
        await asyncio.sleep(0.05)
