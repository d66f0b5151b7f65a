"""A watch and its arming as they are typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.launching.lengths import length_trouble, read_length
from mimiry_tui.domain.launching.numbers import price, whole_number
from mimiry_tui.domain.money import DEFAULT_CURRENCY, Money
from mimiry_tui.domain.plain_text import is_plain
from mimiry_tui.domain.watching.arming import MOST_LAUNCHES, draft_trouble, one_costs
from mimiry_tui.domain.watching.rule import Arming, Watch

LONGEST = 200
"""Characters of a field."""


@dataclass(frozen=True, slots=True)
class TypedWatch:
    """The fields of a watch as they stand in its form."""

    models: str
    """With commas between them; parts of a name may be parted by spaces: "H100 SXM, A100"."""
    rate: str
    provider: str
    location: str
    volume_id: str | None = None
    template: str = ""

    @staticmethod
    def of(watch: Watch) -> TypedWatch:
        """As it would have to be typed."""
        return TypedWatch(
            models=", ".join(sorted(watch.models)),
            rate=shown_price(watch.max_rate) if watch.max_rate is not None else "",
            provider=", ".join(sorted(watch.providers)),
            location=", ".join(sorted(watch.locations)),
            volume_id=watch.volume_id,
            template=watch.template,
        )

    @property
    def trouble(self) -> str:
        """What no watch can be made of, or ""."""
        if not _words(self.models):
            return "name a GPU, such as H100"
        if self.rate.strip() and price(self.rate) is None:
            return "a price per hour and GPU, such as 2.50"
        if not all(is_plain(text) for text in (self.models, self.provider, self.location)):
            return "it holds characters that no name has"
        return ""

    def watch(self, base: Watch, currency: str = DEFAULT_CURRENCY) -> Watch:
        """`base` with what was typed, its price in that currency. Only without trouble."""
        limit = price(self.rate)
        return replace(
            base,
            models=frozenset("_".join(word.split()) for word in _words(self.models)),
            max_rate=None if limit is None else Money(limit, currency),
            providers=frozenset(_words(self.provider)),
            locations=frozenset(_words(self.location)),
            volume_id=self.volume_id,
            template=self.template,
            armed=None,
        )


@dataclass(frozen=True, slots=True)
class TypedArming:
    """The fields of an arming as they stand in its dialog."""

    ceiling: str
    launches: str = "1"
    budget: str = ""
    """Empty: what the launches may cost together."""
    lasts: str = "24h"

    def arming(self, draft: Draft | None, now: datetime) -> Arming | str:
        """What would be agreed to, or what is wrong with it in words."""
        if trouble := draft_trouble(draft):
            return trouble
        ceiling, launches = price(self.ceiling), whole_number(self.launches, MOST_LAUNCHES)
        if ceiling is None:
            return "a ceiling per hour and GPU, such as 2.50"
        if launches is None:
            return f"from 1 to {MOST_LAUNCHES} launches"
        lasts = read_length(self.lasts)
        if lasts is None:
            return length_trouble(self.lasts) or "how long it waits, such as 24h"
        assert draft is not None
        each = one_costs(draft, Money(ceiling))
        assert each is not None
        budget = price(self.budget)
        if self.budget.strip() and budget is None:
            return "a budget, such as 20.00"
        whole = each * launches if budget is None else Money(budget)
        return Arming(Money(ceiling), launches, whole, each, now + lasts)


def shown_price(money: Money) -> str:
    """As it is typed: with two digits of cents, or all that there are."""
    amount = money.amount.normalize()
    digits = -int(amount.as_tuple().exponent)
    return f"{amount:.2f}" if digits <= 2 else f"{amount:f}"


def _words(text: str) -> list[str]:
    return [word for part in text.split(",") if (word := part.strip())]
