"""Tells news: a toast, the bell, and the terminal's own notification."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from textual.app import App

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.happenings import Happening, HappeningKind
from mimiry_tui.settings.preferences import Notifications
from mimiry_tui.ui.glyphs import ENDED, FAILED, READY
from mimiry_tui.ui.notices import codes
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.terminal import send

TOASTS_AT_ONCE = 4
"""More news than that in one moment is told in one toast."""

Severity = Literal["information", "warning", "error"]

_SIGNS = {HappeningKind.READY: READY, HappeningKind.FAILED: FAILED, HappeningKind.ENDED: ENDED}
_SEVERITIES: dict[HappeningKind, Severity] = {
    HappeningKind.READY: "information",
    HappeningKind.FAILED: "error",
    HappeningKind.ENDED: "warning",
}
STAYS = 15.0
"""Seconds a toast stays: longer than a glance away from the screen."""


@dataclass(frozen=True, slots=True)
class _News:
    words: str
    severity: Severity
    is_loud: bool
    """Whether it also reaches somebody who looks elsewhere."""
    is_of_session: bool
    shown: Callable[[], None] | None = None
    stays: float = STAYS


class Announcer:
    """Give its `announce` to `Happenings.subscribe`."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: list[_News] = []
        self._whose = ""
        self._held: list[str] = []
        self._asked = False

    def announce(self, happening: Happening) -> None:
        """Tell it with whatever else happens in this moment; while held, when that is over."""
        severity = _SEVERITIES[happening.kind]
        loud = _rings(happening.kind, self._wanted)
        self._take(
            _News(
                _sentence(happening),
                severity,
                is_loud=loud,
                is_of_session=True,
            )
        )

    @property
    def _wanted(self) -> Notifications:
        return PreferenceDesk.of(self._app).now.notifications

    def say(
        self,
        words: str,
        severity: Severity = "information",
        *,
        loud: bool = False,
        shown: Callable[[], None] | None = None,
        stays: float = STAYS,
    ) -> None:
        """Tell anything else in the same way: `words` are harmless. Only what is loud rings and notifies.

        `shown` is called when it is on screen, where it stays for that many seconds.
        """
        self._take(_News(words, severity, is_loud=loud, is_of_session=False, shown=shown, stays=stays))

    def leave(self, account: str) -> None:
        """That account is not on screen any more: what is still told of it says whose news it is."""
        self._whose = f"{account}: "

    @property
    def held_by(self) -> str:
        """Who has the terminal, so that nothing that is told would be seen now; "" while it is ours."""
        return self._held[-1] if self._held else ""

    @contextmanager
    def held(self, by: str) -> Iterator[None]:
        """Keep quiet within the block: `by` ("a shell") has the terminal. What happened is told after it."""
        self._held.append(by)
        try:
            yield
        finally:
            self._held.remove(by)
            self._soon()

    def _take(self, news: _News) -> None:
        self._waiting.append(news)
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
        of_sessions = [one for one in news if one.is_of_session]
        if len(of_sessions) > TOASTS_AT_ONCE:
            worst = min((one.severity for one in of_sessions), key=_ORDER.index)
            words = "\n".join(one.words for one in of_sessions)
            self._toast(f"{len(of_sessions)} sessions:\n{words}", worst)
            news_alone = [one for one in news if not one.is_of_session]
        else:
            news_alone = news
        for one in news_alone:
            self._toast(one.words, one.severity, one.stays)
            if one.shown is not None:
                one.shown()
        loud = [one for one in news if one.is_loud]
        if loud:
            more = f" · and {len(loud) - 1} more" if len(loud) > 1 else ""
            words = self._whose + loud[0].words.partition("\n")[0] + more
            send(self._app, codes(words, self._wanted.by, os.environ))

    def _toast(self, words: str, severity: Severity, stays: float = STAYS) -> None:
        self._app.notify(self._whose + words, severity=severity, timeout=stays, markup=False)


_ORDER: tuple[Severity, ...] = ("error", "warning", "information")


def _sentence(happening: Happening) -> str:
    """One line: "● train-llama ready after 2m24s · €2.10/h"."""
    name = safe_text(happening.session.name or happening.session.id, 60)
    return f"{_SIGNS[happening.kind]} {name} {safe_text(happening.words, 160)}"


def _rings(kind: HappeningKind, wanted: Notifications) -> bool:
    """Whether that kind of news is to reach somebody who looks elsewhere."""
    return {
        HappeningKind.READY: wanted.ready,
        HappeningKind.FAILED: wanted.failed,
        HappeningKind.ENDED: wanted.ended,
    }[kind]
