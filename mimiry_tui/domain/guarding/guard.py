"""The life of one guard: it watches, counts down, and is spent, by having acted or by being called off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.guarding.judging import Judgement, Verdict
from mimiry_tui.domain.guarding.rules import Rule


class GuardState(StrEnum):
    """How far a guard is."""

    WATCHING = "watching"
    HELD = "held"
    """Reached by what was last known; it waits until that is sure, or until somebody could object."""
    COUNTING = "counting"
    """The countdown is on."""
    CANCELLED = "cancelled"
    """Somebody undid its countdown: it does nothing more."""
    FIRED = "fired"
    """The ending was sent: it does nothing more, whatever became of that."""

    @property
    def is_spent(self) -> bool:
        """Nothing but being set again gives it back."""
        return self in {GuardState.CANCELLED, GuardState.FIRED}


@dataclass(frozen=True, slots=True)
class Guard:
    """One guard of one session."""

    rule: Rule
    state: GuardState = GuardState.WATCHING
    why: str = ""
    """Why it is held, or cannot be reached as things are."""

    def look(self, judgement: Judgement, hindrance: str = "") -> Guard:
        """What it is after a look. A `hindrance` says why nothing may be begun now; "" if it may.

        A countdown goes on as long as every look says that its guard is reached.
        """
        if self.state.is_spent or judgement.verdict is Verdict.OVER:
            return self
        match judgement.verdict:
            case Verdict.NOT_YET:
                return Guard(self.rule, GuardState.WATCHING, judgement.why)
            case Verdict.HELD:
                return Guard(self.rule, GuardState.HELD, judgement.why)
        if hindrance:
            return Guard(self.rule, GuardState.HELD, hindrance)
        return Guard(self.rule, GuardState.COUNTING)

    def cancelled(self) -> Guard:
        """After its countdown was undone."""
        return self._spent(GuardState.CANCELLED)

    def fired(self) -> Guard:
        """After the ending that it counted down to was sent."""
        return self._spent(GuardState.FIRED)

    def _spent(self, state: GuardState) -> Guard:
        return replace(self, state=state, why="") if self.state is GuardState.COUNTING else self


def set_anew(known: Iterable[Guard], rules: Iterable[Rule]) -> tuple[Guard, ...]:
    """Guards for these rules: one that is there goes on as it is, a spent one begins anew."""
    kept = {guard.rule: guard for guard in known if not guard.state.is_spent}
    return tuple(kept.get(rule) or Guard(rule) for rule in dict.fromkeys(rules))
