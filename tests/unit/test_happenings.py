"""News about sessions: ready, failed, ended by itself; once each, and never what was so before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.happenings import Happening, HappeningKind, Happenings
from mimiry_tui.live.store import Change, Resource, Store
from tests.support.clock import EPOCH, ManualClock


class Watched:
    """A store, what was told about it, and the ends that were asked for."""

    def __init__(self, *before: Session) -> None:
        self.store = Store()
        self.clock = ManualClock()
        self.asked: set[str] = set()
        self.told: list[Happening] = []
        self.store.update_sessions({one.id: one for one in before})
        self.happenings = Happenings(self.store, self.clock, asked_here=self.asked.__contains__)
        self.happenings.subscribe(self.told.append)

    def see(self, *records: Session | Unreadable) -> None:
        self.store.update_sessions({one.id: one for one in records})
        self.store.publish(Change(Resource.SESSIONS, tuple(one.id for one in records)))

    def lose(self, session_id: str) -> None:
        self.store.update_sessions({}, (session_id,))
        self.store.publish(Change(Resource.SESSIONS, removed=(session_id,)))

    @property
    def kinds(self) -> list[tuple[str, HappeningKind]]:
        return [(one.session.id, one.kind) for one in self.told]


def a_session(state: str, session_id: str = "a", age: float = 600, **fields: Any) -> Session:
    """A session at two euro an hour, created that many seconds before the clock's start."""
    return build_session(
        id=session_id,
        name=f"name-{session_id}",
        state=state,
        created_at=(EPOCH - timedelta(seconds=age)).isoformat(),
        **{"hourly_rate": 2, **fields},
    )


def test_a_session_that_becomes_ready_is_told_once() -> None:
    watched = Watched()
    watched.see(a_session("pulling_image"))
    assert watched.told == []
    watched.see(a_session("started", started_at=EPOCH.isoformat()))
    watched.see(a_session("resizing"), a_session("started", "b"))
    watched.see(a_session("started"))
    assert watched.kinds == [("a", HappeningKind.READY)]
    assert watched.told[0].words == "ready after 10m · €2.00/h"


def test_what_was_already_so_at_the_start_is_no_news() -> None:
    watched = Watched(a_session("started"))
    watched.see(a_session("started"), a_session("failed", "b"), a_session("completed", "c"))
    watched.see(a_session("resizing"))
    watched.see(a_session("started"))
    assert watched.told == []


def test_a_session_that_began_since_and_is_first_seen_ready_or_failed_is_news() -> None:
    watched = Watched()
    watched.see(a_session("started", "a", age=-5), a_session("pull_failed", "b", age=-5))
    assert watched.kinds == [("a", HappeningKind.READY), ("b", HappeningKind.FAILED)]


def test_a_failure_says_which_and_what_it_cost() -> None:
    watched = Watched(a_session("pulling_image"))
    watched.see(a_session("pull_failed", ended_at=EPOCH.isoformat()))
    assert watched.kinds == [("a", HappeningKind.FAILED)]
    assert watched.told[0].words == "failed: pull failed · cost ≈€0.33"


def test_an_exit_code_is_told() -> None:
    watched = Watched(a_session("started"))
    watched.see(a_session("exited", exit_code=3, hourly_rate=None))
    assert watched.told[0].words == "failed · exit 3"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"exit_code": 0}, "done · exit 0 · cost €1.50"),
        ({"stop_reason": "timed_out"}, "reached its time limit · cost €1.50"),
        ({"stop_reason": "balance_depleted"}, "balance ran out · cost €1.50"),
    ],
)
def test_an_end_by_itself_says_why(fields: dict[str, Any], words: str) -> None:
    watched = Watched(a_session("started"))
    watched.see(a_session("completed", final_cost=1.5, **fields))
    assert watched.kinds == [("a", HappeningKind.ENDED)]
    assert watched.told[0].words == words


@pytest.mark.parametrize("state", ["completed", "failed"])
def test_an_end_that_was_asked_for_here_is_no_news(state: str) -> None:
    watched = Watched(a_session("started"))
    watched.asked.add("a")
    watched.see(a_session(state))
    assert watched.told == []


def test_an_end_that_its_owner_asked_for_elsewhere_is_no_news() -> None:
    watched = Watched(a_session("started"))
    watched.see(a_session("terminated", stop_reason="user_requested"))
    assert watched.told == []


def test_a_session_the_service_forgets_is_told_gone_unless_that_was_asked_for() -> None:
    watched = Watched(a_session("started"), a_session("started", "b"), a_session("completed", "c"))
    watched.asked.add("b")
    for session_id in ("a", "b", "c", "never-seen"):
        watched.lose(session_id)
    assert watched.kinds == [("a", HappeningKind.ENDED)]
    assert "does not know it" in watched.told[0].words


def test_a_reading_that_makes_no_sense_between_two_good_ones_hides_nothing() -> None:
    watched = Watched(a_session("pulling_image"))
    watched.see(Unreadable("a", "no object", b"[]"))
    assert watched.told == []
    watched.see(a_session("started"))
    assert watched.kinds == [("a", HappeningKind.READY)]


def test_other_news_and_a_closed_watch_tell_nothing() -> None:
    watched = Watched(a_session("pulling_image"))
    watched.store.update_sessions({"a": a_session("started")})
    watched.store.publish(Change(Resource.VOLUMES, ("a",)))
    assert watched.told == []
    watched.happenings.close()
    watched.see(a_session("started"))
    assert watched.told == []


def test_one_who_listens_no_longer_is_not_told() -> None:
    watched = Watched(a_session("pulling_image"))
    heard: list[Happening] = []
    stop = watched.happenings.subscribe(heard.append)
    stop()
    stop()
    watched.see(a_session("started"))
    assert (heard, len(watched.told)) == ([], 1)
