"""Tells what happened to sessions: a toast, the bell, and the terminal's own notification."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from textual.app import App

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.happenings import Happening, HappeningKind
from mimiry_tui.ui.glyphs import ENDED, FAILED, READY
from mimiry_tui.ui.notices import Notify, codes
from mimiry_tui.ui.terminal import send

TOASTS_AT_ONCE = 4
"""More news than that in one moment is told in one toast."""

_SIGNS = {HappeningKind.READY: READY, HappeningKind.FAILED: FAILED, HappeningKind.ENDED: ENDED}
_SEVERITIES: dict[HappeningKind, Literal["information", "warning", "error"]] = {
    HappeningKind.READY: "information",
    HappeningKind.FAILED: "error",
    HappeningKind.ENDED: "warning",
}
_STAYS = 15.0
"""Seconds a toast stays: longer than a glance away from the screen."""


class Announcer:
    """Give its `announce` to `Happenings.subscribe`."""

    def __init__(self, app: App[Any], notify: Notify = Notify.AUTO) -> None:
        self._app = app
        self._notify = notify
        self._waiting: list[Happening] = []
        self._held = 0
        self._asked = False

    def announce(self, happening: Happening) -> None:
        """Tell it with whatever else happens in this moment; while held, when that is over."""
        self._waiting.append(happening)
        self._soon()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep quiet within the block: the terminal is not ours. What happened is told after it."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            self._soon()

    def _soon(self) -> None:
        if self._waiting and not self._held and not self._asked:
            self._asked = True
            self._app.call_later(self._tell)

    def _tell(self) -> None:
        self._asked = False
        if self._held:
            return
        news, self._waiting = self._waiting, []
        if not news:
            return
        if len(news) <= TOASTS_AT_ONCE:
            for one in news:
                self._toast(_sentence(one), one.kind)
        else:
            worst = min(news, key=lambda one: _ORDER.index(one.kind)).kind
            self._toast(f"{len(news)} sessions:\n" + "\n".join(map(_sentence, news)), worst)
        words = _sentence(news[0])
        more = f" · and {len(news) - 1} more" if len(news) > 1 else ""
        send(self._app, codes(words + more, self._notify, os.environ))

    def _toast(self, words: str, kind: HappeningKind) -> None:
        self._app.notify(words, severity=_SEVERITIES[kind], timeout=_STAYS, markup=False)


_ORDER = (HappeningKind.FAILED, HappeningKind.ENDED, HappeningKind.READY)


def _sentence(happening: Happening) -> str:
    """One line: "● train-llama ready after 2m24s · €2.10/h"."""
    name = safe_text(happening.session.name or happening.session.id, 60)
    return f"{_SIGNS[happening.kind]} {name} {safe_text(happening.words, 160)}"
