"""What can be done at Mags, to what, and why not now."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from mimiry_tui.clouds.mags.addresses import ADDRESSES, read_address
from mimiry_tui.clouds.mags.deeds import deeds_of
from mimiry_tui.clouds.mags.schedules import SCHEDULES, read_schedule
from mimiry_tui.clouds.mags.wire import build_job
from mimiry_tui.domain.doing.deeds import Asking, Deed, Target
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import build_volume

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LAB = build_volume(id="lab", name="lab", size_gb=8)


def _job(status: str, **fields: object) -> Session:
    return build_job({"id": status, "name": "box", "status": status, "workspace_id": "lab", **fields}, b"")


def _deeds(target: Target, *live: Session) -> dict[str, Deed]:
    return {deed.id: deed for deed in deeds_of(target, live)}


def _possible(target: Target, *live: Session) -> set[str]:
    return {name for name, deed in _deeds(target, *live).items() if not deed.why_not}


@pytest.mark.parametrize(
    ("session", "possible"),
    [
        (_job("running", persistent=True), {"exec", "url", "alias", "sync", "keep-awake", "startup"}),
        (
            _job("running", persistent=True, no_sleep=True),
            {"exec", "url", "alias", "sync", "let-sleep", "startup"},
        ),
        (_job("running", persistent=False), {"exec", "alias", "sync"}),
        (_job("running", persistent=False, workspace_id=None), {"exec"}),
        (_job("running", persistent=True, no_sync=True), {"exec", "url", "alias", "keep-awake", "startup"}),
        (_job("sleeping", persistent=True), {"wake", "exec", "alias", "keep-awake", "startup"}),
        (_job("pending", persistent=True), {"alias", "keep-awake", "startup"}),
        (_job("completed", persistent=False), {"alias"}),
        (_job("running"), {"exec", "url", "alias", "sync", "keep-awake", "startup"}),
    ],
)
def test_a_session_offers_what_its_state_allows_and_says_why_not_the_rest(
    session: Session, possible: set[str]
) -> None:
    assert _possible(session) == possible
    assert all("\n" not in deed.why_not for deed in _deeds(session).values())


@pytest.mark.parametrize(
    ("holders", "possible"),
    [
        ((), {"resize", "alias", "delete"}),
        ((_job("running"),), {"sync", "resize", "alias"}),
        ((_job("sleeping"),), {"resize", "alias"}),
        ((_job("running", no_sync=True),), {"alias"}),
        ((_job("accepted"),), {"alias"}),
        ((_job("running"), _job("sleeping")), {"sync", "alias"}),
        ((_job("running", workspace_id="other"),), {"resize", "alias", "delete"}),
    ],
)
def test_a_workspace_offers_what_those_who_have_it_allow(
    holders: tuple[Session, ...], possible: set[str]
) -> None:
    assert _possible(LAB, *holders) == possible


def test_a_resize_says_first_what_is_stopped() -> None:
    assert "the session box is stopped" in _deeds(LAB, _job("running"))["resize"].warning
    assert "stopped" not in _deeds(LAB)["resize"].warning


def test_deleting_says_who_began_with_its_files() -> None:
    assert "began" not in _deeds(LAB, _job("running", workspace_id="x"))["delete"].warning
    based = _job("running", workspace_id="x", base_workspace_id="lab")
    assert _deeds(LAB, based)["delete"].warning.endswith("; box began with them")


def test_what_destroys_asks_for_the_name_and_keys_are_never_twice() -> None:
    schedule = {"id": "1", "name": "nightly", "cron_expression": "0 3 * * *"}
    targets: tuple[Target, ...] = (
        _job("running"),
        LAB,
        read_schedule(json.dumps(schedule).encode(), NOW),
        read_schedule(json.dumps({**schedule, "enabled": False}).encode(), NOW),
        read_address(b'{"subdomain": "app"}'),
        SCHEDULES,
        ADDRESSES,
    )
    for target in targets:
        deeds = deeds_of(target, ())
        keys = [deed.key for deed in deeds]
        assert len(keys) == len(set(keys))
        for deed in deeds:
            assert (deed.asking is Asking.TYPED_NAME) == (deed.id == "delete")
            assert deed.form is None or deed.form.id == deed.id
            assert deed.asking is Asking.NOTHING or deed.warning
    assert deeds_of(None, ()) == ()
