"""Schedules: the service's cron jobs as a collection, and when an expression comes due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mimiry_tui.clouds.mags.wire import UnusableRecordError, fields_of
from mimiry_tui.domain import coerce
from mimiry_tui.domain.doing.collections import Collection, Heading, Item

SCHEDULES = Collection(
    "schedules",
    "Schedules",
    (
        Heading("NAME"),
        Heading("WHEN"),
        Heading("NEXT"),
        Heading("LAST"),
        Heading("WORKSPACE"),
        Heading("ON"),
    ),
    empty="no schedules: a schedule runs a script again and again",
    words="scripts that run by the clock; their times are taken as UTC",
)
EXPRESSION = "when"
SHOWN_RUNS = 3
_MOST_SCRIPT = 4_000


class BadExpressionError(ValueError):
    """No times can be made of it; the text says why."""


def next_runs(expression: str, after: datetime, count: int = SHOWN_RUNS) -> tuple[datetime, ...]:
    """The next moments of a cron expression, in UTC; fewer where there are no more.

    Raises BadExpressionError. Expressions have five fields; a sixth, of seconds, is refused.
    """
    from cronsim import CronSim, CronSimError

    if len(expression.split()) != 5:
        raise BadExpressionError("five parts: minute, hour, day of the month, month, day of the week")
    try:
        moments = CronSim(expression, after)
        return tuple(moment for moment, _ in zip(moments, range(count), strict=False))
    except CronSimError as error:
        raise BadExpressionError(str(error).lower() or "not a cron expression") from None


def show_runs(moments: tuple[datetime, ...]) -> str:
    """ "next: Tue 24 Nov 03:00, Wed 25 Nov 03:00 UTC"."""
    if not moments:
        return "never comes due"
    return f"next: {', '.join(f'{one:%a %d %b %H:%M}' for one in moments)} UTC"


def read_schedule(raw: bytes, now: datetime) -> Item:
    """One cron job's JSON. Raises UnusableRecordError without an id, msgspec's errors for bad JSON."""
    fields = fields_of(raw)
    found = coerce.text(fields.get("id")) or coerce.text(fields.get("cron_id"))
    if not found:
        raise UnusableRecordError("a schedule without an id")
    expression = coerce.text(fields.get("cron_expression") or fields.get("schedule"))
    enabled = _enabled(fields)
    following = coerce.moment(fields.get("next_run_at") or fields.get("next_run"))
    return Item(
        id=found,
        name=coerce.text(fields.get("name")) or found,
        collection=SCHEDULES.id,
        cells=(
            coerce.text(fields.get("name")) or found,
            expression,
            (following or _next(expression, now)) if enabled else None,
            coerce.moment(fields.get("last_run_at") or fields.get("last_run")),
            coerce.text(fields.get("workspace_id")),
            enabled,
        ),
        facts=_facts(fields, expression),
        is_off=not enabled,
        raw=raw,
    )


def expression_of(item: Item) -> str:
    """When a schedule runs, as its record says."""
    return dict(item.facts).get(EXPRESSION, "")


def _enabled(fields: Mapping[str, object]) -> bool:
    """Whether it runs; a record that does not say is one that does."""
    told = coerce.flag(fields.get("enabled"))
    return coerce.text(fields.get("status")).lower() not in {"paused", "disabled"} if told is None else told


def _next(expression: str, now: datetime) -> datetime | None:
    try:
        return next(iter(next_runs(expression, now, 1)), None)
    except BadExpressionError:
        return None


def _facts(fields: Mapping[str, object], expression: str) -> tuple[tuple[str, str], ...]:
    persistent = coerce.flag(fields.get("persistent"))
    named = (
        (EXPRESSION, expression),
        ("script", coerce.text(fields.get("script"))[:_MOST_SCRIPT]),
        ("workspace", coerce.text(fields.get("workspace_id"))),
        ("persistent", "" if persistent is None else "yes" if persistent else "no"),
        ("environment", ", ".join(coerce.mapping(fields.get("environment")))),
        ("last status", coerce.text(fields.get("last_status"))),
        ("runs", coerce.text(fields.get("run_count"))),
    )
    return tuple((label, value) for label, value in named if value)
