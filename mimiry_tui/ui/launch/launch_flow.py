"""From the key that launches to a session, or back to the form with the reason."""

from __future__ import annotations

from collections.abc import Callable

from mimiry_tui.clock import Clock
from mimiry_tui.domain.launching.checks import LaunchCost, Preflight
from mimiry_tui.domain.launching.draft import Field
from mimiry_tui.domain.money import CurrencyMismatchError, Money
from mimiry_tui.live.launches.launches import Launches, Launching
from mimiry_tui.live.launches.launching import words_of
from mimiry_tui.live.live import Live
from mimiry_tui.live.store import Resource
from mimiry_tui.ui.launch.desk import Desk
from mimiry_tui.ui.launch.one_launch import OneLaunch, Step, dearer_words
from mimiry_tui.ui.launch.preflight_list import first_bad

_BEHIND_A_LAUNCH = (
    Resource.OFFERS,
    Resource.SESSIONS,
    Resource.VOLUMES,
    Resource.BALANCE,
    Resource.QUOTAS,
)


class LaunchFlow(OneLaunch):
    """The launch of the desk's draft."""

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
        super().__init__(launches, live, clock, changed)
        self._desk = desk
        self._stopped = stopped
        self._accepted = accepted

    async def launch(self) -> None:
        """Send the draft as it is, after a last look at what it depends on; or say what is missing."""
        if not self._may_begin():
            return
        before = self._desk.view
        if self._is_stopped(before.preflight):
            return
        await self._ask_again(_BEHIND_A_LAUNCH)
        self._desk.look_again()
        now = self._desk.view.preflight
        if self._is_stopped(now) or self._is_dearer(before.preflight.cost, now.cost):
            return
        assert now.request is not None
        self._to(Step.SENT)
        self._launches.launch(now.request, self._desk.draft)
        self.follow()

    def _is_stopped(self, preflight: Preflight) -> bool:
        """Say what keeps it from being launched, if anything does."""
        bad = first_bad(preflight)
        if bad is None and preflight.may_launch:
            return False
        if bad is not None:
            self._stop(f"not launched: {bad.title}: {bad.reason}", field=bad.field)
        else:
            problem = preflight.problems[0]
            self._stop(f"not launched: {problem.field.value}: {problem.words}", field=problem.field)
        return True

    def _is_dearer(self, promised: LaunchCost, cost: LaunchCost) -> bool:
        """Stop where it has become dearer than the key said when it was pressed."""
        if not _exceeds(cost.most, promised.most) and not _exceeds(cost.at_most, promised.at_most):
            return False
        self._stop(dearer_words(promised, cost), "warn", Field.PRICE)
        return True

    def _came(self, launching: Launching) -> None:
        self._accepted(launching)

    def _failed(self, launching: Launching, words: str, tone: str) -> None:
        self._desk.refuse(launching.field, words_of(launching.error))
        self._stop(words, tone, launching.field)

    def _stop(self, words: str, tone: str = "bad", field: Field | None = None) -> None:
        super()._stop(words, tone)
        self._stopped(field)


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
