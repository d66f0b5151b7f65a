"""A look as JSON, in the shape that `schema.py` describes.

Everything beyond ASCII is escaped, so foreign text in it is harmless in a terminal too.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.commands.snapshot.figures import Figures
from mimiry_tui.commands.snapshot.line import line_of
from mimiry_tui.commands.snapshot.schema import NAME, VERSION
from mimiry_tui.commands.snapshot.trouble import code_of
from mimiry_tui.domain.account import Quota
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import Cost, billed_from, cost_so_far
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.domain.words import phase_words
from mimiry_tui.live.once import Answer, Look
from mimiry_tui.live.store import Resource
from mimiry_tui.settings import Profile

T = TypeVar("T")
Record = dict[str, Any]


def json_of(look: Look, figures: Figures, profile: Profile) -> str:
    """The whole document, indented, with a line end."""
    return json.dumps(document(look, figures, profile), indent=2) + "\n"


def document(look: Look, figures: Figures, profile: Profile) -> Record:
    """The document as plain values."""

    def session(one: Session) -> Record:
        return _session(one, look.at)

    def health(resource: Resource, answer: Answer[Any]) -> Record:
        return _health(answer, look.why_not.get(resource, ""))

    def page(
        resource: Resource,
        answer: Answer[Page[T]],
        record: Callable[[T], Record],
        *,
        only: Callable[[T], bool] = lambda _: True,
    ) -> Record:
        return {**health(resource, answer), **_items(answer, record, only)}

    quotas, counts = look.quotas, figures.counts
    return {
        "schema": NAME,
        "version": VERSION,
        "at": _moment(look.at),
        "account": {"profile": profile.name, "kind": profile.cloud, "service": profile.api_base},
        "summary": {
            "line": line_of(look, figures),
            "up": counts.up if counts else None,
            "booting": counts.booting if counts else None,
            "ending": counts.ending if counts else None,
            "asleep": counts.asleep if counts else None,
            "burn_per_hour": [_money(money) for money in figures.burn],
            "burn_is_whole": figures.burn_is_whole,
            "spent_today": None
            if figures.spent_today is None
            else [_estimate(one) for one in figures.spent_today],
            "balance_lasts_seconds": int(figures.lasts.total_seconds())
            if figures.lasts is not None
            else None,
        },
        "sessions": page(Resource.SESSIONS, look.sessions, session),
        "ended": {
            **page(Resource.ENDED, look.ended, session),
            "total": look.ended.value.total if look.ended.value else None,
        },
        "volumes": page(Resource.VOLUMES, look.volumes, _volume),
        "offers": page(Resource.OFFERS, look.offers, _offer, only=lambda offer: offer.has_gpu),
        "quotas": {
            **health(Resource.QUOTAS, quotas),
            "items": None if quotas.value is None else [_quota(one) for one in quotas.value],
            "unreadable": [],
        },
        "balance": {
            **health(Resource.BALANCE, look.balance),
            "value": _money(look.balance.value.money) if look.balance.value else None,
        },
    }


def _items(answer: Answer[Page[T]], record: Callable[[T], Record], only: Callable[[T], bool]) -> Record:
    items = answer.value.items if answer.value is not None else ()
    good = [record(item) for item in items if not isinstance(item, Unreadable) and only(item)]
    return {
        "items": good if answer.value is not None else None,
        "unreadable": [
            {"id": item.id, "reason": item.reason} for item in items if isinstance(item, Unreadable)
        ],
    }


def _health(answer: Answer[Any], why_not: str) -> Record:
    return {"as_of": _moment(answer.as_of), "error": _error(answer.error), "why_not": why_not}


def _error(error: CloudError | None) -> Record | None:
    if error is None:
        return None
    return {
        "code": code_of(error),
        "words": str(error),
        "hint": error.hint,
        "status": error.status,
        "retry_after_seconds": None if error.retry_after is None else round(error.retry_after, 1),
    }


def _session(one: Session, now: datetime) -> Record:
    cost = cost_so_far(one, now)
    return {
        "id": one.id,
        "name": one.name,
        "phase": one.phase.value,
        "phase_words": phase_words(one),
        "state": one.state,
        "operation": one.operation,
        "status": one.status,
        "gpu": one.gpu,
        "gpu_count": one.asked.gpu_count,
        "provider": one.got.provider or one.asked.provider,
        "location": one.got.location or one.asked.location,
        "image": one.image,
        "price_per_hour": _money(one.got.rate),
        "cost": _cost(cost),
        "cost_is_estimated": cost is not None and cost.estimated,
        "created_at": _moment(one.created_at),
        "started_at": _moment(one.started_at),
        "billed_at": _moment(billed_from(one)),
        "ended_at": _moment(one.finished_at),
        "max_duration_seconds": int(one.max_duration.total_seconds()) if one.max_duration else None,
        "auto_terminate": one.auto_terminate,
        "ssh": (
            {"host": one.ssh.host, "port": one.ssh.port, "username": one.ssh.username} if one.ssh else None
        ),
        "exit_code": one.exit_code,
        "stop_reason": one.stop_reason,
        "error": one.error,
        "marks": list(one.marks),
        "url": one.url,
        "heartbeat_at": _moment(one.heartbeat_at),
        "script_ran_seconds": round(one.script_ran.total_seconds(), 3) if one.script_ran else None,
    }


def _cost(cost: Cost | None) -> Record | None:
    if cost is None:
        return None
    return _estimate(cost.money) if cost.estimated else _money(cost.money)


def _volume(one: Volume) -> Record:
    return {
        "id": one.id,
        "name": one.name,
        "size_gb": one.size_gb,
        "status": one.status.value,
        "attached_to": one.attached_to,
        "provider": one.provider,
        "location": one.location,
        "price_per_hour": _money(one.rate),
        "created_at": _moment(one.created_at),
    }


def _offer(one: Offer) -> Record:
    return {
        "model": one.model,
        "family": one.family,
        "form_factor": one.form_factor,
        "vram_gb": one.vram_gb,
        "provider": one.provider,
        "location": one.location,
        "price_per_hour": _money(one.rate),
        "available": one.available,
        "gpu_count": one.count or None,
    }


def _quota(one: Quota) -> Record:
    return {"name": one.name, "limit": one.limit, "used": one.used}


def _money(money: Money | None) -> Record | None:
    """The exact amount as it came, never in powers of ten."""
    return None if money is None else {"amount": f"{money.amount:f}", "currency": money.currency}


def _estimate(money: Money) -> Record | None:
    """To the hundredth of a cent: a rate times a time has more digits than it has meaning."""
    return _money(Money(round(money.amount, 4), money.currency))


def _moment(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
