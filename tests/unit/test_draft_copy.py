"""Forms filled from something else: a session to repeat, an offer, a volume."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.clouds.mimiry.requests import session_fields
from mimiry_tui.clouds.mimiry.wire import read_session
from mimiry_tui.domain.launching.draft import AutoTerminate, Criteria, Draft, MountWish, Pick, Variable
from mimiry_tui.domain.launching.draft_copy import copy_of, from_offer, from_volume
from mimiry_tui.domain.launching.placing import place_of
from mimiry_tui.domain.launching.request import build_request, problems_of
from mimiry_tui.domain.sessions import Session
from tests.support import json_values
from tests.support.drafts import right_drafts
from tests.support.pictures import IMAGE, PLAIN, a_session, a_volume, an_offer, known

HERE = an_offer()
CHEAPER = an_offer(location="FIN-01", rate="1.00")
SOLD_OUT = an_offer(location="FIN-02", rate="0.50", available=False)
OFFERS = (SOLD_OUT, HERE, CHEAPER)


def session(**fields: Any) -> Session:
    record = {"id": "s-1", "name": "train", "state": "terminated", "image": {"uri": IMAGE}} | fields
    return read_session(json.dumps(record).encode())


FULL = {
    "gpu": {
        "types": ["A100_80G_SXM"],
        "count": 2,
        "provider": "verda",
        "location": "FIN-03",
        "max_hourly_rate": 2.50,
    },
    "command": "python train.py",
    "auto_terminate": {"mode": "on_success"},
    "environment_vars": {"TOKEN": "hunter2", "B": "***"},
    "volume_mounts": [{"volume_name": "ckpt", "mount_path": "/ckpt"}],
    "max_duration": 5400,
    "org_id": "o-1",
    "ssh_enabled": False,
}


def test_a_copy_asks_for_what_was_asked_for() -> None:
    assert copy_of(session(**FULL), OFFERS) == Draft(
        picks=(Pick("A100_80G_SXM", "verda", "FIN-03"),),
        count="2",
        image=IMAGE,
        has_command=True,
        command="python train.py",
        name="train",
        environment=(Variable("TOKEN"), Variable("B")),
        ssh_enabled=False,
        mounts=(MountWish("", "ckpt", "/ckpt"),),
        auto_terminate=AutoTerminate.ON_SUCCESS,
        max_duration="1h30m",
        max_price="2.5",
        org_id="o-1",
    )


def test_a_copy_of_criteria_asks_by_criteria() -> None:
    gpu = {
        "family": ["A100"],
        "form_factor": ["SXM"],
        "vram_gb": [80],
        "priority": ["PRICE"],
        "max_attempts": 5,
    }
    draft = copy_of(session(gpu=gpu, gpu_type="A100_80G_SXM"), OFFERS)
    assert draft.by_criteria
    assert draft.criteria == Criteria(("A100",), ("SXM",), "80", ("PRICE",), "5")
    assert (draft.provider, draft.location) == (None, None)
    hinted = copy_of(session(gpu=gpu | {"location": "FIN-03"}), OFFERS)
    assert (hinted.provider, hinted.location) == (None, "FIN-03")


def test_the_rule_for_its_end_stays_a_rule() -> None:
    assert copy_of(session(auto_terminate={"mode": "never"}), ()).auto_terminate is None
    assert copy_of(session(command="x", auto_terminate=True), ()).auto_terminate is None
    assert (
        copy_of(session(command="x", auto_terminate={"mode": "never"}), ()).auto_terminate
        is AutoTerminate.NEVER
    )


def test_what_was_not_asked_for_comes_from_what_was_got() -> None:
    got = {"provider": "verda", "location": "FIN-03", "hourly_rate": 1.29}
    draft = copy_of(session(gpu_type="A100_80G_SXM", billing=got), OFFERS)
    assert draft.picks == (Pick("A100_80G_SXM", "verda", "FIN-03"),)
    assert (draft.provider, draft.location) == (None, None)


def test_a_model_asked_for_anywhere_is_picked_where_it_was_got_and_asked_for_anywhere_again() -> None:
    got = {"provider": "verda", "location": "FIN-03"}
    told = session(gpu={"types": ["A100_80G_SXM"]}, gpu_type="A100_80G_SXM", billing=got)
    draft = copy_of(told, OFFERS)
    assert draft.picks == (Pick.of(HERE),)
    assert (draft.provider, draft.location) == ("", "")


def test_without_a_place_the_cheapest_in_stock_is_picked() -> None:
    assert copy_of(session(gpu={"types": ["A100_80G_SXM"]}), OFFERS).picks == (Pick.of(CHEAPER),)


def test_a_short_name_of_old_becomes_the_offer_it_means() -> None:
    assert copy_of(session(gpu={"types": ["A100"]}), (SOLD_OUT, HERE)).picks == (Pick.of(HERE),)


def test_a_model_that_nobody_offers_any_more_is_kept_as_it_was() -> None:
    draft = copy_of(session(gpu={"types": ["T4"], "provider": "verda"}), OFFERS)
    assert draft.picks == (Pick("T4", "verda", ""),)


def test_a_place_that_has_no_offer_any_more_is_still_asked_for() -> None:
    draft = copy_of(session(gpu={"types": ["A100_80G_SXM"], "location": "FIN-09"}), OFFERS)
    assert draft.picks == (Pick("A100_80G_SXM", "", "FIN-09"),)
    assert place_of(draft, known()).location == "FIN-09"


def test_a_copy_of_a_live_session_gets_a_name_of_its_own() -> None:
    running = session(state="started")
    assert copy_of(running, ()).name == "train-2"
    assert copy_of(running, (), [a_session("train-2")]).name == "train-3"
    assert copy_of(session(), (), [a_session("other")]).name == "train"


def test_a_session_that_tells_next_to_nothing_is_copied_as_far_as_it_goes() -> None:
    assert copy_of(read_session(b'{"id": "s-1"}'), OFFERS) == Draft()
    assert copy_of(replace(session(), raw=b"["), OFFERS).image == IMAGE


@given(right_drafts)
def test_a_copy_of_what_was_launched_asks_for_the_same(draft: Draft) -> None:
    picture = known(volumes=(a_volume("ckpt"),))

    def asked(of: Draft) -> dict[str, object]:
        place = place_of(of, picture)
        assert problems_of(of, picture, name="x", place=place) == ()
        fields = session_fields(build_request(of, picture, name="x", place=place))
        names = (
            sorted(dict(of_environment))
            if isinstance(of_environment := fields.get("environment_vars"), dict)
            else []
        )
        return fields | {"environment_vars": names}

    first = asked(draft)
    record = {"id": "s-1", "state": "terminated"} | session_fields(
        build_request(draft, picture, name="x", place=place_of(draft, picture))
    )
    assert asked(copy_of(read_session(json.dumps(record).encode()), ())) == first


@given(
    json_values.fields(
        "gpu", "environment_vars", "volume_mounts", "org_id", "command", "gpu_type", "max_duration"
    )
)
def test_no_record_makes_a_copy_raise(fields: dict[str, Any]) -> None:
    record = json.dumps({"id": "s-1", "state": "started"} | fields, default=str).encode()
    try:
        told = read_session(record)
    except ValueError:
        return
    assert isinstance(copy_of(told, OFFERS), Draft)


def test_an_offer_fills_in_where_it_is() -> None:
    base = replace(PLAIN, by_criteria=True, provider="acme", location="", command="x")
    draft = from_offer(CHEAPER, base)
    assert draft == replace(PLAIN, picks=(Pick.of(CHEAPER),), command="x")
    assert place_of(draft, known()).location == "FIN-01"
    assert from_offer(HERE).picks == (Pick.of(HERE),)


def test_a_volume_is_added_once_at_a_path_of_its_own() -> None:
    ckpt, other = a_volume("ckpt", "FIN-01"), MountWish("v-x", "x", "/ckpt")
    draft = from_volume(ckpt, replace(PLAIN, mounts=(other,), location=""))
    assert draft.mounts == (other, MountWish("v-ckpt", "ckpt", "/ckpt-2"))
    assert from_volume(ckpt, draft) == draft
    assert place_of(from_volume(ckpt), known(volumes=(ckpt,))).location == "FIN-01"


@given(st.text(), st.text())
def test_any_name_of_a_volume_can_be_mounted(name: str, other: str) -> None:
    draft = from_volume(a_volume(name), from_volume(a_volume(other)))
    assert len({wish.path for wish in draft.mounts}) == len(draft.mounts)
