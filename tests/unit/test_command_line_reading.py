"""What a line says to a command, and what is said about a line that says nothing."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.ui.command_line.command import Argument, Candidate, Command, CommandError, Deed, Given, Option
from mimiry_tui.ui.command_line.completing import Completion, completion
from mimiry_tui.ui.command_line.reading import read


def nothing_happens(_: Given) -> Deed:
    async def deed() -> None: ...

    return deed


NAMES = (Candidate("alpha", "ready"), Candidate("beta one"), Candidate("alphabet"))
COMMANDS = (
    Command(
        "launch",
        "Open the form",
        nothing_happens,
        arguments=(Argument("GPU", lambda: NAMES, repeats=True),),
        options=(
            Option("--image", "URI", "the image", lambda: [Candidate("ubuntu:24.04")]),
            Option("--env", "NAME=VALUE", repeats=True),
            Option("--no-ssh"),
        ),
    ),
    Command("logs", "A log", nothing_happens, arguments=(Argument("NAME", lambda: NAMES, required=True),)),
    Command("filter", "Show rows", nothing_happens, arguments=(Argument("TEXT"),), is_raw=True),
    Command("volume.create", "Create a volume", nothing_happens, aliases=("create",)),
    Command("terminate", "End sessions", nothing_happens, said="End the session, or all that are marked"),
    Command("terminate.soon", "End it soon", nothing_happens),
)


def said(line: str) -> Given:
    return read(line, COMMANDS)[1]


def texts(line: str) -> list[str]:
    return [one.text for one in completion(line, len(line), COMMANDS).candidates]


def test_words_and_options_come_in_any_order() -> None:
    told = said("launch alpha --image=ubuntu --env A=1 beta --env B=2 --no-ssh -- --odd")
    assert told.words == ("alpha", "beta", "--odd")
    assert (told.one("--image"), told.all("--env"), told.one("--no-ssh")) == ("ubuntu", ("A=1", "B=2"), "")
    assert told.one("--name") is None


def test_a_filter_is_taken_as_it_stands() -> None:
    assert said("filter  where:fin !'x  ").rest == "where:fin !'x"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("log alpha", "logs"),
        ("create", "volume.create"),
        ("terminate", "terminate"),
        ("end the session, or all  that are marked", "terminate"),
        ("Create a volume", "volume.create"),
    ],
)
def test_a_command_is_known_by_its_beginning_its_short_name_and_its_words(line: str, name: str) -> None:
    assert read(line, COMMANDS)[0].name == name


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "type a command"),
        ("lunch", "there is no 'lunch' here: did you mean launch?"),
        ("l", "'l' can be launch, logs"),
        ("logs", "logs needs NAME"),
        ("logs a b", "logs takes one word: what is 'b' for?"),
        ("terminate.soon now", "terminate.soon takes nothing more"),
        ("launch --imag x", "launch knows no --imag: did you mean --image?"),
        ("launch --image", "--image needs URI"),
        ("launch --image a --image b", "--image is there twice"),
        ("launch --no-ssh=yes", "--no-ssh takes no value"),
        ("logs 'alpha", "a quote is not closed"),
    ],
)
def test_what_is_wrong_is_said(line: str, words: str) -> None:
    with pytest.raises(CommandError) as caught:
        read(line, COMMANDS)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("l", ["launch", "logs"]),
        ("cr", ["volume.create"]),
        ("end all", ["terminate"]),
        ("logs al", ["alpha", "alphabet"]),
        ("logs one", ["beta one"]),
        ("launch alpha ", ["beta one", "alphabet"]),
        ("launch --", ["--image", "--env", "--no-ssh"]),
        ("launch --image x --", ["--env", "--no-ssh"]),
        ("launch --image ", ["ubuntu:24.04"]),
        ("launch --image=ub", ["ubuntu:24.04"]),
        ("logs alpha b", []),
        ("nonsense al", []),
    ],
)
def test_what_could_stand_at_the_cursor_is_known(line: str, found: list[str]) -> None:
    assert texts(line) == found


@given(st.text(alphabet="launchogs -='\"\\é", max_size=20), st.integers(0, 20))
def test_no_line_breaks_it(line: str, cursor: int) -> None:
    found = completion(line, min(cursor, len(line)), COMMANDS)
    for number in range(len(found.candidates)):
        changed, behind = found.with_candidate(line, number)
        assert found.candidates[number].text in changed
        assert behind <= len(changed) + 1
    with suppress(CommandError):
        assert read(line, COMMANDS)[0] in COMMANDS


def test_a_candidate_takes_the_place_of_the_word_it_completes_and_is_quoted() -> None:
    line = "logs be"
    assert completion(line, len(line), COMMANDS).with_candidate(line, 0) == ("logs 'beta one' ", 16)
    line = "launch --image=ub --no-ssh"
    assert completion(line, 17, COMMANDS).with_candidate(line, 0) == (
        "launch --image=ubuntu:24.04 --no-ssh",
        28,
    )


def test_a_candidate_that_goes_on_is_not_closed_by_a_space() -> None:
    found = Completion(7, 7, (Candidate("where:", goes_on=True),))
    assert found.with_candidate("filter ", 0) == ("filter where:", 13)
