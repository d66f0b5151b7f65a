"""Everything of which no request can be made, and in which field it is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimiry_tui.domain.launching.draft import Criteria, Draft, Field, Pick, Variable
from mimiry_tui.domain.launching.picture import Picture
from mimiry_tui.domain.launching.placing import place_of
from mimiry_tui.domain.launching.request import problems_of
from tests.support.pictures import IMAGE, PLAIN, known

BY_CRITERIA = Draft(by_criteria=True, image=IMAGE, criteria=Criteria(families=("A100",)))


def told(draft: Draft, picture: Picture | None = None, name: str = "train") -> list[tuple[Field, str]]:
    picture = picture or known()
    found = problems_of(draft, picture, name=name, place=place_of(draft, picture))
    return [(one.field, one.words) for one in found]


@pytest.mark.parametrize("draft", [PLAIN, BY_CRITERIA, replace(PLAIN, max_price=" ", max_duration=" ")])
def test_a_form_that_says_enough_has_no_problem(draft: Draft) -> None:
    assert told(draft) == []


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"picks": ()}, Field.GPU, "pick a GPU"),
        ({"picks": (Pick(""),)}, Field.GPU, "pick a GPU"),
        ({"picks": (Pick("A\ud800"),)}, Field.GPU, "cannot be sent"),
        ({"count": "0"}, Field.COUNT, "a whole number from 1"),
        ({"count": ""}, Field.COUNT, "a whole number from 1"),
        ({"count": "1.5"}, Field.COUNT, "a whole number from 1"),
        ({"count": "²"}, Field.COUNT, "a whole number from 1"),
        ({"count": "9" * 5000}, Field.COUNT, "a whole number from 1"),
        ({"location": "a\nb"}, Field.PLACE, "cannot be sent"),
        ({"image": ""}, Field.IMAGE, "name an image"),
        ({"image": "two words"}, Field.IMAGE, "no spaces"),
        ({"has_command": True}, Field.COMMAND, "write the command"),
        ({"has_command": True, "command": " \n"}, Field.COMMAND, "write the command"),
        ({"has_command": True, "command": "a\0b"}, Field.COMMAND, "cannot be sent"),
        ({"environment": (Variable("1A", "x"),)}, Field.ENVIRONMENT, "1A: a name does not start"),
        ({"environment": (Variable("", "x"),)}, Field.ENVIRONMENT, "a variable has no name"),
        ({"environment": (Variable("A"), Variable("A "))}, Field.ENVIRONMENT, "A is there 2 times"),
        ({"environment": (Variable("A", "\ud800"),)}, Field.ENVIRONMENT, "A: its value holds"),
        ({"max_duration": "soon"}, Field.DURATION, "write it like 4h"),
        ({"max_duration": "900d"}, Field.DURATION, "longer than"),
        ({"max_price": "0"}, Field.PRICE, "such as 2.50"),
        ({"max_price": "1,000"}, Field.PRICE, "such as 2.50"),
        ({"max_price": "1e5"}, Field.PRICE, "such as 2.50"),
        ({"org_id": "a\tb"}, Field.ORGANISATION, "cannot be sent"),
    ],
)
def test_each_field_tells_what_is_wrong_with_it(change: dict[str, object], field: Field, words: str) -> None:
    ((where, said),) = told(replace(PLAIN, **change))  # type: ignore[arg-type]
    assert where is field
    assert words in said


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        (Criteria(), "say a family"),
        (Criteria(families=(" ",), priority=("PRICE",)), "say a family"),
        (Criteria(min_vram_gb="lots"), "memory is a whole number of GB"),
        (Criteria(min_vram_gb="0"), "memory is a whole number of GB"),
        (Criteria(("A",), priority=("COLOUR",)), "knows only PRICE, GPU"),
        (Criteria(("A",), max_attempts="-1"), "attempts: a whole number"),
        (Criteria(("A\0",)), "cannot be sent"),
    ],
)
def test_criteria_tell_what_is_wrong_with_them(criteria: Criteria, words: str) -> None:
    ((where, said),) = told(replace(BY_CRITERIA, criteria=criteria))
    assert where is Field.GPU
    assert words in said


@pytest.mark.parametrize(("name", "words"), [("", "a name is needed"), ("x" * 65, "65 characters")])
def test_the_name_that_counts_is_looked_at(name: str, words: str) -> None:
    ((where, said),) = told(PLAIN, name=name)
    assert where is Field.NAME
    assert words in said


@pytest.mark.parametrize(
    ("line", "trouble", "words"),
    [
        ("", "", "there is no public key to let in"),
        ("", "~/.ssh/mimiry.pub is no key", "~/.ssh/mimiry.pub is no key"),
        ("nonsense", "", "not one line of OpenSSH"),
        ("ssh-ed25519 A\nssh-ed25519 B", "", "not one line of OpenSSH"),
    ],
)
def test_ssh_needs_a_key_to_let_in(line: str, trouble: str, words: str) -> None:
    picture = known(key_line=line, key_trouble=trouble)
    ((where, said),) = told(PLAIN, picture)
    assert where is Field.SSH
    assert words in said
    assert told(replace(PLAIN, ssh_enabled=False), picture) == []


@pytest.mark.parametrize("price", ["2.50", "€2.50", "2,5", "0.05", " 3 EUR ", "2.5/h", "€ 2.5 / h"])
def test_a_price_is_written_as_people_write_it(price: str) -> None:
    assert told(replace(PLAIN, max_price=price)) == []


def test_problems_come_in_the_order_of_the_form() -> None:
    found = told(Draft(count="x", max_duration="x", ssh_enabled=True), known(key_line=""), name="")
    assert [field for field, _ in found] == [
        Field.GPU,
        Field.COUNT,
        Field.IMAGE,
        Field.NAME,
        Field.SSH,
        Field.DURATION,
    ]


def test_no_problem_tells_the_value_of_a_variable() -> None:
    draft = replace(
        PLAIN, environment=(Variable("1A", "hunter2"), Variable("", "hunter2"), Variable("B", "hunter2\0"))
    )
    assert len(told(draft)) == 3
    assert "hunter2" not in repr(told(draft))
