"""How far the launch of one form is, and what there is to say of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import timedelta
from enum import StrEnum

from mimiry_tui.clock import Clock
from mimiry_tui.domain.launching.checks import LaunchCost
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.launches.launches import Launches, Launching, LaunchState
from mimiry_tui.live.live import Live
from mimiry_tui.live.store import Resource
from mimiry_tui.ui.launch.cost_box import rate_words
from mimiry_tui.ui.widgets.cells import Span

_FRESH_ENOUGH = timedelta(minutes=1)
"""Nothing older than this is launched upon without having been asked for again."""
_ASKING_AT_MOST = 5.0
"""Seconds until the answers that are there have to do."""


class Step(StrEnum):
    """How far a launch from this form is."""

    WRITING = "writing"
    ASKING = "asking"
    """What is old is asked for again."""
    UPLOADING = "uploading"
    """Its files are being sent."""
    SENT = "sent"
    """Handed over; the outcome is awaited."""


class OneLaunch(ABC):
    """One launch at a time: while it is under way, further presses are the same press."""

    def __init__(self, launches: Launches, live: Live, clock: Clock, changed: Callable[[], None]) -> None:
        """`changed` hears of every step."""
        self._launches = launches
        self._live = live
        self._clock = clock
        self._changed = changed
        self._step = Step.WRITING
        self._said: Span | None = None

    @abstractmethod
    async def launch(self) -> None:
        """Send what the form holds, after a last look at what it depends on; or say what is missing."""

    @abstractmethod
    def _came(self, launching: Launching) -> None:
        """It came to a session."""

    @abstractmethod
    def _failed(self, launching: Launching, words: str, tone: str) -> None:
        """It came to none, or nobody knows: stop with these words."""

    @property
    def is_busy(self) -> bool:
        return self._step is not Step.WRITING

    @property
    def is_sent(self) -> bool:
        """Handed over, and its outcome not known yet."""
        return self._step is Step.SENT

    def attach(self, *, adopt: bool = False) -> None:
        """Begin; with `adopt` also follow what an earlier form sent and left under way."""
        current = self._launches.current
        if adopt and current is not None and current.is_pending:
            self._step = Step.SENT
        else:
            self._forget()

    def follow(self) -> None:
        """There is news of what is launched."""
        current = self._launches.current
        if not self.is_sent:
            return
        if current is None or current.is_pending:
            self._changed()
        elif current.state is LaunchState.ACCEPTED:
            self._to(Step.WRITING)
            self._came(current)
        else:
            tone = "warn" if current.state is LaunchState.LOST else "bad"
            self._failed(current, current.words(self._clock.now()), tone)

    def hand_over(self, accepted: Callable[[], None]) -> None:
        """The form is left while a launch is under way: have this called once that came to a session."""
        if not self.is_sent:
            return

        def follow() -> None:
            current = self._launches.current
            if current is None or not current.is_pending:
                unsubscribe()
                if current is not None and current.state is LaunchState.ACCEPTED:
                    accepted()

        unsubscribe = self._launches.subscribe(follow)

    def said(self) -> Span | None:
        """What there is to say of it now, as one harmless line; None for nothing."""
        current = self._launches.current
        if self.is_sent and current is not None:
            return Span(current.words(self._clock.now()), "warn")
        if self._step is Step.ASKING:
            return Span("asking again for what is older than a minute …", "warn")
        return self._said

    def tell(self, words: str) -> None:
        """Say that, such as where what the form holds came from, until it is another."""
        if not self.is_busy:
            self._said = Span(safe_text(words), "text")
            self._changed()

    def edited(self) -> None:
        """The form is another one: what was said of the last one is over."""
        if not self.is_busy and self._said is not None:
            self._forget()
            self._said = None
            self._changed()

    def _may_begin(self) -> bool:
        """Whether no launch is under way; of another form's, say that it is."""
        if self.is_busy:
            return False
        other = self._launches.current
        if other is not None and other.is_pending:
            self._stop(f"not launched: {other.name or 'another'} is on its way still, one at a time", "warn")
            return False
        self._forget()
        return True

    async def _ask_again(self, behind: Sequence[Resource]) -> None:
        """Have that fresh, or as fresh as can be waited for."""
        self._to(Step.ASKING)
        await self._live.freshen(behind, older_than=_FRESH_ENOUGH, at_most=_ASKING_AT_MOST)

    def _forget(self) -> None:
        """A refusal was read. What was accepted stays known, so that its repetition is noticed."""
        current = self._launches.current
        if current is not None and current.state is not LaunchState.ACCEPTED:
            self._launches.forget()

    def _stop(self, words: str, tone: str = "bad") -> None:
        self._said = Span(safe_text(words, 400), "warn" if tone == "warn" else "bad")
        self._to(Step.WRITING, keep=True)

    def _to(self, step: Step, *, keep: bool = False) -> None:
        self._step = step
        if not keep:
            self._said = None
        self._changed()


def dearer_words(promised: LaunchCost, cost: LaunchCost) -> str:
    """Why what costs more than the key said when it was pressed is not launched."""
    was = rate_words(promised)
    grew = f"it costs {rate_words(cost)} by now, not {was}" if was else f"it costs {rate_words(cost)}"
    return f"not launched: {grew} · launch again if that is right"
