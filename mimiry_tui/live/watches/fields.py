"""Watches as JSON, and back. What is no watch is left out; nothing read raises but for a whole bad file."""

from __future__ import annotations

import json
from collections.abc import Iterable

from mimiry_tui.domain import coerce
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money, build_price
from mimiry_tui.domain.watching.rule import Arming, Watch

_MOST = 500
"""Watches in a file beyond which it is none of ours."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One watch as it stands in the file."""

    watch: Watch
    matched: bool = False
    """Something would do when it was last looked at, and that was told."""
    holder: str = ""
    """The mark of the one arming that counts; "" where it is not armed."""


def encode(kept: Iterable[Kept]) -> str:
    """The file's text."""
    return json.dumps({"watches": [_fields(one) for one in kept]}, indent=1) + "\n"


def decode(text: str) -> tuple[Kept, ...]:
    """What the file holds, nothing where it is empty. Raises ValueError where it cannot be read at all."""
    if not text.strip():
        return ()
    try:
        document = json.loads(text)
    except RecursionError:
        raise ValueError("too deep") from None
    if not isinstance(document, dict):
        raise ValueError("no object")
    found = [_kept(coerce.mapping(one)) for one in coerce.items(document.get("watches"))[:_MOST]]
    return tuple({one.watch.id: one for one in found if one is not None}.values())


def _fields(kept: Kept) -> dict[str, object]:
    watch = kept.watch
    fields: dict[str, object] = {
        "id": watch.id,
        "models": sorted(watch.models),
        "max_rate": _money(watch.max_rate),
        "providers": sorted(watch.providers),
        "locations": sorted(watch.locations),
        "volume": watch.volume_id,
        "template": watch.template,
        "created_at": watch.created_at.isoformat(),
        "matched": kept.matched,
    }
    if watch.armed is not None:
        armed = watch.armed
        fields["armed"] = {
            "holder": kept.holder,
            "ceiling": _money(armed.ceiling),
            "launches": armed.launches,
            "budget": _money(armed.budget),
            "each": _money(armed.each),
            "expires_at": armed.expires_at.isoformat(),
        }
    return fields


def _kept(fields: dict[str, object]) -> Kept | None:
    watch_id, created_at = coerce.text(fields.get("id")), coerce.moment(fields.get("created_at"))
    models = frozenset(coerce.texts(fields.get("models")))
    if not (watch_id.isalnum() and watch_id.isascii()) or created_at is None or not models:
        return None
    limit = _read_money(fields.get("max_rate"))
    if limit is None and fields.get("max_rate") is not None:
        return None  # a watch without the limit it had would be another one
    armed = _arming(coerce.mapping(fields.get("armed")))
    watch = Watch(
        id=watch_id,
        models=models,
        max_rate=limit,
        providers=frozenset(coerce.texts(fields.get("providers"))),
        locations=frozenset(coerce.texts(fields.get("locations"))),
        volume_id=coerce.text(fields.get("volume")) or None,
        template=coerce.text(fields.get("template")),
        armed=armed,
        created_at=created_at,
    )
    holder = coerce.text(coerce.mapping(fields.get("armed")).get("holder"))
    return Kept(watch, coerce.flag(fields.get("matched")) is True, holder if armed else "")


def _arming(fields: dict[str, object]) -> Arming | None:
    ceiling, budget = _read_money(fields.get("ceiling")), _read_money(fields.get("budget"))
    each, launches = _read_money(fields.get("each")), coerce.integer(fields.get("launches"))
    expires_at = coerce.moment(fields.get("expires_at"))
    if ceiling is None or budget is None or each is None or launches is None or expires_at is None:
        return None
    return Arming(ceiling, launches, budget, each, expires_at)


def _money(money: Money | None) -> dict[str, str] | None:
    return None if money is None else {"amount": f"{money.amount:f}", "currency": money.currency}


def _read_money(value: object) -> Money | None:
    fields = coerce.mapping(value)
    return build_price(fields.get("amount"), fields.get("currency"))
