"""From what is typed in the dialog to guards: what each would do, and why it cannot be set."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from mimiry_tui.domain.durations import clock_time, short
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.guarding.guard import Guard
from mimiry_tui.domain.guarding.rules import BalanceFloor, EndAt, EndAtCost, Rule
from mimiry_tui.domain.guarding.typed import amount_trouble, end_trouble, read_amount, read_end
from mimiry_tui.domain.money import DEFAULT_CURRENCY, Money
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import Cost, burn_rate, cost_so_far, runway

TIME, COST, FLOOR = "time", "cost", "floor"
_KINDS: dict[str, type[Rule]] = {TIME: EndAt, COST: EndAtCost, FLOOR: BalanceFloor}


@dataclass(frozen=True, slots=True)
class Case:
    """What guards of one session are measured by."""

    session: Session
    guards: tuple[Guard, ...]
    balance: Money | None
    burn: tuple[Money, ...]
    """What everything that runs costs per hour."""
    now: datetime

    @property
    def cost(self) -> Cost | None:
        """What the session has cost."""
        return cost_so_far(self.session, self.now)

    def guard(self, kind: str) -> Guard | None:
        """The one of that kind, spent or not."""
        return next((one for one in self.guards if isinstance(one.rule, _KINDS[kind])), None)

    def currency(self, kind: str) -> str:
        """What an amount of that kind is in."""
        rate = self.session.got.rate
        money = self.balance if kind == FLOOR else rate
        return money.currency if money is not None else DEFAULT_CURRENCY


def first_text(case: Case, kind: str) -> str:
    """What stands in a field at first: the guard that watches, if there is one."""
    guard = case.guard(kind)
    if guard is None or guard.state.is_spent:
        return ""
    match guard.rule:
        case EndAt(at):
            local = case.now.astimezone()
            soon = timedelta() < at - case.now < timedelta(days=1)
            return f"{at.astimezone(local.tzinfo):%H:%M}" if soon else clock_time(at, local)
        case EndAtCost(amount) | BalanceFloor(amount):
            return f"{amount:f}"


def read_rule(case: Case, kind: str, text: str) -> Rule | None:
    """The guard that is meant, of this moment on; None for nothing and for what is none."""
    if kind == TIME:
        at = read_end(text, case.now)
        return EndAt(at) if at is not None else None
    currency = case.currency(kind)
    amount = read_amount(text, currency)
    if amount is None:
        return None
    return EndAtCost(amount, currency) if kind == COST else BalanceFloor(amount, currency)


def trouble(case: Case, kind: str, text: str) -> str:
    """Why that cannot be set, or "": nothing typed is no guard, which can always be."""
    if not text:
        return ""
    rule = read_rule(case, kind, text)
    if rule is None:
        return end_trouble(text, case.now) if kind == TIME else amount_trouble(text, case.currency(kind))
    if isinstance(rule, EndAtCost):
        cost = case.cost
        if cost is None:
            return "nobody tells what it costs, so this would never be reached"
        if cost.money.amount >= rule.amount:
            return f"it has cost {cost} already"
    if isinstance(rule, BalanceFloor) and case.balance is not None and case.balance.amount < rule.amount:
        return f"the balance is {case.balance} already"
    return ""


def rule_meant(case: Case, kind: str, text: str, *, is_changed: bool) -> Rule | None:
    """The guard that a field stands for: the very one there is, unless something else was typed."""
    if is_changed:
        return read_rule(case, kind, text)
    known = case.guard(kind)
    return known.rule if known is not None and not known.state.is_spent else None


def meaning(case: Case, kind: str, rule: Rule | None) -> str:
    """When that would be reached, as far as can be told; without a guard what it is measured by."""
    local = case.now.astimezone()
    if kind == TIME:
        if not isinstance(rule, EndAt):
            return "a time like 22:30, or 4h"
        left = rule.at - case.now
        return f"at {clock_time(rule.at.astimezone(local.tzinfo), local)}, in {short(left)}"
    if kind == COST:
        told, until = (f"{case.cost} so far" if case.cost else "no price is told"), _until_cost(case, rule)
    else:
        told = f"{case.balance} now" if case.balance is not None else "the balance is not known"
        until = _until_floor(case, rule)
    return told if until is None else f"{told} · reached ≈ {clock_time(local + until, local)}"


def rules_of(case: Case, texts: Iterable[tuple[str, str, bool]]) -> tuple[Rule, ...]:
    """All guards meant by what is typed: kind, text, and whether that is not what stood there at first.

    What was not touched stays the very guard it was.
    """
    meant = (rule_meant(case, kind, text, is_changed=changed) for kind, text, changed in texts)
    return tuple(rule for rule in meant if rule is not None)


def _until_cost(case: Case, rule: Rule | None) -> timedelta | None:
    cost, rate = case.cost, case.session.got.rate
    if not isinstance(rule, EndAtCost) or cost is None or rate is None:
        return None
    return runway(Money(rule.amount - cost.money.amount, rate.currency), [rate])


def _until_floor(case: Case, rule: Rule | None) -> timedelta | None:
    if not isinstance(rule, BalanceFloor) or case.balance is None:
        return None
    left = Money(max(Decimal(0), case.balance.amount - rule.amount), case.balance.currency)
    return runway(left, case.burn)


def case_of(
    session: Session, guards: tuple[Guard, ...], balance: Money | None, live: Iterable[Session], now: datetime
) -> Case:
    """The case of that session, with what everything that runs costs together."""
    return Case(session, guards, balance, burn_rate(live), now)
