"""A few sessions that were asked to end, a line for each, until they are gone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Size

from mimiry_tui.clock import Clock
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.endings.ending import Ending, EndingState, is_over
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.painted import Painted
from mimiry_tui.ui.widgets.part_line import fitted

if TYPE_CHECKING:
    from mimiry_tui.live.endings.endings import Endings

_NAME = 24
_SIGNS: dict[EndingState, tuple[str, Tone]] = {
    EndingState.GONE: ("○", "good"),
    EndingState.FAILED: ("✗", "bad"),
    EndingState.STUCK: ("✗", "bad"),
}


class EndingLines(Painted):
    """Says how far each of them is; the words count on by themselves."""

    def __init__(self, endings: Endings, clock: Clock) -> None:
        super().__init__()
        self._endings = endings
        self._clock = clock
        self._sessions: tuple[Session, ...] = ()

    @property
    def gone(self) -> int:
        """Of how many of them the service says that they are gone."""
        endings = [self._endings.of(session.id) for session in self._sessions]
        return sum(1 for one in endings if one is not None and one.state is EndingState.GONE)

    @property
    def are_gone(self) -> bool:
        """Whether it says so of all of them."""
        return self.gone == len(self._sessions)

    def show(self, sessions: Iterable[Session]) -> None:
        """Follow these from now on."""
        self._sessions = tuple(session for session in sessions if not is_over(session))
        self.refresh(layout=True)
        self.news()

    def news(self) -> None:
        """Draw the lines anew, and again when one of them reads differently."""
        self.repaint()
        now = self._clock.now()
        waits = [
            said.changes_in
            for session in self._sessions
            if (ending := self._endings.of(session.id)) is not None
            and (said := ending.says(now)).changes_in is not None
        ]
        if waits:
            at = self._clock.monotonic() + min(wait for wait in waits if wait is not None)
            Ticker.of(self.app, self._clock).wake(self, at, self.news)

    def lines(self, width: int) -> list[Content]:
        return [self._line(session, width) for session in self._sessions]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._sessions)

    def _line(self, session: Session, width: int) -> Content:
        ending = self._endings.of(session.id)
        sign, tone = _sign(ending)
        name = fitted(session.name or session.id, _NAME)
        said = ending.says(self._clock.now()).text if ending is not None else "goes on running"
        words = toned(f"{sign} ", tone) + toned(f"{name:<{_NAME}}  ", "bright") + toned(said, tone)
        return words.truncate(width, ellipsis=True)


def _sign(ending: Ending | None) -> tuple[str, Tone]:
    """A sign and the tone of what is said."""
    if ending is None:
        return "●", "warn"
    return _SIGNS.get(ending.state, ("◐", "warn"))
