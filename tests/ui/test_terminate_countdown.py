"""The line that counts down to an ending: seconds, what it saves, and one click that undoes it."""

from __future__ import annotations

from tests.support.ending_desk import EndingDesk, a_session
from tests.support.ending_stage import EndingStage


def stage() -> EndingStage:
    return EndingStage(
        EndingDesk(
            a_session("a", name="train-llama"),
            a_session("b", name="eval-sweep", hourly_rate=1.3),
            a_session("free", name="[red]free", hourly_rate=None),
        )
    )


async def test_there_is_no_line_while_nothing_is_armed() -> None:
    app = stage()
    async with app.run_test(size=(80, 12)) as pilot, app.desk.running():
        await pilot.pause()
        assert not app.bar.display
        assert "ending" not in app.text()


async def test_the_line_counts_every_second_and_goes_when_the_request_is_sent() -> None:
    app = stage()
    desk = app.desk
    async with app.run_test(size=(80, 12)) as pilot, desk.running():
        desk.endings.arm(["a"])
        await pilot.pause()
        for left in (5, 4, 3, 2, 1):
            assert app.lines()[-1].startswith(
                f" ending train-llama in {left} s · saves €2.10/h · u undoes  ━"
            )
            assert desk.deleted() == []
            await desk.clock.advance(1)
            await pilot.pause()
        assert desk.deleted() == ["a"]
        assert not app.bar.display


async def test_a_click_on_the_line_undoes_it_and_tells_what_goes_on() -> None:
    app = stage()
    desk = app.desk
    async with app.run_test(size=(80, 12)) as pilot, desk.running():
        desk.endings.arm(["a", "b"])
        await pilot.pause()
        assert app.lines()[-1].startswith(" ending 2 sessions in 5 s · saves €3.40/h · u undoes")
        await pilot.click(app.bar, offset=(3, 0))
        assert app.undone == [("train-llama", "eval-sweep")]
        assert not app.bar.display
        await desk.clock.advance(30)
        assert desk.deleted() == []


async def test_what_was_armed_later_is_counted_after_what_ends_first() -> None:
    app = stage()
    desk = app.desk
    async with app.run_test(size=(80, 12)) as pilot, desk.running():
        desk.endings.arm(["a"])
        await desk.clock.advance(2)
        desk.endings.arm(["b"])
        await pilot.pause()
        assert app.lines()[-1].startswith(
            " ending train-llama in 3 s · saves €2.10/h · then 1 more · u undoes"
        )
        await desk.clock.advance(4)
        await pilot.pause()
        assert app.lines()[-1].startswith(" ending eval-sweep in 1 s · saves €1.30/h · u undoes")


async def test_a_long_name_gives_way_to_the_price_and_the_way_out() -> None:
    app = stage()
    desk = app.desk
    async with app.run_test(size=(60, 12)) as pilot, desk.running():
        desk.becomes("a", "started", name="train-llama-" * 6)
        await desk.clock.advance(6)
        desk.endings.arm(["a"])
        await pilot.pause()
        line = app.lines()[-1]
        assert line.startswith(" ending train-llama-")
        assert "… in 5 s · saves €2.10/h · u undoes" in line
        assert len(line) <= 60


async def test_a_name_from_outside_is_only_text_and_no_price_is_invented() -> None:
    app = stage()
    desk = app.desk
    async with app.run_test(size=(80, 12)) as pilot, desk.running():
        desk.endings.arm(["free"])
        await pilot.pause()
        assert app.lines()[-1].startswith(" ending [red]free in 5 s · u undoes")
