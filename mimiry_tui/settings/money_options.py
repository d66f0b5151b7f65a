"""The settings that keep watch over money: guards, alarms, and what is known of how the service bills."""

from __future__ import annotations

from mimiry_tui.settings.declaring import declare
from mimiry_tui.settings.preferences import AutoTerminate
from mimiry_tui.settings.values import Kind, Option

_AMOUNT = {"kind": Kind.AMOUNT, "is_optional": True, "least": 0.01, "most": 1_000_000.0}

MONEY_OPTIONS: tuple[Option, ...] = (
    declare(
        "guards.max_duration",
        "longest run",
        'How long a session may live, as in "8h"; empty for no limit.',
        kind=Kind.LENGTH,
        is_optional=True,
        is_common=True,
    ),
    declare(
        "guards.auto_terminate",
        "ends by itself",
        "When a session ends by itself; empty: with its command, if it has one.",
        kind=Kind.CHOICE,
        enum=AutoTerminate,
        is_optional=True,
        is_common=True,
    ),
    declare(
        "guards.max_hourly_rate",
        "highest price",
        "Euro per hour that a session may cost, as in 4.50; empty for no limit.",
        kind=Kind.AMOUNT,
        is_optional=True,
        least=0.01,
        most=100_000.0,
        unit="€/h",
        is_common=True,
    ),
    declare(
        "guards.end_after",
        "end after",
        'While this dashboard runs: the time after which it ends what it launched, as in "12h".',
        kind=Kind.LENGTH,
        is_optional=True,
        is_common=True,
    ),
    declare(
        "guards.end_at_cost",
        "end at a cost",
        "While this dashboard runs: the cost at which it ends what it launched, as in 20.",
        **_AMOUNT,
        is_common=True,
    ),
    declare(
        "guards.balance_floor",
        "balance floor",
        "While this dashboard runs: the balance below which it ends what it launched.",
        **_AMOUNT,
        is_common=True,
    ),
    declare(
        "alarms.balance",
        "low balance",
        "A balance below which it rings, in its currency; empty for never.",
        **_AMOUNT,
        is_common=True,
    ),
    declare(
        "alarms.runway",
        "short runway",
        'Time the balance still lasts below which it rings, as in "4h"; 0 for never.',
        kind=Kind.LENGTH,
        least=0.0,
        is_common=True,
    ),
    declare(
        "alarms.flat_days",
        "untouched",
        "Days without a change or a touch after which a session is pointed out; 0 for never.",
        least=0,
        most=365,
        unit="days",
        is_common=True,
    ),
    declare(
        "alarms.price_change",
        "price moved",
        "Per cent by which a price must have moved to be told among what happened since one left.",
        kind=Kind.AMOUNT,
        least=0.1,
        most=1_000.0,
        unit="%",
        is_common=True,
    ),
    declare(
        "billing.minimum_block",
        "least billed",
        'The least time that a session is billed for, as in "10m".',
        kind=Kind.LENGTH,
        least=0.0,
        most=86_400.0,
        is_common=True,
    ),
)
"""Those of the tables guards, alarms and billing, in the order of the file."""
