"""`s` and `S`: what happens before ssh runs, around it, and after it, without a terminal to hand over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.happenings import Happening, HappeningKind
from mimiry_tui.live.store import Store
from mimiry_tui.settings.preferences import Preferences, SshPreferences, TmuxPlace
from mimiry_tui.ssh import client
from mimiry_tui.ssh.ended import Ended
from mimiry_tui.ui import shell_elsewhere
from mimiry_tui.ui.announce import Announcer
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.screens.last_words import LastWordsScreen
from mimiry_tui.ui.screens.waiting import WaitingScreen
from mimiry_tui.ui.shell import Shell
from mimiry_tui.ui.shell_tmux import TmuxFailedError
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.timelines import Timelines
from tests.support.dialog_app import DialogApp

KEY = Path("/keys/id_ed25519")
FULL = ["-o", "StrictHostKeyChecking=accept-new", "-o", "ForwardAgent=no"]


class Keys:
    """A folder for host keys, or none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def path_for(self, session_id: str) -> Path | None:
        return self._folder / session_id if self._folder else None


class Desk:
    """An app with a shell, one session, and an SSH server that only says its name."""

    def __init__(self, app: DialogApp, pilot: Pilot[None], folder: Path | None, port: int) -> None:
        self.app = app
        self.pilot = pilot
        self.port = port
        self.greeted = 0
        self.logs: list[str] = []
        self.visited: list[str] = []
        self.store = Store()
        self.announcer = Announcer(app)
        self.shell = Shell(
            app,
            self.store,
            Timelines(),
            app.clock,
            self.announcer,
            key_path=KEY,
            known_hosts=Keys(folder),
            boots=lambda _: None,
            open_log=self.logs.append,
            visited=self._note_visit,
        )

    async def _note_visit(self, session: Session) -> None:
        self.visited.append(session.id)

    def put(self, state: str = "started", **fields: Any) -> None:
        ssh = {"host": "127.0.0.1", "port": self.port, "username": "root"}
        told: dict[str, Any] = {"id": "a", "name": "train", "state": state, "hourly_rate": 2.1, "ssh": ssh}
        self.store.update_sessions({"a": build_session(**(told | fields))})

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                await self.pilot.pause()
                await asyncio.sleep(0.005)


@asynccontextmanager
async def desk(folder: Path | None) -> AsyncIterator[Desk]:
    app = DialogApp()
    async with app.run_test(size=(120, 36)) as pilot:

        async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            shown.greeted += 1
            writer.write(b"SSH-2.0-test\r\n")
            writer.close()

        server = await asyncio.start_server(greet, "127.0.0.1", 0)
        shown = Desk(app, pilot, folder, server.sockets[0].getsockname()[1])
        async with server:
            yield shown


Run = Callable[[Sequence[str]], Awaitable[Ended]]


