"""What is written to a terminal that is gone."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual.app import App
from textual.drivers import _writer_thread

from mimiry_tui.ui.terminal import never_wait


def test_a_terminal_that_is_gone_is_not_waited_for_by_whoever_writes_to_it_now_or_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = _writer_thread.MAX_QUEUED_WRITES
    monkeypatch.setattr(_writer_thread, "MAX_QUEUED_WRITES", usual)  # put back afterwards
    before = _writer_thread.WriterThread(io.StringIO())
    never_wait(cast("App[Any]", SimpleNamespace(_driver=SimpleNamespace(_writer_thread=before))))
    later = _writer_thread.WriterThread(io.StringIO())  # as at SIGCONT
    for writer in (before, later):  # which both died of their first write, and take nothing out any more
        for _ in range(usual + 1):
            writer._queue.put("a frame", block=False)
