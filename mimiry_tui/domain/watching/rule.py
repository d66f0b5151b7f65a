"""What somebody waits for, and what may be launched by itself when it comes."""

from __future__ import annotations

from datetime import datetime

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money


@dataclass(frozen=True, slots=True)
class Arming:
    """What was agreed to when a watch was armed. Both counts go down as it launches."""

    ceiling: Money
    """The most to pay per hour and GPU; the service is told it too."""
    launches: int
    """How many may be launched still."""
    budget: Money
    """What may be committed still: every launch takes `each` of it, whatever it comes to cost."""
    each: Money
    """What one launch may cost at most: the ceiling for all its GPUs until its duration limit."""
    expires_at: datetime
    """Aware; from then on nothing is launched."""

    @property
    def most_launches(self) -> int:
        """How many the number and the budget allow."""
        if self.each.amount <= 0 or self.each.currency != self.budget.currency:
            return 0
        return max(0, min(self.launches, int(self.budget.amount // self.each.amount)))

    @property
    def most(self) -> Money:
        """What all of them may cost together at most."""
        return self.each * self.most_launches

    def after_one(self) -> Arming | None:
        """What is left of it once one was launched; None when that was the last one."""
        left = Arming(self.ceiling, self.launches - 1, self.budget - self.each, self.each, self.expires_at)
        return left if left.most_launches else None


@dataclass(frozen=True, slots=True)
class Watch:
    """A GPU set × price × place. An empty field asks for nothing."""

    id: str
    models: frozenset[str]
    """Models or families, as offers spell them: "H100_80G_SXM", "H100"; any of them will do."""
    max_rate: Money | None
    """The most per hour and GPU."""
    providers: frozenset[str]
    locations: frozenset[str]
    volume_id: str | None
    """A volume that is to be mounted: then only where that is."""
    template: str
    """The name of the template that is launched from; "" for none."""
    armed: Arming | None
    created_at: datetime
