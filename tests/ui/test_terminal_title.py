"""The terminal's title: what is up and whether that is so now, also after others had the terminal."""

from __future__ import annotations

import sys
from threading import Thread
from typing import Any

import pytest

from mimiry_tui.live.store import Change, Health, Resource, Store
from mimiry_tui.ui import terminal_title
from mimiry_tui.ui.terminal import muted, send_at_last
from mimiry_tui.ui.terminal_title import TerminalTitle
from tests.support.dialog_app import DialogApp


async def test_it_tells_what_is_known_and_that_it_is_paused_and_is_written_anew_after_a_visit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[str] = []

    def send(_: Any, codes: str) -> None:
        sent.append(codes.removeprefix("\x1b[22;2t").removeprefix("\x1b]2;").removesuffix("\x07"))

    monkeypatch.setattr(terminal_title, "send", send)
    monkeypatch.setattr(terminal_title, "send_at_last", send)
    app, store = DialogApp(), Store()
    async with app.run_test():
        title = TerminalTitle(app)
        title.follow(store, "work\x1b]0;evil\x07")
        store.publish(Change(Resource.VOLUMES))
        (mine,) = sent  # not "0 up", as long as nobody knows
        assert mine.startswith("mimiry work")
        assert "\x1b" not in mine

        store.set_health(Resource.SESSIONS, Health(as_of=app.clock.now()))
        store.publish(Change(Resource.SESSIONS))
        assert sent[-1] == f"0 up · {mine}"
        store.paused_since = app.clock.now()
        store.publish(Change(Resource.SESSIONS, health_only=True))
        assert sent[-1] == f"‖ paused · 0 up · {mine}"

        count = len(sent)
        app.app_resume_signal.publish(app)
        assert sent[count:] == [f"‖ paused · 0 up · {mine}"]
        title.give_back()
        app.app_resume_signal.publish(app)
        assert sent[count + 1] == "\x1b[23;2t"


async def test_it_is_given_back_also_when_the_app_ends_during_a_visit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "__stderr__", sys.stderr)
    later: list[str] = []
    monkeypatch.setattr(terminal_title, "send", lambda _, codes: later.append(codes))
    app = DialogApp()
    async with app.run_test():
        title = TerminalTitle(app)
        title.follow(Store(), "work")
        later.clear()
        with muted(app):
            title.end()
        # The terminal comes back to an app that is on its way out.
        app.app_resume_signal.publish(app)
    assert capsys.readouterr().err == "\x1b[23;2t"
    monkeypatch.setattr(app._driver, "_writer_thread", Thread(), raising=False)
    send_at_last(app, "to nobody, by that thread")
    assert capsys.readouterr().err == "to nobody, by that thread"
    assert later == []
