"""From a line to a command and what was said to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from mimiry_tui.ui.command_line.command import Command, CommandError, Deed, Given
from mimiry_tui.ui.command_line.parsing import Word, words_of


def prepared(line: str, commands: Sequence[Command]) -> Deed:
    """What the line does. Raises CommandError for one that can do nothing."""
    command, given = read(line, commands)
    return command.prepare(given)


def read(line: str, commands: Sequence[Command]) -> tuple[Command, Given]:
    """Which command the line is, and what was said to it. Raises CommandError."""
    words = words_of(line)
    if not words:
        raise CommandError("type a command: tab shows what there is")
    spoken = _by_words(line, commands)
    if spoken is not None:
        return spoken, Given()
    command = named(words[0].text, commands)
    if command is None:
        raise CommandError(_unknown(words[0].text, commands))
    return command, given(command, words[1:], line[words[0].end :].strip())


def named(name: str, commands: Sequence[Command]) -> Command | None:
    """The command of that name, or the only one whose name begins so."""
    exact = (one for one in commands if name == one.name or name in one.aliases)
    found = next(exact, None)
    if found is not None or not name:
        return found
    begun = [one for one in commands if one.name.startswith(name)]
    return begun[0] if len(begun) == 1 else None


def given(command: Command, words: Sequence[Word], rest: str) -> Given:
    """What was said to this command. Raises CommandError for what it does not understand."""
    if command.is_raw:
        return Given((rest,) if rest else (), {}, rest)
    if words and words[-1].is_open:
        raise CommandError("a quote is not closed")
    plain, options = _sorted_out(command, [word.text for word in words])
    most = len(command.arguments)
    if len(plain) > most and not (most and command.arguments[-1].repeats):
        raise CommandError(f"{command.name} takes {_amount(most)}: what is {plain[most]!r} for?")
    missing = [one.name for one in command.arguments[len(plain) :] if one.required]
    if missing:
        raise CommandError(f"{command.name} needs {' and '.join(missing)}")
    return Given(tuple(plain), {name: tuple(values) for name, values in options.items()}, rest)


def _sorted_out(command: Command, words: list[str]) -> tuple[list[str], dict[str, list[str]]]:
    plain: list[str] = []
    options: dict[str, list[str]] = {}
    coming = iter(words)
    for word in coming:
        if word == "--":
            plain += coming
        elif not word.startswith("--") or not command.options:
            plain.append(word)
        else:
            name, value = _option(command, word, coming)
            known = command.option(name)
            if name in options and known is not None and not known.repeats:
                raise CommandError(f"{name} is there twice")
            options.setdefault(name, []).append(value)
    return plain, options


def _option(command: Command, word: str, coming: Iterator[str]) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    known = command.option(name)
    if known is None:
        near = get_close_matches(name, [one.name for one in command.options], 1)
        raise CommandError(f"{command.name} knows no {name}" + (f": did you mean {near[0]}?" if near else ""))
    if not known.value:
        if equals:
            raise CommandError(f"{name} takes no value")
        return name, ""
    if not equals:
        following = next(coming, None)
        if following is None:
            raise CommandError(f"{name} needs {known.value}")
        value = following
    return name, value


def _by_words(line: str, commands: Sequence[Command]) -> Command | None:
    """An action said in the words that help and palette have for it."""
    said = " ".join(line.casefold().split())
    called = ((one, (one.help.casefold(), one.said.casefold())) for one in commands)
    return next((one for one, names in called if " " in said and said in names), None)


def _unknown(name: str, commands: Sequence[Command]) -> str:
    begun = sorted({one.name for one in commands if one.name.startswith(name)})
    if begun:
        return f"{name!r} can be {', '.join(begun[:4])}{' …' if len(begun) > 4 else ''}"
    names = [word for one in commands for word in (one.name, *one.aliases)]
    near = get_close_matches(name, names, 1)
    return f"there is no {name!r} here" + (f": did you mean {near[0]}?" if near else "")


def _amount(count: int) -> str:
    return {0: "nothing more", 1: "one word"}.get(count, f"{count} words")
