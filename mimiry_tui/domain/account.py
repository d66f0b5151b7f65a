"""The account behind the sessions: balance, quotas, transactions, identity."""

from __future__ import annotations

from datetime import datetime

from mimiry_tui.domain import coerce
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money, build_money


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left to spend."""

    money: Money
    reported_burn: Money | None = None
    """The service's own estimate per hour, where it sends one."""


@dataclass(frozen=True, slots=True)
class Quota:
    """One limit of the account."""

    name: str
    limit: int | None
    used: int | None


@dataclass(frozen=True, slots=True)
class Transaction:
    """One movement of money: negative for what was spent."""

    id: str
    at: datetime | None
    money: Money | None
    type: str
    description: str
    session_id: str
    balance_after: Money | None
    raw: bytes


@dataclass(frozen=True, slots=True)
class Facts:
    """An answer of unknown shape, as flat pairs of name and value for people to read."""

    pairs: tuple[tuple[str, str], ...]

    def get(self, *names: str) -> str:
        """The value of the first of these names that is there, or ""."""
        found = dict(self.pairs)
        return next((found[name] for name in names if found.get(name)), "")


def build_balance(*, balance: object, currency: object = None, burn_rate: object = None) -> Balance | None:
    """The balance, or None where no readable amount came. Never raises."""
    money = build_money(balance, currency)
    return None if money is None else Balance(money, build_money(burn_rate, currency))


def build_quotas(value: object) -> tuple[Quota, ...]:
    """Quotas from a list of objects, or from any mapping of name to number or `{limit, used}`.

    The shape is not documented, so everything that looks like a limit is one. Never raises.
    """
    outer = coerce.mapping(value)
    inner = next((outer[key] for key in ("quotas", "quota", "limits") if key in outer), value)
    if isinstance(inner, list):
        found = [_quota(coerce.text(item.get("name")), item) for item in map(coerce.mapping, inner)]
    else:
        found = [_quota(name, item) for name, item in coerce.mapping(inner).items()]
    return tuple(quota for quota in found if quota is not None)


def build_transaction(
    *,
    id: object = None,
    created_at: object = None,
    amount: object = None,
    currency: object = None,
    type: object = None,
    description: object = None,
    session_id: object = None,
    balance_after: object = None,
    raw: bytes = b"",
) -> Transaction:
    """A Transaction from any JSON values (Mimiry compute API, account). Never raises."""
    return Transaction(
        id=coerce.text(id),
        at=coerce.moment(created_at),
        money=build_money(amount, currency),
        type=coerce.text(type),
        description=coerce.text(description),
        session_id=coerce.text(session_id),
        balance_after=build_money(balance_after, currency),
        raw=raw,
    )


def build_facts(value: object, prefix: str = "") -> Facts:
    """Every scalar of an answer with the dotted path to it, in the order it came. Never raises."""
    return Facts(tuple(_flatten(value, prefix, depth=0)))


def _flatten(value: object, path: str, depth: int) -> list[tuple[str, str]]:
    if depth > 8:
        return []
    if isinstance(value, dict):
        children = [(f"{path}.{key}" if path else str(key), child) for key, child in value.items()]
    elif isinstance(value, list):
        children = [(f"{path}[{place}]", child) for place, child in enumerate(value)]
    else:
        return [(path, coerce.text(value))] if value is not None else []
    return [pair for name, child in children for pair in _flatten(child, name, depth + 1)]


def _quota(name: str, value: object) -> Quota | None:
    fields = coerce.mapping(value)
    limit = coerce.integer(fields.get("limit", fields.get("max"))) if fields else coerce.integer(value)
    used = coerce.integer(fields.get("used", fields.get("current")))
    if not name or (limit is None and used is None):
        return None
    return Quota(name, limit, used)
