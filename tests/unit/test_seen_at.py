"""Until when what is told of a session is known to hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mimiry_tui.clouds.errors import Unreachable
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.timeline import Observation
from mimiry_tui.live.store import Health, Resource, Store
from tests.support.clock import EPOCH

NOW = EPOCH + timedelta(minutes=5)
BOOTING = build_session(id="a", name="eval", state="pulling_image")


def test_it_holds_now_while_answers_come_and_else_as_of_the_last_one() -> None:
    store = Store()
    assert store.seen_at(BOOTING, NOW) == NOW  # nobody has asked yet: it came from elsewhere
    fresh = Health(as_of=NOW - timedelta(seconds=2), every=timedelta(seconds=2))
    store.set_health(Resource.SESSIONS, fresh)
    assert store.seen_at(BOOTING, NOW) == NOW
    store.paused_since = NOW
    assert store.seen_at(BOOTING, NOW) == fresh.as_of
    store.paused_since = None
    for old in (replace(fresh, error=Unreachable()), replace(fresh, as_of=EPOCH)):
        store.set_health(Resource.SESSIONS, old)
        assert store.seen_at(BOOTING, NOW) == old.as_of


def test_what_is_younger_than_the_last_answer_was_seen_later() -> None:
    store = Store()
    store.set_health(Resource.SESSIONS, Health(as_of=EPOCH, error=Unreachable()))
    launched = EPOCH + timedelta(minutes=2)
    created = build_session(id="b", name="new", state="submitted", created_at=launched.isoformat())
    assert store.seen_at(created, NOW) == launched
    store.observe("a", Observation(EPOCH + timedelta(minutes=1), Phase.PULLING_IMAGE))
    assert store.seen_at(BOOTING, NOW) == EPOCH + timedelta(minutes=1)
    # The selected one is asked for on its own; what has ended stays so.
    store.detail = BOOTING
    store.set_health(Resource.DETAIL, Health(as_of=NOW))
    assert store.seen_at(BOOTING, NOW) == NOW
    assert store.seen_at(build_session(id="c", name="done", state="exited", exit_code=0), NOW) == NOW
