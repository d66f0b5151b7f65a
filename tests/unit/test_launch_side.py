"""What stands beside the form: the checks, the price in words, and the request without its secrets."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from mimiry_tui.domain.launching.checks import Check, Fix, LaunchCost, Mark, Preflight
from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.domain.money import Money
from mimiry_tui.settings.preferences import Guards
from mimiry_tui.ui.guarding.words import default_words
from mimiry_tui.ui.launch.block import Block
from mimiry_tui.ui.launch.cost_box import CostBox, price_words, rate_words
from mimiry_tui.ui.launch.preflight_list import PreflightList, first_bad, fixable, tally
from mimiry_tui.ui.launch.request_box import packed_json
from tests.support.launch_stage import Stage


def euro(amount: str) -> Money:
    return Money(Decimal(amount))


COST = LaunchCost(
    rate=euro("1.29"),
    most=euro("1.29"),
    per_day=euro("30.96"),
    at_most=euro("5.16"),
    duration=timedelta(hours=4),
    lasts_now=timedelta(hours=9, minutes=48),
    lasts_then=timedelta(hours=7, minutes=42),
)
OPEN = replace(COST, at_most=None, duration=None)
OK = Check("image", Mark.OK, "known", Field.IMAGE)
WARN = Check("has an end", Mark.WARN, "runs until ended", Field.DURATION, Fix("end it after 4h", Draft()))
BAD = Check("volume fits", Mark.BAD, "ckpt is held by train-llama until it ends", Field.STORAGE)


def text(block: Block, width: int) -> list[str]:
    return ["".join(part.content.plain for part in row).rstrip() for row in block.rows(width)]


def shown(*checks: Check) -> PreflightList:
    block = PreflightList()
    block._checks = checks
    return block


def preflight(*checks: Check) -> Preflight:
    return replace(Stage().desk.view.preflight, checks=checks)


@pytest.mark.parametrize(
    ("cost", "price", "rate"),
    [
        (COST, "≤ €5.16 + boot", "€1.29/h"),
        (OPEN, "€1.29/h", "€1.29/h"),
        (replace(OPEN, most=euro("2.10")), "≤ €2.10/h", "€1.29 – €2.10/h"),
        (LaunchCost(), "", ""),
    ],
)
def test_the_key_that_launches_says_the_most_that_it_can_cost(
    cost: LaunchCost, price: str, rate: str
) -> None:
    assert price_words(cost) == price
    assert rate_words(cost) == rate


def test_the_cost_is_said_per_hour_and_day_in_all_and_against_the_balance() -> None:
    box = CostBox()
    box._cost = COST
    assert text(box, 60) == [
        "€1.29/h   €30.96/day   at most €5.16 in 4h + boot",
        "balance lasts ≈9h48m → ≈7h42m with it",
    ]
    box._cost = replace(OPEN, lasts_now=None)
    assert text(box, 30) == ["€1.29/h   €30.96/day", "no time limit", "balance lasts ≈7h42m with it"]
    box._cost = replace(COST, most=euro("2.10"), at_most=euro("8.40"))
    assert text(box, 50)[:2] == ["€1.29 – €2.10/h   €30.96 – €50.40/day", "at most €8.40 in 4h + boot"]
    box._cost = LaunchCost()
    assert "no price" in text(box, 60)[0]
    box._guards = default_words(Guards(timedelta(hours=12), end_at_cost=Decimal(20)))
    assert text(box, 60)[1:] == ["ended from here, while this runs, at €20.00"]


def test_what_the_settings_end_is_said_before_it_is_launched() -> None:
    assert default_words(Guards()) == ""
    guards = Guards(end_after=timedelta(hours=12), end_at_cost=Decimal(20), balance_floor=Decimal("2.5"))
    assert default_words(guards) == (
        "ended from here, while this runs, after 12h, at €20.00, with a balance below €2.50"
    )


def test_each_check_has_its_sign_its_reason_and_the_key_of_its_way_out() -> None:
    assert text(shown(OK, WARN, BAD), 60) == [
        "✓ image        known",
        "⚠ has an end   runs until ended",
        "               f2 end it after 4h",
        "✗ volume fits  ckpt is held by train-llama until it ends",
    ]


def test_a_long_reason_goes_on_below_and_nothing_is_lost() -> None:
    lines = text(shown(BAD), 34)
    assert all(len(line) <= 34 for line in lines)
    assert " ".join(" ".join(lines).split()) == f"✗ volume fits {BAD.reason}"


def test_a_reason_from_elsewhere_is_text_and_nothing_else() -> None:
    (line,) = text(shown(replace(BAD, reason="[red]x[/] \x1b[31m")), 60)
    assert "[red]x[/] ␛[31m" in line


def test_ways_out_have_eight_keys_and_the_list_its_sum() -> None:
    checks = preflight(*(replace(WARN, title=f"check {number}") for number in range(10)), OK, BAD)
    assert len(fixable(checks.checks)) == 8
    assert tally(checks).plain == "✗ 1 · ⚠ 10"
    assert tally(preflight(OK)).plain == "✓ ready"
    assert first_bad(checks) == BAD
    assert first_bad(preflight(OK, WARN)) is None


def test_a_request_is_written_with_a_line_for_each_key_and_stays_the_same_request() -> None:
    body = {"name": "a", "gpu": {"types": ["H100"], "count": 1}, "command": "a\nb"}
    written = packed_json(json.dumps(body).encode())
    assert json.loads(written) == body
    assert written.split("\n")[1:4] == [
        '  "name": "a",',
        '  "gpu": {"types": ["H100"], "count": 1},',
        '  "command": "a\\nb"',
    ]
