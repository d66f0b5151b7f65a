"""From the key that launches to a session, or back to the form with the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from mimiry_tui.clock import Clock
from mimiry_tui.domain.launching.checks import LaunchCost, Preflight
from mimiry_tui.domain.launching.draft import Field
from mimiry_tui.domain.money import CurrencyMismatchError, Money
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.launches.launches import Launches, Launching, LaunchState
from mimiry_tui.live.launches.launching import words_of
from mimiry_tui.live.live import Live
from mimiry_tui.live.store import Resource
from mimiry_tui.ui.launch.cost_box import rate_words
from mimiry_tui.ui.launch.desk import Desk
from mimiry_tui.ui.launch.preflight_list import first_bad
from mimiry_tui.ui.widgets.cells import Span

FRESH_ENOUGH = timedelta(minutes=1)
"""Nothing older than this is launched upon without having been asked for again."""
ASKING_AT_MOST = 5.0
"""Seconds until the answers that are there have to do."""
_BEHIND_A_LAUNCH = (
    Resource.OFFERS,
    Resource.SESSIONS,
    Resource.VOLUMES,
    Resource.BALANCE,
    Resource.QUOTAS,
)


class Step(StrEnum):
    """How far a launch from this form is."""

    WRITING = "writing"
    ASKING = "asking"
    """What is old is asked for again."""
    SENT = "sent"
    """Handed over; the outcome is awaited."""


class LaunchFlow:
    """One launch at a time: while it is under way, further presses are the same press."""

    def __init__(
        self,
        desk: Desk,
        launches: Launches,
        live: Live,
        clock: Clock,
        *,
        changed: Callable[[], None],
        stopped: Callable[[Field | None], None],
        accepted: Callable[[Launching], None],
    ) -> None:
        """`changed` hears of every step, `stopped` of the field to look at, `accepted` of the end."""
        self._desk = desk
        self._launches = launches
        self._live = live
        self._clock = clock
        self._changed = changed
        self._stopped = stopped
        self._accepted = accepted
        self._step = Step.WRITING
        self._said: Span | None = None
        self._unsubscribe: Callable[[], None] | None = None

    @property
    def is_busy(self) -> bool:
        return self._step is not Step.WRITING

    @property
    def is_sent(self) -> bool:
        """Handed over, and its outcome not known yet."""
        return self._step is Step.SENT

    def attach(self, *, adopt: bool) -> None:
        """Hear of what is launched; with `adopt` also follow what an earlier form sent and left under way."""
        self._unsubscribe = self._launches.subscribe(self._follow)
        current = self._launches.current
        if adopt and current is not None and current.is_pending:
            self._step = Step.SENT
        else:
            self._forget()

    def detach(self) -> None:
        """Hear no more. What was sent goes on."""
        if self._unsubscribe is not None:
            self._unsubscribe()

    def hand_over(self, accepted: Callable[[], None]) -> None:
        """The form is left while a launch is under way: have this called once that came to a session."""
        if self._step is not Step.SENT:
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
        if self._step is Step.SENT and current is not None:
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

    async def launch(self) -> None:
        """Send the draft as it is, after a last look at what it depends on; or say what is missing."""
        if self.is_busy:
            return
        other = self._launches.current
        if other is not None and other.is_pending:
            self._stop(None, f"not launched: {other.name} is on its way still, one at a time", "warn")
            return
        self._forget()
        before = self._desk.view
        if self._is_stopped(before.preflight):
            return
        self._to(Step.ASKING)
        await self._live.freshen(_BEHIND_A_LAUNCH, older_than=FRESH_ENOUGH, at_most=ASKING_AT_MOST)
        self._desk.look_again()
        now = self._desk.view.preflight
        if self._is_stopped(now) or self._is_dearer(before.preflight.cost, now.cost):
            return
        assert now.request is not None
        self._to(Step.SENT)
        self._launches.launch(now.request, self._desk.draft)
        self._follow()

    def _is_stopped(self, preflight: Preflight) -> bool:
        """Say what keeps it from being launched, if anything does."""
        bad = first_bad(preflight)
        if bad is None and preflight.may_launch:
            return False
        if bad is not None:
            self._stop(bad.field, f"not launched: {bad.title}: {bad.reason}")
        else:
            problem = preflight.problems[0]
            self._stop(problem.field, f"not launched: {problem.field.value}: {problem.words}")
        return True

    def _is_dearer(self, promised: LaunchCost, cost: LaunchCost) -> bool:
        """Stop where it has become dearer than the key said when it was pressed."""
        if not _exceeds(cost.most, promised.most) and not _exceeds(cost.at_most, promised.at_most):
            return False
        was = rate_words(promised)
        grew = f"it costs {rate_words(cost)} by now, not {was}" if was else f"it costs {rate_words(cost)}"
        self._stop(Field.PRICE, f"not launched: {grew} · launch again if that is right", "warn")
        return True

    def _follow(self) -> None:
        current = self._launches.current
        if self._step is not Step.SENT or current is None or current.is_pending:
            if self._step is Step.SENT:
                self._changed()
            return
        if current.state is LaunchState.ACCEPTED:
            self._to(Step.WRITING)
            self._accepted(current)
            return
        words = current.words(self._clock.now())
        self._desk.refuse(current.field, words_of(current.error))
        self._stop(current.field, words, "warn" if current.state is LaunchState.LOST else "bad")

    def _forget(self) -> None:
        """A refusal was read. What was accepted stays known, so that its repetition is noticed."""
        current = self._launches.current
        if current is not None and current.state is not LaunchState.ACCEPTED:
            self._launches.forget()

    def _stop(self, field: Field | None, words: str, tone: str = "bad") -> None:
        self._said = Span(safe_text(words, 400), "warn" if tone == "warn" else "bad")
        self._to(Step.WRITING, keep=True)
        self._stopped(field)

    def _to(self, step: Step, *, keep: bool = False) -> None:
        self._step = step
        if not keep:
            self._said = None
        self._changed()


def _exceeds(now: Money | None, promised: Money | None) -> bool:
    """Whether it is more than was promised; where nothing was promised, any figure is news."""
    if now is None:
        return False
    if promised is None:
        return True
    try:
        return promised < now
    except CurrencyMismatchError:
        return True
