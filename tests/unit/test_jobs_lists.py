"""One list of jobs for two askers, while things change."""

from __future__ import annotations

import asyncio

import pytest

from mimiry_tui.clouds.answers import Answer
from mimiry_tui.clouds.errors import TimedOut
from mimiry_tui.clouds.jobs.sessions import JobLists
from tests.support.clock import ManualClock, settle
from tests.support.jobs_desk import JOB, raw


class Service:
    """Answers each request when it is let; counts them."""

    def __init__(self) -> None:
        self.asked = 0
        self.may_answer = asyncio.Event()
        self.fails = False

    async def get(self) -> Answer:
        self.asked += 1
        await self.may_answer.wait()
        if self.fails:
            raise TimedOut()
        return Answer(200, {}, raw([JOB]))


async def test_an_answer_under_way_during_a_change_serves_only_who_asked_for_it() -> None:
    service = Service()
    lists = JobLists(service.get, ManualClock())
    asking = asyncio.create_task(lists.live())
    await settle()
    lists.forget()
    service.may_answer.set()
    assert len((await asking).items) == 1
    await lists.ended(0, 50)
    assert service.asked == 2


async def test_two_who_ask_at_once_share_one_request_and_a_failure_is_asked_again() -> None:
    service = Service()
    service.fails = True
    lists = JobLists(service.get, ManualClock())
    live, ended = asyncio.create_task(lists.live()), asyncio.create_task(lists.ended(0, 50))
    await settle()
    assert service.asked == 1
    service.may_answer.set()
    for asking in (live, ended):
        with pytest.raises(TimedOut):
            await asking
    service.fails = False
    assert len((await lists.live()).items) == 1
    assert (await lists.ended(0, 50)).items == ()
    assert service.asked == 3


async def test_who_gives_up_waiting_leaves_the_other_one_its_answer() -> None:
    service = Service()
    lists = JobLists(service.get, ManualClock())
    live, ended = asyncio.create_task(lists.live()), asyncio.create_task(lists.ended(0, 50))
    await settle()
    live.cancel()
    await settle()
    service.may_answer.set()
    assert (await ended).total == 0
    assert service.asked == 2
