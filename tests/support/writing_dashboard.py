"""A dashboard that does nothing but remember, as fast as it can, for so many seconds.

`python -m tests.support.writing_dashboard FOLDER NAME SECONDS` begins when it can read a line, and
prints as JSON what it had to remember: prices that it saw, and how many times it went round.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from mimiry_tui.clock import SystemClock
from mimiry_tui.domain.account import Transaction
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.timeline import Observation
from mimiry_tui.live.history.answers import Answer
from mimiry_tui.live.history.archive import Archive
from mimiry_tui.live.history.history import History
from mimiry_tui.live.store import Change, Resource, Store
from tests.support.clock import EPOCH
from tests.support.kept_card import a_card

OFFER = "H100|verda|FIN-01"
TICK = timedelta(milliseconds=20)
"""How long a price of the market lasts: both dashboards look at the same market."""
GAP = timedelta(minutes=5)


def main() -> int:
    folder, name, seconds = sys.argv[1:]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(json.dumps(asyncio.run(write(Path(folder), name, float(seconds)))))
    return 0


async def write(folder: Path, name: str, seconds: float) -> dict[str, object]:
    """Remember things of every kind until the time is over; what they were."""
    clock, store = SystemClock(), Store()
    archive, history = Archive(folder, clock), History(folder, store, clock)
    running = [asyncio.create_task(archive.run()), asyncio.create_task(history.run())]
    prices: set[int] = set()
    rounds = 0
    until = clock.monotonic() + seconds
    while clock.monotonic() < until:
        now = clock.now()
        price = (now - EPOCH) // TICK
        prices.add(price)
        offer = Offer("H100", "", "H100", "", 80, "verda", "FIN-01", Money(Decimal(price)), available=True)
        archive.keep_answer(Answer(now, (offer,), GAP))
        archive.keep_cards([a_card(f"{name}-{rounds}"), a_card("both", seen_at=now)])
        archive.keep_last_lines(f"{name}-{rounds}", [f"epoch {rounds}"])
        spent = Transaction(f"{name}-{rounds}", now, Money(Decimal(-rounds)), "usage", "", "s", None, b"")
        await archive.remember_transactions([spent, Transaction("both", EPOCH, None, "", "", "", None, b"")])
        session = build_session(id=f"{name}-{rounds}", image="torch", gpu_type="H100", state="started")
        store.update_sessions({session.id: session})
        store.observe(session.id, Observation(now, Phase.READY))
        store.publish(Change(Resource.SESSIONS, (session.id,)))
        rounds += 1
        await clock.sleep(0.002)
    for task in running:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    return {"prices": sorted(prices), "rounds": rounds, "trouble": archive.trouble or history.trouble}


if __name__ == "__main__":
    sys.exit(main())
