"""The history: found again by words and keys, read on as far as one looks, opened, copied."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from mimiry_tui.domain.memory.questions import MonthTotal
from mimiry_tui.domain.money import Money
from mimiry_tui.ui.history.card_table import MOST, PAGE
from mimiry_tui.ui.screens.card import CardScreen
from mimiry_tui.ui.screens.yank import YankScreen
from tests.support.cards import a_card, a_failed_card, a_live_card
from tests.support.clock import EPOCH
from tests.support.history_app import CardBox, HistoryApp

OLD = EPOCH - timedelta(days=40)
JUNE = MonthTotal(2026, 6, 4, 1, (Money(Decimal(30)),), (Money(Decimal(10)),))


def a_box() -> CardBox:
    return CardBox(
        a_live_card("live", image="example.org/serve:2"),
        a_card("done", last_lines=("all is said", "and done")),
        a_failed_card("failed", gpu="T4_16G_PCIe"),
        a_card("old", created_at=OLD, ready_at=OLD, ended_at=OLD + timedelta(hours=1), cost=None),
        months=(JUNE,),
    )


async def test_what_is_remembered_is_narrowed_down_by_keys_and_words_and_shown_whole_again() -> None:
    app = HistoryApp(a_box())
    async with app.run_test(size=(120, 30)) as pilot:
        history = await app.shown_by(pilot)
        assert app.names() == ["live", "done", "failed", "old"]
        assert "4 sessions · ≈€7.74" in app.shown()
        assert "Jun 2026        4    1   ≈€40.00" in app.shown()
        for keys, names in (
            ("o", ["failed"]),
            ("o", ["done", "old"]),
            ("d", ["done"]),
            ("m", ["done"]),
        ):
            await pilot.press(keys)
            await app.read(pilot)
            assert app.names() == names, keys
        assert "o only done" in app.shown()
        assert "m A100 80G" in app.shown()
        await pilot.press("escape")
        await app.read(pilot)
        assert app.names() == ["live", "done", "failed", "old"]
        await pilot.press("slash", *"Q omid")
        await app.read(pilot)
        assert app.names() == [], "what is typed is text, whatever those keys do"
        assert "no session like that" in app.shown()
        await pilot.press("escape", "slash", *"serve", "enter")
        await app.read(pilot)
        assert app.names() == ["live"]
        assert history.focused is history.table
        await pilot.press("escape", "escape")
        await app.settled()
        assert app.screen is not history


async def test_a_card_is_opened_with_its_last_lines_copied_and_its_neighbours_are_near() -> None:
    app = HistoryApp(a_box())
    async with app.run_test(size=(120, 36)) as pilot:
        history = await app.shown_by(pilot)
        await pilot.press("j", "enter")
        await app.read(pilot)
        screen = app.screen
        assert isinstance(screen, CardScreen)
        for words in ("train-done", "ready in 1m30s", "2 of 4", "and done", "by the service"):
            assert words in app.shown(), words
        await pilot.press("right_square_bracket")
        await app.read(pilot)
        assert "no such image" in app.shown().casefold()
        await pilot.press("y")
        await app.settled()
        assert isinstance(app.screen, YankScreen)
        await pilot.press("n")
        await app.settled()
        assert app.toasts == ["name sent to the terminal's clipboard"]
        await pilot.press("escape")
        await app.settled()
        assert history.table.cursor_id == "failed", "the next key means what was looked at last"


async def test_what_is_written_meanwhile_is_read_and_the_cursor_stays() -> None:
    app = HistoryApp(a_box())
    async with app.run_test(size=(80, 24)) as pilot:
        history = await app.shown_by(pilot)
        assert "Jun 2026 4 (1 failed) ≈€40.00" in app.shown()
        assert not history.query_one("#history-months").display
        await pilot.press("j")
        app.box.write(a_card("new"))
        await app.clock.advance(2)
        await app.read(pilot)
        assert app.names() == ["new", "live", "done", "failed", "old"]
        assert history.table.cursor_id == "done"


async def test_more_is_read_as_the_cursor_comes_to_the_end_and_all_to_sort_by_something_else() -> None:
    app = HistoryApp(CardBox(*(a_card(f"{number:04}") for number in range(5 * PAGE))))
    async with app.run_test(size=(80, 24)) as pilot:
        history = await app.shown_by(pilot)
        assert len(app.names()) == PAGE
        await pilot.press("G")
        await app.read(pilot)
        assert len(app.names()) == 2 * PAGE
        assert history.table.cursor_id == f"{PAGE - 1:04}"
        await pilot.press("greater_than_sign")
        await app.read(pilot)
        assert len(app.names()) == 5 * PAGE
        assert [limit for _, limit in app.box.asked] == [PAGE, 2 * PAGE, MOST]


async def test_an_archive_in_trouble_says_so_and_a_small_terminal_too() -> None:
    box = CardBox()
    box.trouble = "history is not kept: the disk is full"
    app = HistoryApp(box)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.shown_by(pilot)
        assert app.shown().count("the disk is full") == 2
        await pilot.resize_terminal(50, 12)
        await app.read(pilot)
        assert "is too small" in app.shown()
        await pilot.press("escape")
        await app.settled()
        assert app.screen is not app.history
