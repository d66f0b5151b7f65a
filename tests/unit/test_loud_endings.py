"""An ending that did not work is told wherever one looks, once for each time."""

from __future__ import annotations

from mimiry_tui.clouds.errors import NotFound, ServerTrouble
from mimiry_tui.live.happenings import Happening
from mimiry_tui.ui.loud_endings import tell_loud_endings
from tests.support.ending_desk import EndingDesk, a_session


def listening(desk: EndingDesk) -> list[str]:
    heard: list[Happening] = []
    tell_loud_endings(desk.endings, desk.live.store, heard.append)
    words: list[str] = []
    desk.endings.subscribe(lambda _: words.__setitem__(slice(None), [one.words for one in heard]))
    return words


async def test_a_refused_ending_is_told_and_so_is_the_next_one() -> None:
    desk = EndingDesk(a_session("s"))
    heard = listening(desk)
    desk.cloud.answer("terminate", ServerTrouble("oops"))
    failure = "still billing €2.10/h · terminate failed: service trouble: oops"
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(60)
        assert heard == [failure]
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        assert heard == [failure, failure]


async def test_an_ending_that_hangs_is_told_once() -> None:
    desk = EndingDesk(a_session("s"))
    heard = listening(desk)
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(170)
        assert heard == []
        await desk.clock.advance(300)
        assert heard == ["STUCK · still billing €2.10/h · terminating"]


async def test_an_ending_that_works_makes_no_noise() -> None:
    desk = EndingDesk(a_session("s"))
    heard = listening(desk)
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        desk.becomes("s", "terminated", stop_reason="user_requested")
        await desk.clock.advance(300)
        assert heard == []


async def test_an_ending_that_came_too_late_is_told_as_its_row_is_gone() -> None:
    desk = EndingDesk(a_session("s"))
    heard = listening(desk)
    async with desk.running():
        desk.cloud.answer("terminate", NotFound())
        del desk.sessions["s"]
        desk.endings.terminate(["s"])
        await desk.clock.advance(60)
        assert "s" not in desk.live.store.sessions
        assert heard == ["already gone"]
