"""Our quick frozen dataclasses are what the standard library's are."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from mimiry_tui.domain import frozen

Made = Callable[[type[Any]], type[Any]]

WAYS: dict[str, Made] = {
    "the standard library's": dataclasses.dataclass(frozen=True, slots=True),
    "ours": frozen.dataclass(frozen=True, slots=True),
}


def money_class(made: Made) -> type[Any]:
    """A class with every sort of field that the program has."""

    @made
    class Money:
        """An amount."""

        amount: int
        code: str = "EUR"
        notes: list[str] = dataclasses.field(default_factory=list, compare=False)
        secret: str = dataclasses.field(default="", repr=False)

    return Money


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """At the top of a module, since a pickle says where its class is."""

    name: str


@frozen.dataclass(frozen=True, slots=True)
class Ours:
    """The same, made by ours."""

    name: str


@pytest.fixture(params=WAYS)
def money(request: pytest.FixtureRequest) -> type[Any]:
    return money_class(WAYS[request.param])


@pytest.fixture(params=WAYS)
def made(request: pytest.FixtureRequest) -> Made:
    return WAYS[request.param]


def test_fields_are_taken_by_place_and_by_name(money: type[Any]) -> None:
    one = money(3, notes=["a"])
    assert (one.amount, one.code, one.notes, one.secret) == (3, "EUR", ["a"], "")


def test_what_a_factory_makes_belongs_to_one_object(money: type[Any]) -> None:
    assert money(1).notes is not money(1).notes


@pytest.mark.parametrize("wrong", [{}, {"amount": 1, "colour": 2}])
def test_a_wrong_call_is_told_as_the_class_and_what_is_wrong(money: type[Any], wrong: dict[str, int]) -> None:
    with pytest.raises(TypeError, match=r"Money\.__init__\(\) (missing|got an unexpected)"):
        money(**wrong)


def test_nothing_can_be_set_or_deleted(money: type[Any]) -> None:
    one = money(3)
    with pytest.raises(dataclasses.FrozenInstanceError, match="'amount'"):
        one.amount = 4
    with pytest.raises(dataclasses.FrozenInstanceError, match="'amount'"):
        del one.amount
    assert one.amount == 3


def test_equal_are_objects_of_one_class_whose_compared_fields_are(money: type[Any]) -> None:
    assert money(3, notes=["a"]) == money(3, notes=["b"])
    assert money(3) != money(4)
    assert money(3) != (3, "EUR", "")
    assert hash(money(3, notes=["a"])) == hash(money(3, notes=["b"]))
    assert len({money(3), money(3), money(4)}) == 2


def test_what_can_be_compared_with_anything_is_asked_as_well(money: type[Any]) -> None:
    class Anything:
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = None  # type: ignore[assignment]

    assert money(3) == Anything()
    assert money(3) == Anything()


def test_secrets_stay_out_of_what_is_shown(money: type[Any]) -> None:
    assert repr(money(3, secret="s3cret")).endswith("Money(amount=3, code='EUR', notes=[])")


def test_an_object_that_holds_itself_can_be_shown(money: type[Any]) -> None:
    one = money(3)
    one.notes.append(one)
    assert "notes=[...]" in repr(one)


def test_replacing_copying_and_listing_fields_work_on_it(money: type[Any]) -> None:
    one = money(3, notes=["a"])
    assert dataclasses.replace(one, amount=6) == money(6)
    assert copy.copy(one) == one
    deep = copy.deepcopy(one)
    assert deep.notes == ["a"]
    assert deep.notes is not one.notes
    assert [field.name for field in dataclasses.fields(money)] == ["amount", "code", "notes", "secret"]
    assert dataclasses.asdict(one)["notes"] == ["a"]


@pytest.mark.parametrize("kept", [Theirs, Ours])
def test_it_comes_back_from_a_pickle(kept: type[Any]) -> None:
    assert pickle.loads(pickle.dumps(kept("a"))) == kept("a")


def test_its_fields_are_slots_and_can_be_matched() -> None:
    match Ours("a"):
        case Ours(name):
            assert name == "a"
    assert not hasattr(Ours("a"), "__dict__")


def test_a_class_without_fields_and_one_that_adds_some_are_made_as_well(made: Made) -> None:
    @made
    class Empty:
        """Nothing."""

    @made
    class One(Empty):
        """Something."""

        x: int

    empty: Any = Empty
    one: Any = One
    assert empty() == empty()
    assert hash(empty()) == hash(())
    assert one(1) == one(x=1)
    assert one(1) != empty()


def test_methods_that_a_class_has_of_its_own_are_kept(made: Made) -> None:
    @made
    class Own:
        """Shown its own way."""

        x: int

        def __repr__(self) -> str:
            return "mine"

    own: Any = Own
    assert repr(own(1)) == "mine"
    assert own(1) == own(1)


def test_a_class_that_says_nothing_of_itself_is_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspect.signature", lambda _: pytest.fail("that takes milliseconds"))

    class Silent:
        x: int

    assert WAYS["ours"](Silent).__doc__ == "Silent, by its fields."


def test_methods_are_written_once_and_only_for_what_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[type[Any]] = []
    write = frozen._write_methods

    def count(cls: type[Any]) -> None:
        written.append(cls)
        write(cls)

    monkeypatch.setattr(frozen, "_write_methods", count)
    money_class(WAYS["ours"])
    used = money_class(WAYS["ours"])
    assert used(1) == used(1)
    assert hash(used(1)) == hash(used(1))
    assert written == [used]


def test_threads_that_make_the_first_objects_of_a_class_at_once_make_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both_write = Barrier(2, timeout=60)
    write = frozen._write_methods
    monkeypatch.setattr(frozen, "_write_methods", lambda cls: (both_write.wait(), write(cls)))
    money = money_class(WAYS["ours"])
    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(money, [3, 3])
    assert one == other


def test_a_class_may_be_extended_without_being_decorated(made: Made) -> None:
    @made
    class Base:
        """Something."""

        x: int

    class Doubled(Base):
        def __init__(self, x: int) -> None:
            super().__init__(2 * x)  # type: ignore[call-arg]

    assert Doubled(2).x == 4
    assert Doubled(2) == Doubled(2)
    assert Base(4) != Doubled(2)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "unknown",
    [
        {"__post_init__": lambda _: None},
        {"__eq__": lambda *_: True},
        {"x": dataclasses.field(kw_only=True)},
        {"x": dataclasses.field(init=False)},
        {"x": dataclasses.field(hash=False)},
    ],
    ids=["post_init", "its own equality", "by name only", "not in init", "not in hash"],
)
def test_what_it_does_not_know_it_refuses(unknown: dict[str, Any]) -> None:
    cls = type("Unknown", (), {"__annotations__": {"x": int}, "__module__": __name__, **unknown})
    with pytest.raises(TypeError, match=r"^Unknown has (methods|fields) that only the standard library's"):
        WAYS["ours"](cls)
