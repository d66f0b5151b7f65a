"""Searching in the log view: found while typing, marked, counted, gone to, shown alone."""

from __future__ import annotations

from pathlib import Path

from mimiry_tui.domain.session_reading import build_session
from tests.support.log_app import Desk, log_desk
from tests.support.spools import write_spool

SESSION = build_session(id="one", name="train", state="started")
LOG = [f"loss {n}" if n % 10 == 0 else f"Step {n}" for n in range(200)]


async def found(desk: Desk, text: str) -> None:
    """Search for this text and go to a match."""
    await desk.press("slash")
    await desk.type(text)
    await desk.press("enter")


async def test_matches_are_counted_while_typing_and_enter_goes_to_the_nearest(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", LOG)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("Step 199")
        await desk.press("slash")
        await desk.type("los")
        await desk.until_shown("20 matching lines")
        assert desk.asking()
        await desk.press("s", "enter")
        await desk.until_shown("/ loss  20 of 20 matching lines · Aa · .*")
        assert desk.reading()
        assert desk.pane.canvas.current == 190
        assert not desk.shows("▼ following")


async def test_n_and_capital_n_go_round_the_matches(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", LOG)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("Step 199")
        await found(desk, "loss")
        await desk.until_shown("20 of 20")
        await desk.press("N")
        await desk.until_shown("19 of 20", "loss 180")
        await desk.press("n", "n")
        await desk.until_shown("1 of 20", "loss 0")
        await desk.press("N")
        await desk.until_shown("20 of 20", "loss 190")


async def test_new_lines_are_searched_too(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", LOG)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("Step 199")
        await found(desk, "loss 5")
        await desk.until_shown("1 of 1 matching line ")
        desk.logs.append("one", ["loss 5 again"])
        await desk.until_shown("1 of 2 matching lines", "▼ +1 line ")
        write_spool(tmp_path / "one.log", ["loss 5"])
        desk.logs.tell("one")
        await desk.until_shown("1 matching line ")


async def test_only_the_matching_lines_and_all_again_around_the_same_one(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", LOG)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("Step 199")
        await found(desk, "loss")
        await desk.press("N", "N", "N", "N", "ampersand")
        await desk.until_shown("only these", "16 of 20")
        assert all(line.startswith("loss") for line in desk.body())
        assert "loss 150" in desk.body()
        await desk.press("ampersand")
        await desk.until_shown("Step 151")
        assert "loss 150" in desk.body()
        assert not desk.shows("only these")


async def test_a_filter_follows_the_end_with_its_matches_alone(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", LOG)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("Step 199")
        await desk.press("ampersand")
        await desk.type("loss")
        await desk.press("enter", "G")
        await desk.until_shown("only these", "▼ following")
        desk.logs.append("one", ["nothing", "loss new"])
        await desk.until(lambda: desk.body()[-1] == "loss new")
        assert desk.body()[-2] == "loss 190"


async def test_case_and_expressions_are_switched_by_key_and_by_click(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", LOG)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("Step 199")
        await desk.press("slash")
        await desk.type("step 1.$")
        await desk.until_shown("no match")
        await desk.press("alt+r")
        await desk.until_shown("9 matching lines")
        await desk.press("alt+c")
        await desk.until_shown("no match")
        await desk.press("enter")
        bar = desk.lines()[0]
        await desk.pilot.click("#log-find", offset=(bar.index("Aa"), 0))
        await desk.until_shown("9 matching lines")
        await desk.pilot.click("#log-find", offset=(desk.lines()[0].index(".*"), 0))
        await desk.until_shown("no match")


async def test_a_broken_expression_is_explained_and_the_log_stays(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", LOG)
    async with log_desk(tmp_path, SESSION, size=(120, 12)) as desk:
        await desk.until_shown("Step 199")
        await desk.press("alt+r", "slash")
        await desk.press("left_square_bracket")
        await desk.until_shown("not a regular expression", "Step 199")
        await desk.press("enter")
        assert desk.asking()
        await desk.press("escape")
        assert desk.reading()
        assert not desk.shows("not a regular expression")


async def test_an_endless_expression_leaves_the_view_alive(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", ["a" * 60 + "b"])
    async with log_desk(tmp_path, SESSION, size=(120, 12)) as desk:
        await desk.until_shown("aaab")
        desk.pane.is_regex = True
        desk.pane.find("(a|aa)+$")
        await desk.until_shown("this expression takes too long")


async def test_escape_drops_one_thing_at_a_time_and_then_is_the_screens(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", LOG)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("Step 199")
        await found(desk, "loss")
        await desk.press("ampersand", "v")
        await desk.until_shown("1 line selected")
        await desk.press("escape")
        await desk.until_shown("only these")
        await desk.press("escape")
        await desk.until_shown("matching lines")
        assert not desk.shows("only these")
        await desk.press("escape")
        await desk.until_shown("/ search")
        assert "escape" not in desk.app.passed_on
        await desk.press("escape")
        assert desk.app.passed_on[-1] == "escape"


async def test_escape_in_the_prompt_leaves_the_search_as_it_was(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", LOG)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("Step 199")
        await found(desk, "loss")
        await desk.press("ampersand")
        await desk.until_shown("only these")
        await desk.press("slash", *["backspace"] * 4)
        await desk.type("Step 19")
        await desk.until_shown("10 matching lines", "Step 196")
        assert not desk.shows("▼ +")
        await desk.press("escape")
        await desk.until_shown("matching lines · only these", "loss 190")
        assert not desk.shows("Step 19")
        assert desk.pane.find_text == "loss"


async def test_other_matches_are_no_news(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", LOG)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("Step 199")
        await found(desk, "loss")
        await desk.press("ampersand", "slash", "left", "left", "left", "left", "delete", "delete", "delete")
        await desk.until_shown("200 matching lines", "only these")
        assert not desk.shows("▼ +")
        desk.logs.append("one", ["a step", "a song"])
        await desk.until_shown("▼ +2 lines")


async def test_the_search_goes_along_to_another_session(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", LOG)
    write_spool(tmp_path / "two.log", ["loss", "other"])
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("Step 199")
        await found(desk, "loss")
        desk.pane.show_session(build_session(id="two", name="two", state="started"))
        await desk.until_shown("other", "1 matching line ")


async def test_foreign_text_in_the_search_is_not_markup(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", ["[red]x[/red] [link=evil]"])
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("[red]x[/red] [link=evil]")
        desk.pane.find("[red]")
        await desk.until_shown("/ [red]  1 matching line")


async def test_keys_without_a_use_here_are_the_screens(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", LOG)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("Step 199")
        await desk.press("n", "N", "left", "right", "y")
        assert desk.app.passed_on == ["n", "N", "left", "right", "y"]
        assert desk.reading()
