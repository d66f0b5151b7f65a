"""Machines as offers: what one GPU costs, how much memory it has, where it can be had."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.jobs.machines import Machine, build_machine, gpus_of_type
from mimiry_tui.clouds.jobs.offers import Catalogue, OfferBoard, join_offers
from mimiry_tui.clouds.jobs.wire import Stock, read_machine, read_stock
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from tests.support.jobs_desk import AVAILABILITY, INSTANCES, raw

MACHINES = tuple(read_machine(raw(one)) for one in INSTANCES)
STOCKS = tuple(read_stock(raw(one)) for one in AVAILABILITY)


def test_there_is_one_offer_per_type_and_location() -> None:
    offers = join_offers(MACHINES, STOCKS)
    assert [(one.id, one.available) for one in offers] == [
        ("8A100.80G|datacrunch|FIN-01", True),
        ("8A100.80G|datacrunch|FIN-03", True),
        ("1V100.6V|datacrunch|", False),
    ]
    big = offers[0]
    assert (big.machine, big.family, big.vram_gb, big.count) == ("8A100.80G", "A100", 80, 8)
    assert big.rate == Money(Decimal("1.18125")), "the exact eighth of 9.45"
    assert big.display_name == "8× NVIDIA A100 80 GB"


def test_a_type_that_no_stock_tells_of_is_not_available_and_one_without_a_price_is_still_listed() -> None:
    only_stock = Stock("2H100.80S", "datacrunch", True, ("FIN-02",))
    offers = join_offers(MACHINES[:1], [only_stock])
    assert [(one.id, one.available, one.rate is None, one.count) for one in offers] == [
        ("8A100.80G|datacrunch|", False, False, 8),
        ("2H100.80S|datacrunch|FIN-02", True, True, 2),
    ]


def test_stock_without_a_provider_is_that_of_any_and_available_wins_over_taken() -> None:
    stocks = [Stock("8A100.80G", "", False, ("FIN-01",)), Stock("8A100.80G", "", True, ("FIN-01",))]
    (offer,) = join_offers(MACHINES[:1], stocks)
    assert (offer.provider, offer.location, offer.available) == ("datacrunch", "FIN-01", True)


@pytest.mark.parametrize(
    ("gpu", "count", "told", "each"),
    [
        ("A100", 8, 80, 80),
        ("A100", 8, 640, 80),
        ("V100", 4, 64, 16),
        ("NVIDIA Tesla V100", 4, 64, 16),
        ("L40S", 2, 48, 48),
        ("L40S", 2, 96, 48),
        ("RTX PRO 6000", 1, 96, 96),
        ("Something New", 4, 288, 288),
        ("Something New", 4, 1152, 288),
        ("A100", 3, 100, 100),
        ("A100", 8, None, None),
        ("A100", 8, -5, None),
    ],
)
def test_memory_is_of_each_gpu_unless_none_of_that_name_has_so_much(
    gpu: str, count: int, told: int | None, each: int | None
) -> None:
    machine = build_machine(instance_type="x", gpu_type=gpu, gpu_count=count, gpu_memory_gb=told)
    assert machine.vram_gb == each


def test_a_machine_without_a_gpu_costs_what_it_costs() -> None:
    machine = build_machine(instance_type="CPU.8V.32G", gpu_type="", gpu_count=0, price_per_hour=0.05)
    (offer,) = join_offers([machine], [])
    assert (offer.has_gpu, offer.count, offer.rate) == (False, 1, Money(Decimal("0.05")))


@pytest.mark.parametrize(
    ("name", "gpus"),
    [("8A100.80G", (8, "A100")), ("1V100.6V", (1, "V100")), ("CPU.8V.32G", (0, "")), ("n3-L40x1", (0, ""))],
)
def test_a_type_may_spell_its_gpus(name: str, gpus: tuple[int, str]) -> None:
    assert gpus_of_type(name) == gpus


def test_two_providers_of_one_type_are_told_apart() -> None:
    twins = tuple(
        build_machine(instance_type="1A100.80G", provider=name, price_per_hour=price)
        for name, price in (("one", 1), ("two", 2))
    )
    catalogue = Catalogue(twins)
    assert catalogue.machine("1A100.80G") is None
    assert catalogue.machine("1A100.80G", "two") is twins[1]


def test_what_did_not_change_stays_the_same_object() -> None:
    board = OfferBoard()
    machines: Page[Machine] = Page(MACHINES)
    stocks: Page[Stock] = Page((*STOCKS, Unreadable("u", "broken", b"{}")))
    first = board.page(machines, stocks)
    assert board.page(machines, stocks) is first
    assert isinstance(first.items[-1], Unreadable)
    fewer: Page[Stock] = Page((STOCKS[0],))
    second = board.page(machines, fewer)
    kept = [item for item in second.items if isinstance(item, Offer)]
    assert kept[0] is first.items[0]
