"""Going on with another account in odd moments: the header never names one account over another's rows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from mimiry_tui.domain.guarding.rules import EndAtCost
from mimiry_tui.domain.launch import GpuWish, SessionRequest
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.settings import OpeningError, Profile
from mimiry_tui.settings.preferences import CurrencyStyle
from mimiry_tui.settings.profiles import ProfileColour
from mimiry_tui.ui.profile_mark import ProfileMark
from tests.support.fake_extras import RESIZE, FakeExtras
from tests.support.pictures import a_volume
from tests.ui.test_accounts import Book, Two, two


async def settled(shown: Two, name: str) -> None:
    """The account of that name is open and filled, and its own rows are what is shown."""

    def is_open() -> bool:
        account = shown.app.account  # for a moment it is still the one before
        return account is not None and account.profile.name == name and bool(shown.store.sessions)

    await shown.until(is_open)
    await shown.clock.advance(0.5)
    account = shown.app.account
    assert account is not None
    assert account.profile.name == shown.app.choice.name == name
    assert shown.screen.services is not None
    assert shown.screen.services.account is account
    assert f"mimiry {name}" in shown.text()


async def test_of_two_switches_in_a_row_the_last_one_counts(tmp_path: Path) -> None:
    async with two(tmp_path) as shown:
        shown.app.switch_profile("other")
        shown.app.switch_profile("one")
        shown.app.switch_profile("other")
        await settled(shown, "other")
        # Back at once, while the one before is still being opened.
        shown.app.switch_profile("one")
        shown.app.switch_profile("other")
        shown.app.switch_profile("one")
        await settled(shown, "one")


async def test_the_screen_is_the_new_accounts_before_the_old_one_is_closed(tmp_path: Path) -> None:
    """What is pressed meanwhile cannot reach the account that is being left."""
    gate = asyncio.Event()

    @asynccontextmanager
    async def slow_to_close(profile: Profile) -> AsyncIterator[Profile]:
        try:
            yield profile
        finally:
            await gate.wait()

    async with two(tmp_path) as shown:
        here = shown.app.choice
        assert here.profile is not None
        profile = here.profile
        await shown.app.change_account(replace(here, opening=lambda: slow_to_close(profile)))
        await settled(shown, "one")
        assert isinstance(shown.app.book, Book)
        shown.app.book.all = (here, replace(shown.app.book.all[1], read_only=True))
        shown.app.switch_profile("other")
        await shown.until(lambda: "mimiry other" in shown.text())
        assert "read-only" in shown.line_with("mimiry other")
        assert shown.app.title_line._wanted == "mimiry other"
        await shown.pilot.press("x")
        assert shown.on_dashboard()
        assert shown.app.account is None
        gate.set()
        await settled(shown, "other")


async def test_what_is_half_done_holds_one_back_until_one_means_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with two(tmp_path) as shown:
        account = shown.app.account
        assert account is not None
        extras = FakeExtras()
        answer, extras.steps["resize"] = extras.hold(), ("stopping it",)
        monkeypatch.setattr(account.cloud, "extras", extras)
        doing = account.deeds.do(RESIZE, a_volume("[b]lab"), {"disk_gb": "8"})
        try:
            await shown.pilot.pause()
            shown.app.switch_profile("other")
            await shown.pilot.pause()
            assert shown.app.account is account
            begun = account.deeds.get(doing.id)
            assert begun is not None
            assert any(note.message.startswith(begun.words) for note in shown.app._notifications)
            shown.app.switch_profile("other")
            await shown.until(lambda: shown.app.account is None)
        finally:
            answer()
        await settled(shown, "other")


async def test_a_launch_under_way_holds_one_back_once_and_is_told_as_the_other_accounts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with two(tmp_path) as shown:
        account = shown.app.account
        assert account is not None
        answered, sent = asyncio.Event(), asyncio.Event()

        async def slow(request: object) -> Session:
            sent.set()
            await answered.wait()
            return build_session(id="new", name="train", state="provisioning")

        monkeypatch.setattr(account.cloud, "launch", slow)
        account.launches.launch(SessionRequest("train", "ubuntu", GpuWish(), "never"))
        await sent.wait()
        shown.app.switch_profile("other")
        await shown.until(lambda: any("train is being launched" in one for one in notes(shown)))
        assert shown.app.account is account
        shown.app.switch_profile("other")
        await shown.until(lambda: "mimiry other" in shown.text())
        answered.set()
        await settled(shown, "other")
        # It was not cut off, and nobody takes it for a session of the account on screen.
        await shown.until(lambda: any(one.startswith("one: train is launched") for one in notes(shown)))


async def test_what_ends_with_an_accounts_being_open_is_said_when_it_is_left(tmp_path: Path) -> None:
    async with two(tmp_path) as shown:
        account = shown.app.account
        assert account is not None
        account.guards.set(next(iter(account.store.sessions)), (EndAtCost(Decimal(90)),))
        shown.app.action_pause()
        account.endings.arm(list(account.store.sessions)[:1])
        # By the way that a set-up goes, which can begin before anything counts down.
        await shown.app.change_account(shown.app.choices()[1])
        await settled(shown, "other")
        assert (
            "1 ending that counted down is called off\n"
            "1 session is guarded no more: that needs one open\nthe pause of one is over"
        ) in notes(shown)


def notes(shown: Two) -> list[str]:
    return [note.message for note in shown.app._notifications]


def refuse() -> None:
    raise OpeningError("the simulated cloud did not start")


async def test_an_account_that_cannot_be_opened_leads_back_to_the_one_before(tmp_path: Path) -> None:
    @asynccontextmanager
    async def refused() -> AsyncIterator[Profile]:
        refuse()
        yield Profile("", "", "", None, "")

    async with two(tmp_path) as shown:
        there = shown.app.choices()[1]
        await shown.app.change_account(replace(there, opening=refused))
        await shown.until(lambda: shown.app.choice.name == "one")
        await settled(shown, "one")
        assert any("did not start" in note.message for note in shown.app._notifications)
        assert shown.app.is_running


async def test_the_open_account_is_called_and_marked_as_the_settings_say_now(tmp_path: Path) -> None:
    async with two(tmp_path) as shown:
        here = shown.app.choice
        assert isinstance(shown.app.book, Book)
        red = ProfileMark("work", ProfileColour.RED)
        shown.app.book.all = (replace(here, mark=red, currency=CurrencyStyle.CODE), shown.app.book.all[1])
        shown.app.settings_read()
        await shown.clock.advance(0.5)
        assert shown.colour_of("work", "mimiry work") == shown.app.theme_variables["tone-bad"]
        assert "EUR" in shown.line_with("mimiry work")
        await shown.press("x")
        assert "Terminate on work?" in shown.text()


async def test_an_account_that_may_do_less_by_now_is_opened_anew_when_it_is_chosen(tmp_path: Path) -> None:
    async with two(tmp_path) as shown:
        here, before = shown.app.choice, shown.app.account
        shown.app.switch_profile("one")
        await shown.clock.advance(0.5)
        assert shown.app.account is before
        assert isinstance(shown.app.book, Book)
        shown.app.book.all = (replace(here, read_only=True), shown.app.book.all[1])
        shown.app.switch_profile("one")
        await shown.until(lambda: shown.app.account is not before)
        await settled(shown, "one")
