"""Places in the demo that pictures are taken of; each comes to rest, so that it looks the same every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.store import Resource
from mimiry_tui.ui.profile_mark import ProfileMark
from tests.support.dashboard import Dashboard

BOOTING, READY, PULL_FAILED, EXITED = "eval-sweep", "train-llama", "bad-image", "ablation-6"
"""Sessions of the demo account. `EXITED` failed days ago with exit code 3, and its log was kept."""


class _Midway(random.Random):
    """Knows no extremes: the same at every draw, whoever draws first."""

    def random(self) -> float:
        return 0.5


_Random = random.Random


def _settled(seed: int | None = None) -> random.Random:
    return _Midway() if seed is None else _Random(seed)


@contextmanager
def without_chance() -> Iterator[None]:
    """Meanwhile everything that is left to chance, as the moment of the next request, comes out the same."""
    with patch("random.Random", _settled):
        yield


async def as_it_is(shown: Dashboard) -> None:
    """The demo account, a session booting, one selected, and what past boots say known."""
    await shown.filled()
    account = shown.app.account
    assert account is not None
    await shown.until(lambda: account.history.boots(_named(shown, BOOTING)) is not None)
    # A log is read at a moment left to chance, unless somebody looks at it.
    trains = _named(shown, READY).id
    account.logs.watch(trains)
    await shown.clock.advance(0.5)
    account.logs.refresh()
    await shown.until(lambda: account.logs.state(trains).progress is not None)
    account.logs.watch(None)
    # The week of each price begins with this answer, once that is written.
    await shown.until(lambda: any(account.offer_memory.past(offer) for offer in shown.store.offers))


async def first_run(shown: Dashboard) -> None:
    """No key on this machine yet."""
    live = await shown.opened()
    await shown.until(lambda: bool(live.store.offers))
    await shown.until(lambda: live.store.health(Resource.VOLUMES).error is not None)
    shown.app.dashboard.sessions.portal = "https://softlaunch.mimiry.com"
    shown.app.dashboard.sessions.show_state()
    shown.app.dashboard.header.profile = ProfileMark("softlaunch")
    shown.app.dashboard.header.repaint()


async def booting(shown: Dashboard, tab: str = "Timeline") -> None:
    """The session screen while the image is pulled, with the estimate of past boots."""
    await as_it_is(shown)
    await _open(shown, BOOTING, tab)
    await shown.until(lambda: shown.shows("ready in ≈"))


async def failed(shown: Dashboard) -> None:
    """The session screen of one that failed: why, last events, last log lines."""
    await as_it_is(shown)
    await _open(shown, EXITED, "Overview")
    await shown.until(lambda: shown.shows("Last events"))
    if shown.app.size.height >= 36:
        await shown.until(lambda: shown.shows("DamagedShardError: /data"))


async def log_search(shown: Dashboard, of: str = READY) -> None:
    """The log with all matches of a word marked and counted, the newest one gone to."""
    await as_it_is(shown)
    await _open(shown, of, "Logs")
    assert shown.app.account is not None
    shown.app.account.logs.refresh()
    # All that has been written until now, or ever.
    await shown.until(lambda: shown.shows("12:00:00  " if of == READY else "captured until"))
    await shown.press("slash", *"loss", "enter")
    await shown.until(lambda: shown.shows(" of ") and shown.shows(" matching lines · "))


async def search_of_the_past(shown: Dashboard) -> None:
    """The same in the log of a session that ended long ago."""
    await log_search(shown, EXITED)


async def terminate(shown: Dashboard) -> None:
    """The dialog for one session."""
    await select(shown, READY)
    await shown.press("x")


async def terminate_booting(shown: Dashboard) -> None:
    """The dialog for a session that is not up yet."""
    await as_it_is(shown)
    await shown.press("x")


async def terminate_many(shown: Dashboard) -> None:
    """The dialog for three marked sessions."""
    await as_it_is(shown)
    await shown.press("space", "space", "space")
    await shown.clock.advance(0.5)
    await shown.until(lambda: _events_of(shown) == PULL_FAILED)
    await shown.press("x")


async def _open(shown: Dashboard, name: str, tab: str) -> None:
    shown.app.dashboard.open_session(_named(shown, name).id, tab)
    await shown.until(lambda: shown.shows("1 Overview"))
    await shown.clock.advance(0.5)
    await shown.until(lambda: _events_of(shown) == name)


async def select(shown: Dashboard, name: str) -> None:
    """The cursor on that session, its events read; the demo begins with the cursor on the one above."""
    await as_it_is(shown)
    await shown.press("j")
    await shown.clock.advance(0.5)
    await shown.until(lambda: _events_of(shown) == name)


def _named(shown: Dashboard, name: str) -> Session:
    records = shown.store.sessions.values()
    return next(one for one in records if isinstance(one, Session) and one.name == name)


def _events_of(shown: Dashboard) -> str:
    """The session whose events have been read."""
    live = shown.app.live
    detail = live.store.detail if live is not None else None
    return detail.name if detail is not None and detail.events else ""
