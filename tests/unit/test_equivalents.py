"""What a running session could run on for less, and the price of moving there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.memory.equivalents import Equivalent, Likeness, cheaper, with_boots
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.offer.equivalent_lines import choice_lines, moving_lines
from tests.support.launch_case import models_of, offer, session, volume

HERE = offer("H100_80G_SXM", "verda/FIN-01", 2.10)
THERE = offer("H100_80G_SXM", "verda/FIN-03", 1.80)
DEAR = offer("H100_80G_SXM", "acme/US-EAST-1", 2.50)
SOLD_OUT = offer("H100_80G_SXM", "acme/US-WEST-1", 1.00, stock=False)
NVL = offer("H100_94G_NVL", "gcp/europe-west4", 1.50)
RTX = offer("RTXPRO6000_96G_PCIe", "verda/FIN-02", 0.79)
SMALL = offer("L4_24G_PCIe", "gcp/europe-west4", 0.58)
DOLLARS = offer("H100_80G_SXM", "aws/us-east-1", 0.50, currency="USD")
ALL = (HERE, THERE, DEAR, SOLD_OUT, NVL, RTX, SMALL, DOLLARS)


def running(**fields: Any) -> Session:
    """One H100 at FIN-01 for €2.10."""
    usual = {
        "gpu_types": ["H100_80G_SXM"],
        "gpu_type": "H100_80G_SXM",
        "provider": "verda",
        "location": "FIN-01",
        "hourly_rate": 2.10,
    }
    return session("train", **{**usual, **fields})


def where(found: tuple[Equivalent, ...]) -> list[str]:
    return models_of(one.offer for one in found)


def test_the_same_gpu_comes_first_then_its_family_then_others_with_as_much_memory() -> None:
    found = cheaper(running(), ALL)
    assert where(found) == ["H100 FIN-03", "H100 europe-west4", "RTXPRO6000 FIN-02"]
    assert [one.likeness for one in found] == list(Likeness)
    assert [str(one.saving) for one in found] == ["€0.30", "€0.60", "€1.31"]
    assert str(found[0].saving_per_day) == "€7.20"


def test_as_many_gpus_are_compared_as_the_session_has() -> None:
    found = cheaper(running(gpu_count=2, hourly_rate=4.20), ALL)
    assert (str(found[0].rate), str(found[0].saving)) == ("€3.60", "€0.60")


def test_a_volume_keeps_a_session_where_it_is_and_is_named() -> None:
    bound = running(mounts=[{"volume_name": "ckpt", "mount_path": "/ckpt"}])
    found = cheaper(bound, ALL, [volume(location="FIN-03")])
    assert where(found) == ["H100 FIN-03", "H100 europe-west4", "RTXPRO6000 FIN-02"]
    assert [one.left_behind for one in found] == [(), ("ckpt",), ("ckpt",)]
    # Of one that is not listed it is known that it is where the session is.
    assert cheaper(bound, [THERE])[0].left_behind == ("ckpt",)
    assert "! ckpt stays where it is" in moving_lines(cheaper(bound, [THERE])[0])[-1].plain


def test_of_a_session_that_ended_or_whose_price_nobody_told_nothing_is_said() -> None:
    assert cheaper(running(state="completed"), ALL) == ()
    assert cheaper(running(hourly_rate=None), ALL) == ()
    assert cheaper(running(gpu_type="", gpu_types=[]), ALL) == ()


def test_a_session_that_told_a_short_name_is_compared_by_what_the_list_knows() -> None:
    short = running(gpu_type="H100", gpu_types=["H100"])
    assert where(cheaper(short, [HERE, RTX, SMALL])) == ["RTXPRO6000 FIN-02"]


def test_moving_costs_a_boot_and_is_earned_back_by_the_saving() -> None:
    (one,) = with_boots(cheaper(running(), [THERE]), {}, timedelta(minutes=4))
    assert str(one.moving_cost) == "€0.12"
    assert one.earned_back_after == timedelta(minutes=24)
    told = moving_lines(one)[1].plain
    assert told == "moving costs ≈€0.12 for a boot of ≈4m00s, earned back after 24m"
    known = with_boots([one], {THERE.id: timedelta(minutes=2)}, timedelta(minutes=4))
    assert known[0].boot == timedelta(minutes=2)
    assert "not known yet" in moving_lines(cheaper(running(), [THERE])[0])[1].plain


def test_figures_stand_under_figures() -> None:
    lines = [line.plain for line in choice_lines(cheaper(running(hourly_rate=12.0), ALL))]
    assert len({line.index("/h") for line in lines}) == 1
    assert len({line.index("/day") for line in lines}) == 1


@given(
    st.lists(st.tuples(st.sampled_from(ALL), st.booleans()), max_size=8),
    st.floats(0.1, 9),
    st.integers(1, 4),
)
@settings(max_examples=50)
def test_every_saving_is_one_and_everything_told_is_in_stock(
    listed: list[tuple[Any, bool]], rate: float, count: int
) -> None:
    one = running(hourly_rate=rate, gpu_count=count)
    for found in cheaper(one, [offered for offered, _ in listed]):
        assert found.saving.amount > 0
        assert found.offer.available
        assert found.rate.currency == "EUR"
        assert one.got.rate is not None
        assert found.rate + found.saving == one.got.rate