def handing_over(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """Let the app without a terminal be suspended, and `run` stand for ssh."""
    monkeypatch.setattr(HeadlessDriver, "can_suspend", True)
    monkeypatch.setattr(client, "run_ssh", run)


async def test_a_terminal_that_cannot_be_handed_over_is_said(tmp_path: Path) -> None:
    async with desk(tmp_path) as shown:
        shown.put()
        shown.shell.ssh("a")
        await shown.until(lambda: bool(shown.app.toasts))
        assert "ssh is not possible here" in shown.app.toasts[0]


async def test_around_ssh_nothing_is_painted_rung_or_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[list[str]] = []
    during: list[Any] = []
    async with desk(tmp_path) as shown:
        ticker = Ticker.of(shown.app, shown.app.clock)

        async def run(argv: Sequence[str]) -> Ended:
            runs.append(list(argv))
            shown.announcer.announce(Happening(HappeningKind.READY, build_session(id="b"), "ready"))
            await shown.app.settled()
            assert shown.app._driver is not None
            during.extend([shown.app._batch_count, ticker._paused, list(shown.app.toasts)])
            during.append("write" in vars(shown.app._driver))
            return Ended(0, "")

        handing_over(monkeypatch, run)
        shown.put()
        shown.shell.ssh("a")
        await shown.until(lambda: shown.app.toasts == ["● b ready"])
        assert during == [1, True, [], True]
        assert (shown.app._batch_count, ticker._paused) == (0, False)
        assert "write" not in vars(shown.app._driver)
    (argv,) = runs
    assert argv[0] == "ssh"
    assert all(option in argv for option in FULL)
    assert argv[-2:] == ["--", "root@127.0.0.1"]


async def test_a_session_that_was_reached_is_knocked_at_again_only_after_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = Ended(255, "Connection reset by peer")
    ends = [Ended(0, ""), Ended(7, ""), cut, Ended(0, ""), cut, Ended(0, "")]

    async def run(_argv: Sequence[str]) -> Ended:
        return ends.pop(0)

    handing_over(monkeypatch, run)
    async with desk(tmp_path) as shown:

        async def visit(*answers: str) -> None:
            shown.shell.ssh("a")
            for key in answers:
                await shown.until(lambda: isinstance(shown.app.screen, LastWordsScreen))
                assert "the connection was cut" in shown.app.shown()
                assert "Connection reset by peer" in shown.app.shown()
                await shown.pilot.press(key)
            await shown.until(lambda: not shown.shell.is_busy)

        shown.put()
        await visit()
        assert shown.greeted == 1
        await visit()
        assert shown.app.toasts == ["the shell there ended with exit code 7"]
        await visit("r")
        assert len(ends) == 2, "tried again at once"
        await visit("escape")
        assert shown.greeted == 1
        await visit()
        assert (shown.greeted, ends) == (2, [])


async def test_an_ended_session_offers_its_log_instead(tmp_path: Path) -> None:
    async with desk(tmp_path) as shown:
        shown.put("failed", ssh=None)
        shown.shell.ssh("a")
        await shown.until(lambda: isinstance(shown.app.screen, WaitingScreen))
        assert "This session has ended" in shown.app.shown()
        shown.shell.ssh("a")
        await shown.pilot.press("l")
        await shown.until(lambda: not shown.shell.is_busy)
        assert shown.logs == ["a"]
        assert not isinstance(shown.app.screen, WaitingScreen), "the second key press opened no second one"


async def test_an_evil_endpoint_is_refused_by_name_and_knocked_at_by_nobody(tmp_path: Path) -> None:
    async with desk(tmp_path) as shown:
        shown.put(ssh={"host": "-oProxyCommand=id", "port": shown.port})
        shown.shell.ssh("a")
        await shown.until(lambda: isinstance(shown.app.screen, WaitingScreen))
        assert "it starts with a dash" in shown.app.shown()
        assert shown.greeted == 0


async def test_without_a_folder_for_host_keys_no_agent_is_forwarded_either(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs: list[list[str]] = []

    async def run(argv: Sequence[str]) -> Ended:
        runs.append(list(argv))
        return Ended(0, "")

    handing_over(monkeypatch, run)
    async with desk(None) as shown:
        shown.put()
        shown.shell.ssh("a")
        await shown.until(lambda: bool(runs))
        await shown.until(lambda: not shown.shell.is_busy)
    assert "ForwardAgent=no" in runs[0]


async def test_outside_tmux_the_key_for_it_says_so(tmp_path: Path) -> None:
    async with desk(tmp_path) as shown:
        shown.put()
        shown.shell.ssh_elsewhere("a")
        await shown.until(lambda: bool(shown.app.toasts))
        assert shown.app.toasts == ["S needs tmux, or ssh.terminal in the settings; s opens the shell here"]
        assert shown.greeted == 0


@pytest.mark.parametrize(("split", "how"), [(False, "new-window"), (True, "split-window")])
async def test_inside_tmux_a_window_opens_and_the_dashboard_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, split: bool, how: str
) -> None:
    opened: list[Sequence[str]] = []

    async def open_in_tmux(argv: Sequence[str]) -> None:
        opened.append(argv)

    monkeypatch.setenv("TMUX", "/tmp/t,1,0")
    monkeypatch.setattr(shell_elsewhere, "open_in_tmux", open_in_tmux)
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    async with desk(tmp_path) as shown:
        place = TmuxPlace.SPLIT if split else TmuxPlace.WINDOW
        PreferenceDesk.of(shown.app).use(Preferences(ssh=SshPreferences(tmux=place)))
        shown.put()
        shown.shell.ssh_elsewhere("a")
        await shown.until(lambda: bool(shown.app.toasts))
        assert shown.app.toasts[0].startswith("train opens in a ")
    (argv,) = opened
    assert argv[1] == how
    assert argv[-2:] == ["--", "root@127.0.0.1"]
    assert all(option in argv for option in FULL)


async def test_what_tmux_refuses_and_a_missing_ssh_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_argv: Sequence[str]) -> None:
        raise TmuxFailedError("tmux refused: no space for new pane")

    monkeypatch.setenv("TMUX", "/tmp/t,1,0")
    monkeypatch.setattr(shell_elsewhere, "open_in_tmux", refuse)
    found: list[str | None] = ["/bin/ssh", None]
    monkeypatch.setattr("shutil.which", lambda _name: found.pop(0))
    async with desk(tmp_path) as shown:

        def told(count: int) -> bool:
            return len(shown.app.toasts) == count

        shown.put()
        for count in (1, 2):
            shown.shell.ssh_elsewhere("a")
            await shown.until(partial(told, count))
            await shown.until(lambda: not shown.shell.is_busy)
        assert shown.app.toasts[0] == "tmux refused: no space for new pane"
        assert "no ssh program" in shown.app.toasts[1]
