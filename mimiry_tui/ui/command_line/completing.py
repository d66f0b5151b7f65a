"""What can stand where the cursor is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.ui.command_line.command import Candidate, Command, Option
from mimiry_tui.ui.command_line.parsing import Word, quoted, words_of
from mimiry_tui.ui.command_line.reading import named

MOST = 200
"""Candidates; who has typed nothing yet looks through no more."""
_TELLING = 3
"""Letters from which a word's middle says something."""


@dataclass(frozen=True, slots=True)
class Completion:
    """The part of the line that a candidate replaces, and the candidates, the likeliest first."""

    start: int
    end: int
    candidates: tuple[Candidate, ...] = ()
    command: Command | None = None
    """The one that the line begins with, once its name is behind the cursor."""
    prefix: str = ""
    """What stays before a candidate within the word: "--image="."""

    def with_candidate(self, line: str, number: int) -> tuple[str, int]:
        """The line with that candidate in it, and where the cursor is then."""
        chosen = self.candidates[number]
        text = quoted(self.prefix + chosen.text)
        rest = line[self.end :]
        gap = "" if chosen.goes_on or rest.startswith(" ") else " "
        behind = self.start + len(text) + (not chosen.goes_on)
        return line[: self.start] + text + gap + rest, behind


def completion(line: str, cursor: int, commands: Sequence[Command]) -> Completion:
    """For the word that the cursor is in, or behind. Never raises."""
    before = words_of(line[:cursor])
    word = _at(before, cursor)
    done = [one.text for one in before if one is not word]
    start = word.start if word is not None else cursor
    typed = word.text if word is not None else ""
    command = named(done[0], commands) if done else None
    if command is None:
        # Of several words none of which is a name, all say what an action is about.
        first = before[0].start if before else cursor
        return Completion(first, cursor, _actions(" ".join((*done, typed)), commands))
    if command.is_raw:
        start, typed, done = before[1].start if len(before) > 1 else cursor, "", done[:1]
        typed = line[start:cursor]
    prefix, found = _values(command, done[1:], typed)
    wanted = typed.removeprefix(prefix)
    return Completion(start, cursor, _fitting(wanted, found), command, prefix)


def _at(before: Sequence[Word], cursor: int) -> Word | None:
    """The word that is being typed."""
    return before[-1] if before and (before[-1].end == cursor) else None


def _actions(typed: str, commands: Sequence[Command]) -> tuple[Candidate, ...]:
    """Commands by their names first, then by what they are for."""
    asked = typed.casefold().split()
    ranked = []
    for place, one in enumerate(commands):
        rank = _rank(asked, one)
        if rank is not None:
            ranked.append((rank, place, Candidate(one.name, one.help, one.key)))
    return tuple(candidate for _, _, candidate in sorted(ranked, key=lambda each: each[:2])[:MOST])


def _rank(asked: list[str], command: Command) -> int | None:
    """How far it is from what was asked for; None for one that has nothing to do with it."""
    if not asked:
        return 0 if command.show else None
    names = [command.name, *command.aliases]
    if len(asked) == 1:
        if any(name.startswith(asked[0]) for name in names):
            return 0
        if any(part.startswith(asked[0]) for name in names for part in name.replace("-", ".").split(".")):
            return 1
    about = " ".join((*names, command.help, command.said)).casefold()
    spoken = about.split()
    if all(any(part.startswith(word) for part in spoken) for word in asked):
        return 2
    return 3 if all(len(word) >= _TELLING and word in about for word in asked) else None


def _values(command: Command, done: Sequence[str], typed: str) -> tuple[str, Iterable[Candidate]]:
    """What is before the value within the word, and what the value can be."""
    options = {one.name: one for one in command.options}
    last = options.get(done[-1]) if done else None
    if last is not None and last.value:
        return "", last.values()
    name, equals, _ = typed.partition("=")
    if equals and name in options:
        return f"{name}=", options[name].values()
    plain, used = _apart(done, options)
    if typed.startswith("-"):
        return "", _options(command, used)
    place = min(len(plain), len(command.arguments) - 1)
    found: list[Candidate] = []
    if command.arguments and (len(plain) <= place or command.arguments[-1].repeats):
        found = [one for one in command.arguments[place].known(plain) if one.text not in plain]
    # Options are named as soon as nothing is begun, so that they are found at all.
    return "", found if typed or found else [*found, *_options(command, used)]


def _apart(done: Sequence[str], options: dict[str, Option]) -> tuple[list[str], set[str]]:
    """The words that are arguments, and the options that are there."""
    plain: list[str] = []
    used: set[str] = set()
    is_value = False
    for word in done:
        name = word.partition("=")[0]
        if is_value:
            is_value = False
        elif name in options:
            used.add(name)
            is_value = bool(options[name].value) and "=" not in word
        else:
            plain.append(word)
    return plain, used


def _options(command: Command, used: set[str]) -> list[Candidate]:
    return [
        Candidate(one.name, one.help, value=one.value)
        for one in command.options
        if one.repeats or one.name not in used
    ]


def _fitting(typed: str, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those that begin with it, then those that have it."""
    wanted = typed.casefold()
    begins, has = [], []
    for one in found:
        text = one.text.casefold()
        if text.startswith(wanted):
            begins.append(one)
        elif wanted in text:
            has.append(one)
    return tuple([*begins, *has][:MOST])
