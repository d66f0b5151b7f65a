"""News of sessions reaches a person: by toast, bell and notification, and not while ssh has the terminal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.live.happenings import Happening, HappeningKind
from mimiry_tui.settings.preferences import Notifications, Notify, Preferences
from mimiry_tui.ui import announce
from mimiry_tui.ui.announce import Announcer
from mimiry_tui.ui.preference_desk import PreferenceDesk
from tests.support.dialog_app import DialogApp


def news(name: str, kind: HappeningKind = HappeningKind.READY, words: str = "ready") -> Happening:
    return Happening(kind, build_session(id=name, name=name), words)


class Desk:
    def __init__(self, app: DialogApp, sent: list[str], notify: Notify) -> None:
        self.app = app
        self.sent = sent
        PreferenceDesk.of(app).use(Preferences(notifications=Notifications(by=notify)))
        self.announcer = Announcer(app)

    async def tell(self, *happenings: Happening) -> None:
        for one in happenings:
            self.announcer.announce(one)
        await self.settled()

    async def settled(self) -> None:
        await self.app.settled()
        await self.app.settled()


@asynccontextmanager
async def desk(monkeypatch: pytest.MonkeyPatch, notify: Notify = Notify.AUTO) -> AsyncIterator[Desk]:
    app = DialogApp()
    sent: list[str] = []
    monkeypatch.setattr(announce, "send", lambda _app, codes: sent.append(codes))
    monkeypatch.setenv("TERM", "xterm-256color")
    async with app.run_test():
        yield Desk(app, sent, notify)


async def test_one_happening_is_a_toast_and_a_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(monkeypatch) as told:
        await told.tell(news("train", words="ready after 2m24s · €2.10/h"))
        assert told.app.toasts == ["● train ready after 2m24s · €2.10/h"]
        assert told.sent == ["\x07"]


async def test_what_happens_in_one_moment_rings_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(monkeypatch, Notify.OSC9) as told:
        await told.tell(news("a"), news("b", HappeningKind.FAILED, "failed · exit 3"))
        assert told.app.toasts == ["● a ready", "✗ b failed · exit 3"]
        assert told.sent == ["\x1b]9;mimiry: ● a ready · and 1 more\x1b\\"]
        await told.tell(*(news(f"s{number}") for number in range(6)))
        assert told.app.toasts[2].startswith("6 sessions:\n● s0 ready\n")
        assert len(told.app.toasts) == 3


async def test_the_worst_news_gives_the_toast_of_many_its_severity(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(monkeypatch) as told:
        await told.tell(
            *(news(f"s{number}") for number in range(5)), news("x", HappeningKind.FAILED, "failed")
        )
        assert [note.severity for note in told.app._notifications] == ["error"]


async def test_nothing_is_told_while_held_and_everything_after(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(monkeypatch) as told:
        told.announcer.announce(news("before"))
        with told.announcer.held("a shell"):
            await told.tell(news("during"))
            assert (told.app.toasts, told.sent) == ([], [])
        await told.settled()
        assert told.app.toasts == ["● before ready", "● during ready"]
        assert told.sent == ["\x07"]


async def test_other_news_is_told_beside_it_and_rings_only_where_it_is_loud(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with desk(monkeypatch, Notify.OSC9) as told:
        shown: list[int] = []
        told.announcer.say("mine is launched", shown=lambda: shown.append(1))
        await told.settled()
        assert (told.app.toasts, told.sent, shown) == (["mine is launched"], [], [1])
        told.announcer.say("in stock: L4\nand more", loud=True)
        await told.tell(*(news(f"s{number}") for number in range(6)))
        assert told.app.toasts[1].startswith("6 sessions:")
        assert told.app.toasts[2] == "in stock: L4\nand more"
        assert told.sent == ["\x1b]9;mimiry: in stock: L4 · and 6 more\x1b\\"]


async def test_other_news_waits_too_while_held(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(monkeypatch) as told:
        shown: list[str] = []
        with told.announcer.held("a shell"):
            told.announcer.say("mine", shown=lambda: shown.append("mine"))
            await told.settled()
            assert (told.app.toasts, shown) == ([], [])
        await told.settled()
        assert (told.app.toasts, shown) == (["mine"], ["mine"])


async def test_off_is_silent_but_still_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(monkeypatch, Notify.OFF) as told:
        await told.tell(news("train"))
        assert told.app.toasts == ["● train ready"]
        assert "".join(told.sent) == ""


async def test_a_hostile_name_reaches_neither_terminal_nor_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(monkeypatch, Notify.OSC777) as told:
        await told.tell(news("[/red]\x1b]0;x\x07;y"))
        assert told.app.toasts == ["● [/red]␛]0;x␇;y ready"]
        assert told.sent == ["\x1b]777;notify;mimiry;● [/red]␛]0,x␇,y ready\x1b\\"]
