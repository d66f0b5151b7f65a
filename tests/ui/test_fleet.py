"""The view of all accounts: what it shows of each, and going on with a session of any of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from mimiry_tui.clouds.errors import KeyLocked, Unreachable
from mimiry_tui.domain.money import Money
from mimiry_tui.live.fleet.fleet import Fleet
from mimiry_tui.live.fleet.member import Member
from mimiry_tui.settings import Profile
from mimiry_tui.settings.profiles import ProfileColour
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.fleet.opening import shown_together
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.fleet import FleetScreen
from tests.support.clock import EPOCH
from tests.support.dialog_app import DialogApp
from tests.support.pictures import a_session
from tests.ui.test_accounts import two


class StillFleet(Fleet):
    """One whose members are what the test says."""

    def __init__(self, *members: Member) -> None:
        self.now = members
        self.tell: Callable[[], None] = lambda: None
        self.asked = 0

    @property
    def members(self) -> tuple[Member, ...]:
        return self.now

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        self.tell = callback
        return lambda: None

    def look_again(self) -> None:
        self.asked += 1

    async def run(self) -> None:
        return


def choice(name: str, colour: ProfileColour = ProfileColour.TEAL) -> Choice:
    def opening() -> AbstractAsyncContextManager[Profile]:
        raise AssertionError("nobody opens it here")

    return Choice(ProfileMark(name, colour), opening, place=f"{name}.example.org")


def costing(name: str, euros: int) -> Member:
    session = a_session(f"train-{name}")
    session = replace(session, got=replace(session.got, rate=Money(Decimal(euros))))
    return Member(name, (session,), EPOCH, balance=Money(Decimal(40)), balance_as_of=EPOCH)


async def test_what_runs_anywhere_is_in_one_list_with_the_money_of_all_above_it() -> None:
    app = DialogApp()
    idle = Member("mags", (a_session("[red]sandbox\x1b[2J"),), EPOCH, no_balance="mags tells no balance")
    locked = Member("home", error=KeyLocked())
    fleet = StillFleet(costing("work", 2), costing("lab", 3), idle, locked)
    screen = FleetScreen(fleet, [choice(one.name) for one in fleet.now], app.clock)
    left: list[tuple[str, str] | None] = []
    async with app.run_test(size=(120, 30)) as pilot:
        await app.push_screen(screen, left.append)
        await pilot.pause()
        text = app.shown()
        assert "€5.00/h in 2 sessions" in text
        assert "balance €80.00 in 2 accounts" in text
        assert "first empty: lab ≈ 13h20m" in text
        assert "1 session without a price" in text
        assert "[red]sandbox" in text
        assert "✗ key is locked" in text
        assert "mags tells no balance" in text
        assert "3 of 4 answering" in text

        # Found by whose it is; another look at the same changes nothing; gone when its account says so.
        await pilot.press("slash", *"lab", "enter")
        assert screen.table.visible_ids == ["lab\ns-train-lab"]
        assert "/lab  1 of 3 sessions" in app.shown()
        await pilot.press("r", "space")
        assert fleet.asked == 1
        assert not screen.table.marked  # nothing acts on several of them
        lab = replace(fleet.now[1], error=Unreachable())
        fleet.now = (replace(fleet.now[0], sessions=()), lab, *fleet.now[2:])
        fleet.tell()
        assert [row.seen_at for row in screen._shown] == [EPOCH, None], "who does not answer tells of then"
        await pilot.press("escape")
        assert screen.table.visible_ids == ["lab\ns-train-lab", "mags\ns-[red]sandbox\x1b[2J"]
        await pilot.press("enter")
    assert left == [("lab", "s-train-lab")]


async def test_a_session_of_another_account_is_gone_to(tmp_path: Path) -> None:
    async with two(tmp_path) as shown:
        await shown.filled()
        account = shown.app.account
        assert account is not None
        account.endings.arm([next(iter(shown.screen.sessions.table.visible_ids))])
        await shown.press("P")
        await shown.until(lambda: isinstance(shown.app.screen, FleetScreen))
        # What counts down in the open account is seen here too, and undone.
        await shown.until(lambda: shown.shows("alt+u undoes"))
        await shown.press("alt+u")
        assert not shown.shows("alt+u undoes")
        screen = shown.app.screen
        assert isinstance(screen, FleetScreen)
        await shown.until(lambda: any(row.startswith("other\n") for row in screen.table.visible_ids))
        assert any(row.startswith("one\n") for row in screen.table.visible_ids)
        wanted = [row for row in screen.table.visible_ids if row.startswith("other\n")][-1]
        screen.table.move_to(wanted)
        await shown.press("enter")
        await shown.until(lambda: shown.app.choice.name == "other" and shown.app.account is not None)
        session_id = wanted.partition("\n")[2]
        await shown.until(lambda: shown.screen.sessions.table.cursor_id == session_id)


def test_a_demo_stands_only_beside_demos() -> None:
    demo, other_demo = choice("demo"), choice("demo-mags")
    assert shown_together(demo, (demo, other_demo)) == (demo, other_demo)
    real = replace(choice("work"), profile=_profile("work"))
    also = replace(choice("lab"), profile=_profile("lab"))
    same = replace(choice("work too"), profile=_profile("work"))
    assert shown_together(real, (real, demo, also, same)) == (real, also)
    # Two that say the same in other words are opened once.
    jobs = replace(_profile("jobs"), cloud="mimiry-jobs")
    one = replace(choice("jobs"), profile=jobs)
    named = replace(choice("jobs too"), profile=replace(jobs, token="env:MIMIRY_API_KEY"))
    other = replace(choice("theirs"), profile=replace(jobs, token_place="env:THEIR_KEY"))
    assert shown_together(real, (one, named, other, real)) == (real, one, other)


def _profile(name: str) -> Profile:
    return Profile(name, f"https://{name}.example.org", "", None, "")
