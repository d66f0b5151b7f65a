"""Sessions, volumes, offers and account answers read from what services really send."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mimiry_tui.domain import coerce
from mimiry_tui.domain.account import Quota, build_balance, build_facts, build_quotas, build_transaction
from mimiry_tui.domain.launch import GpuWish, SessionRequest
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import (
    Offer,
    OfferFilter,
    build_offers,
    by_price,
    cheapest,
    parts_of_model,
    short_model,
)
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.session_reading import build_session, build_ssh_endpoint
from mimiry_tui.domain.sessions import Mount, Session, SshEndpoint
from mimiry_tui.domain.volumes import VolumeStatus, build_volume

NOON = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "when"),
    [
        ("2026-06-08T12:00:00Z", NOON),
        ("2026-06-08T14:00:00+02:00", NOON),
        ("2026-06-08T12:00:00", NOON),
        ("2026-06-08 12:00:00.000000000Z", NOON),
        (1_780_920_000, NOON),
        ("1780920000", NOON),
        (1_780_920_000_000, NOON),
        ("0001-01-01T00:00:00Z", None),
        (0, None),
        ("", None),
        ("yesterday", None),
        (True, None),
        (None, None),
        ("9999-12-31T23:59:59-23:59", None),
    ],
)
def test_moments(value: object, when: datetime | None) -> None:
    assert coerce.moment(value) == when


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("8", 8),
        (8.0, 8),
        ("8.0", 8),
        (" 8 ", 8),
        (8.5, None),
        ("eight", None),
        (True, None),
        (10**15, 10**15),
    ],
)
def test_whole_numbers(value: object, number: int | None) -> None:
    assert coerce.integer(value) == number


def test_floats_are_read_as_they_are_written() -> None:
    assert coerce.decimal(2.1) == Decimal("2.1")
    assert str(coerce.decimal("2.10")) == "2.10"
    assert coerce.decimal("0.1234567890123456789") == Decimal("0.123456789012346")
    assert coerce.decimal(-0.0) == 0


@pytest.mark.parametrize(
    ("value", "truth"),
    [("Yes", True), (0, False), (1.0, True), ("false", False), (2, None), ([], None)],
)
def test_truth_values(value: object, truth: bool | None) -> None:
    assert coerce.flag(value) is truth


def test_lengths_of_time_are_between_nothing_and_a_century() -> None:
    assert coerce.span("90") == timedelta(seconds=90)
    assert coerce.span(-1) is None
    assert coerce.span(10**12) is None


def test_a_session_as_the_service_documents_it() -> None:
    session = build_session(
        id="4ed5",
        name="train-llama",
        state="provisioned",
        operation="starting__pulling_image",
        gpu_types=["H100_80G_SXM"],
        gpu_count="1",
        asked_provider="verda",
        gpu_type="H100_80G_SXM",
        provider="verda",
        location="FIN-01",
        hourly_rate=2.10,
        currency="EUR",
        auto_terminate={"mode": "on_complete"},
        max_duration=3600,
        mounts=[{"volume_name": "data1", "mount_path": "/data"}, "junk", {"volume_id": "v2", "path": "/x"}],
        created_at="2026-06-08T12:00:00Z",
        exit_code=None,
        events=[{"timestamp": "2026-06-08T12:00:02Z", "type": "state_changed", "state": "submitted"}],
    )
    assert session.phase is Phase.PULLING_IMAGE
    assert session.is_live
    assert session.gpu == "H100_80G_SXM"
    assert session.where == "verda/FIN-01"
    assert session.got.rate == Money(Decimal("2.1"))
    assert session.mounts == (Mount("data1", "/data"), Mount("v2", "/x"))
    assert session.max_duration == timedelta(hours=1)
    assert session.events[0].phase is Phase.ACCEPTED
    assert session.finished_at is None


def test_an_empty_session_shows_what_was_asked_for() -> None:
    session = build_session(id=7, gpu_types="T4", asked_provider="acme", gpu_count="many", max_duration=0)
    assert (session.id, session.gpu, session.where, session.asked.gpu_count) == ("7", "T4", "acme", 1)
    assert session.phase is Phase.UNKNOWN
    assert session.max_duration is None
    assert build_session(id="x").gpu == ""


@pytest.mark.parametrize(
    ("sent", "mode"),
    [({"mode": "on_success"}, "on_success"), (True, "on_complete"), ("false", "never"), (None, ""), ([], "")],
)
def test_auto_terminate_of_every_age(sent: object, mode: str) -> None:
    assert build_session(id="s", auto_terminate=sent).auto_terminate == mode


@pytest.mark.parametrize(
    ("ssh", "endpoint"),
    [
        ({"host": "h", "port": 2222, "username": "root"}, SshEndpoint("h", 2222, "root")),
        ({"host": " h "}, SshEndpoint("h", 22, "")),
        ({"host": "h", "port": "2200", "user": "me"}, SshEndpoint("h", 2200, "me")),
        ({"host": "h", "port": None}, SshEndpoint("h", 22)),
        ({"host": "h", "port": 70000}, SshEndpoint("h", 70000)),
        ({"host": "h", "port": 0}, SshEndpoint("h", 0)),
        ({"host": "h", "port": "22; rm"}, SshEndpoint("h", 0)),
        ({"host": ""}, None),
        ({"port": 22}, None),
        ("h", None),
        (None, None),
    ],
)
def test_ssh_endpoints(ssh: object, endpoint: SshEndpoint | None) -> None:
    assert build_ssh_endpoint(ssh) == endpoint


@pytest.mark.parametrize(
    ("error", "text"),
    [
        ("no capacity", "no capacity"),
        ({"message": "no capacity", "code": 5}, "no capacity"),
        ({"code": "x"}, "x"),
        ({}, ""),
        (None, ""),
    ],
)
def test_errors_are_text_or_objects(error: object, text: str) -> None:
    assert build_session(id="s", error=error).error == text


def a_session(**fields: Any) -> Session:
    return build_session(**{"id": "s", "state": "started", **fields})


def test_an_older_reading_is_no_news() -> None:
    newer = a_session(updated_at="2026-06-08T12:05:00Z")
    older = a_session(state="provisioned", updated_at="2026-06-08T12:01:00Z")
    assert older.after(newer) is newer
    assert newer.after(older) is newer
    undated = a_session(state="provisioned")
    assert undated.after(newer) is undated


def test_events_once_seen_stay_and_new_ones_come() -> None:
    two = a_session(events=[{"state": "submitted"}, {"state": "started"}])
    none = a_session(operation="resizing")
    merged = none.after(two)
    assert (merged.operation, merged.events) == ("resizing", two.events)
    assert two.after(none) is two


def test_ended_by_its_owner() -> None:
    assert a_session(state="stopped", stop_reason="USER_REQUESTED").ended_by_user
    assert not a_session(stop_reason="user_requested").ended_by_user
    assert a_session(state="completed", updated_at="2026-06-08T12:00:00Z").finished_at == NOON


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"state": "submitted", "operation": "provisioning"}, VolumeStatus.CREATING),
        ({"state": "submitted"}, VolumeStatus.CREATING),
        ({"state": "provisioned", "operation": ""}, VolumeStatus.FREE),
        ({"state": "provisioned", "attached_to": "s1"}, VolumeStatus.ATTACHED),
        ({"state": "provisioned", "operation": "resizing", "attached_to": "s1"}, VolumeStatus.RESIZING),
        ({"state": "provisioned", "operation": "deleting__detaching_volume"}, VolumeStatus.DELETING),
        ({"state": "provisioned", "operation": "deleting__deleting_volume"}, VolumeStatus.DELETING),
        ({"state": "deleted", "operation": "deleting__deleting_volume"}, VolumeStatus.DELETED),
        ({"state": "FAILED"}, VolumeStatus.FAILED),
        ({"state": "archived"}, VolumeStatus.UNKNOWN),
        ({}, VolumeStatus.UNKNOWN),
    ],
)
def test_what_a_volume_is_doing(fields: dict[str, Any], status: VolumeStatus) -> None:
    assert build_volume(id="v", **fields).status is status


def test_volumes_with_odd_fields() -> None:
    volume = build_volume(id="v", size_gb="100", attached_to=None, provider="verda", hourly_rate=-1)
    assert (volume.size_gb, volume.attached_to, volume.where, volume.rate) == (100, "", "verda", None)
    assert build_volume(id="v", size_gb=-5).size_gb is None


H100: dict[str, Any] = {
    "name": "H100_80G_SXM",
    "family": "H100",
    "vram_gb": 80,
    "available": True,
    "currency": "EUR",
    "providers": [
        {"provider": "verda", "hourly_rate": 2.10, "locations": ["FIN-01", "FIN-03"]},
        {"provider": "acme", "hourly_rate": 2.50, "locations": ["US-EAST-1"], "available": False},
    ],
}


def test_a_model_is_one_offer_per_provider_and_place() -> None:
    offers = build_offers(**H100)
    assert [(offer.where, str(offer.rate), offer.available) for offer in offers] == [
        ("verda/FIN-01", "€2.10", True),
        ("verda/FIN-03", "€2.10", True),
        ("acme/US-EAST-1", "€2.50", False),
    ]
    assert offers[0].id == "H100_80G_SXM|verda|FIN-01"
    assert all(not offer.available for offer in build_offers(**{**H100, "available": False}))


def test_a_model_that_nobody_places_is_one_offer() -> None:
    (offer,) = build_offers(name="A100_80G", hourly_rate="1.29")
    assert (offer.family, offer.vram_gb, offer.where, str(offer.rate)) == ("A100", 80, "", "€1.29")


@pytest.mark.parametrize(
    ("model", "parts", "short"),
    [
        ("A100_80G_SXM", ("A100", 80, "SXM"), "A100 80G"),
        ("T4_16G_PCIe", ("T4", 16, "PCIe"), "T4 16G"),
        ("A100_80G", ("A100", 80, ""), "A100 80G"),
        ("RTX_4090_24G_PCIe", ("RTX_4090", 24, "PCIe"), "RTX_4090 24G"),
        ("T4", ("T4", None, ""), "T4"),
        ("", ("", None, ""), ""),
        ("a\nb_8G", ("a\nb_8G", None, ""), "a\nb_8G"),
    ],
)
def test_canonical_names_spell_their_parts(
    model: str, parts: tuple[str, int | None, str], short: str
) -> None:
    assert parts_of_model(model) == parts
    assert short_model(model) == short


def an_offer(model: str, rate: object, **fields: Any) -> Offer:
    return build_offers(**{"name": model, "hourly_rate": rate, "available": True, "vram_gb": 80, **fields})[0]


def test_the_cheapest_is_available_has_a_gpu_and_is_compared_in_one_currency() -> None:
    offers = [
        an_offer("a", 3),
        an_offer("b", 2),
        an_offer("no_gpu", 0.1, vram_gb=0),
        an_offer("sold_out", 0.2, available=False),
        an_offer("unpriced", None),
        an_offer("dollars", 1, currency="USD"),
    ]
    best = cheapest(offers)
    assert best is not None
    assert best.model == "b"
    assert [offer.model for offer in sorted(offers, key=by_price)][:3] == ["dollars", "b", "a"]
    assert cheapest([]) is None
    assert cheapest(offers, OfferFilter(families=frozenset({"A"}))) is offers[0]


@pytest.mark.parametrize(
    ("wanted", "admitted"),
    [
        (OfferFilter(), 3),
        (OfferFilter(families=frozenset({"h100"})), 3),
        (OfferFilter(families=frozenset({"A100"})), 0),
        (OfferFilter(provider="VERDA"), 2),
        (OfferFilter(location="fin-03"), 1),
        (OfferFilter(form_factor="sxm"), 3),
        (OfferFilter(min_vram_gb=81), 0),
        (OfferFilter(available_only=True), 2),
    ],
)
def test_filters(wanted: OfferFilter, admitted: int) -> None:
    assert sum(map(wanted.admits, build_offers(**H100))) == admitted


@pytest.mark.parametrize(
    "value",
    [
        {"quotas": [{"name": "sessions", "limit": 2, "used": 1}]},
        {"sessions": {"limit": 2, "used": 1}},
        {"limits": {"sessions": {"max": "2", "current": 1.0}}},
        [{"name": "sessions", "limit": 2, "used": 1}],
    ],
)
def test_quotas_of_every_shape(value: object) -> None:
    assert build_quotas(value) == (Quota("sessions", 2, 1),)


def test_what_is_no_quota_is_left_out() -> None:
    assert build_quotas({"sessions": 2, "note": "hello", "empty": {}}) == (Quota("sessions", 2, None),)
    assert build_quotas("nothing") == ()


def test_account_answers() -> None:
    balance = build_balance(balance="49.95", currency="EUR", burn_rate=1.5)
    assert balance is not None
    assert (str(balance.money), str(balance.reported_burn)) == ("€49.95", "€1.50")
    assert build_balance(balance=None) is None
    spent = build_transaction(id=5, amount="-2.5", currency="EUR", created_at="2026-06-08T12:00:00Z")
    assert (spent.id, str(spent.money), spent.at) == ("5", "-€2.50", NOON)
    facts = build_facts({"user": {"email": "a@b.example", "tags": ["x", None]}, "active": True})
    assert facts.pairs == (("user.email", "a@b.example"), ("user.tags[0]", "x"), ("active", "true"))
    assert facts.get("nobody", "user.email") == "a@b.example"
    assert facts.get("nobody") == ""


def test_secrets_of_a_launch_stay_out_of_its_repr() -> None:
    request = SessionRequest(
        name="n", image="i", gpu=GpuWish(), auto_terminate="never", environment=(("TOKEN", "hunter2"),)
    )
    assert "hunter2" not in repr(request)
    assert "hunter2" not in str(request)


def test_a_shorter_reading_that_says_nothing_new_leaves_the_fuller_one_as_it_is() -> None:
    full = build_session(id="s", state="started", events=[{"state": "started"}], raw=b'{"events":1}')
    listed = build_session(id="s", state="started", raw=b"{}")
    assert listed.after(full) is full
    ended = build_session(id="s", state="completed", raw=b"{}")
    assert ended.after(full).raw == b"{}"
    assert ended.after(full).events == full.events
