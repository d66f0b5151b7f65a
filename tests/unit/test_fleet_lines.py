"""The lines of the view of all accounts: figures stay where words have no room, and none is passed over."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from mimiry_tui.clouds.errors import KeyLocked, Unreachable
from mimiry_tui.domain.money import Money
from mimiry_tui.live.fleet.member import Member
from mimiry_tui.settings import Profile
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.fleet.lines import member_content, money_content, told_of
from mimiry_tui.ui.profile_mark import ProfileMark
from tests.support.clock import EPOCH
from tests.support.pictures import a_session


def costing(name: str) -> Member:
    session = a_session("train")
    session = replace(session, got=replace(session.got, rate=Money(Decimal(2))))
    return Member(name, (session,), EPOCH, balance=Money(Decimal(40)), balance_as_of=EPOCH)


def money(width: int, *members: Member) -> list[str]:
    return [line.plain for line in money_content(members, EPOCH, width)]


def choice_of(name: str) -> Choice:
    def opening() -> AbstractAsyncContextManager[Profile]:
        raise AssertionError("nobody opens it here")

    return Choice(ProfileMark(name), opening)


def line_of(
    member: Member, width: int, *, seconds: int = 0, read_only: bool = False, is_open: bool = False
) -> str:
    now = EPOCH + timedelta(seconds=seconds)
    choice = replace(choice_of(member.name), place="host.example.org", read_only=read_only)
    return member_content(choice, member, now, width, is_open=is_open).plain


def test_a_narrow_line_of_money_keeps_every_figure() -> None:
    (wide,) = money(116, costing("work"), costing("lab"))
    (narrow,) = money(60, costing("work"), costing("lab"))
    assert "€4.00/h in 2 sessions" in wide
    assert "in 2 accounts" in wide
    for figure in ("€4.00/h", "€80.00", "work", "20h"):
        assert figure in narrow
    assert len(narrow) <= 60


def test_what_is_not_known_of_an_account_is_not_passed_over_in_the_sums() -> None:
    locked, opening = Member("locked", error=KeyLocked()), Member("slow")
    lines = money(116, costing("work"), locked, opening)
    assert lines[1:] == ["1 account never answered: not in these sums (locked)"]


def test_where_not_all_have_room_those_in_trouble_do() -> None:
    members = [costing("a"), costing("b"), Member("c", error=Unreachable()), Member("d", trouble="gone")]
    told, besides = told_of(members, 3)
    assert ([one.name for one in told], besides) == (["a", "c", "d"], 1)
    assert told_of(members, 4) == (members, 0)


def test_a_line_says_how_old_its_figures_are_and_whose_they_are() -> None:
    lost = replace(costing("work"), error=Unreachable())
    assert "✗ offline" in line_of(lost, 116, seconds=300)
    assert "1 up · €2.00/h · 5 min old" in line_of(lost, 116, seconds=300)
    assert "host.example.org" in line_of(lost, 116)
    assert "● live 0 s          read-only  1 up" in line_of(costing("work"), 116, read_only=True)
    assert "host.example.org" not in line_of(lost, 76)
    assert line_of(replace(costing("laptop"), same_as="work"), 76).endswith("the same account as work")


def test_a_locked_key_is_unlocked_where_a_passphrase_can_be_entered() -> None:
    locked = Member("home", error=KeyLocked())
    assert line_of(locked, 76).endswith("  esc p opens it, to enter the passphrase")
    assert len(line_of(locked, 76)) <= 76
    assert line_of(locked, 76, is_open=True).endswith("  esc to enter the passphrase")
