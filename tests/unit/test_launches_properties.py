"""Whatever happens between keys, service and crashes: one request each, and nothing made goes unknown."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.clouds import errors
from mimiry_tui.domain.launch import SessionRequest
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.launches.book import Book, Intent
from mimiry_tui.live.launches.journal import Journal
from tests.support.clock import ManualClock
from tests.support.examples import examples
from tests.support.launching_desk import LaunchingDesk, settled

ANSWERS = (
    "made",
    "refused",
    "offline",
    "lost after",
    "lost before",
    "broken after",
    "silent after",
    "silent",
)
STEPS = st.one_of(
    st.tuples(st.just("answer"), st.sampled_from(ANSWERS)),
    st.tuples(st.just("press"), st.integers(1, 3)),
    st.tuples(st.just("lists"), st.sampled_from(("fail", "work"))),
    st.tuples(st.just("pass"), st.sampled_from((0.5, 3.0, 20.0, 61.0, 200.0))),
    st.tuples(st.just("forget"), st.none()),
    st.tuples(st.just("restart"), st.none()),
)


class Story:
    """One account over several runs of the dashboard."""

    def __init__(self, folder: Path) -> None:
        self.journal = Journal(folder)
        self.folder = folder
        self.clock = ManualClock()
        self.sessions: dict[str, Session] = {}
        self.sent: list[str] = []
        self.answer = "made"
        self.lists_work = True
        self.pressed = 0

    async def tell(self, steps: Sequence[tuple[str, object]]) -> None:
        await self.start()
        for step, what in steps:
            match step, what:
                case "press", int(times):
                    self.pressed += 1
                    for _ in range(times):
                        self.desk.launch(f"train-{self.pressed}")
                    await settled()
                case "answer", str(answer):
                    self.answer = answer
                case "lists", str(state):
                    self.lists_work = state == "work"
                    self.tell_lists()
                case "pass", float(seconds):
                    await self.clock.advance(seconds)
                case "forget", _:
                    self.desk.launches.forget()
                case "restart", _:
                    await self.stop()
                    await self.start()
        self.lists_work = True
        await self.stop()
        await self.start()
        await self.clock.advance(400)
        await self.stop()

    async def start(self) -> None:
        self.desk = LaunchingDesk(self.folder, clock=self.clock)
        self.desk.sessions = self.sessions
        self.desk.cloud.answer("launch", self.carry_out)
        self.tell_lists()
        self.runs = [asyncio.create_task(run) for run in (self.desk.live.run(), self.desk.launches.run())]
        await settled()

    async def stop(self) -> None:
        for run in self.runs:
            run.cancel()
        await self.clock.advance(5)
        for run in self.runs:
            with suppress(asyncio.CancelledError):
                await run

    def tell_lists(self) -> None:
        self.desk.answer_lists(None if self.lists_work else errors.Unreachable())

    def carry_out(self, request: SessionRequest) -> object:
        written = [entry.name for entry in self.journal.read() if isinstance(entry, Intent)]
        assert written[-1] == request.name, "written down first"
        self.sent.append(request.name)
        if self.answer == "made" or self.answer.endswith("after"):
            self.desk.exists(f"s{len(self.sent)}", request.name)
        match self.answer.split()[0]:
            case "made":
                return self.sessions[f"s{len(self.sent)}"]
            case "refused":
                return errors.InsufficientBalance(status=402)
            case "offline":
                return errors.Unreachable()
            case "lost":
                return errors.AnswerLost()
            case "broken":
                return errors.ServerTrouble(status=502)
        return self.keep_silent()

    async def keep_silent(self) -> object:
        await self.clock.sleep(60)
        return errors.TimedOut()


@given(st.lists(STEPS, max_size=12))
@settings(max_examples=examples(40), deadline=None)
def test_each_launch_is_sent_once_and_every_session_it_made_is_known_in_the_end(
    steps: list[tuple[str, object]],
) -> None:
    with TemporaryDirectory() as folder:
        story = Story(Path(folder))
        asyncio.run(story.tell(steps))
        book = Book()
        book.add(story.journal.read())
    assert len(set(story.sent)) == len(story.sent), "never twice"
    assert book.claimed == set(story.sessions)
    assert book.unresolved == ()
    for recent in book.recent:
        assert story.sessions[recent.session_id].name == recent.name
