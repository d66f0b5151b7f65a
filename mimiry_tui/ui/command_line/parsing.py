"""A command line cut into words, as a shell does it: quotes and backslashes, and nothing else."""

from __future__ import annotations

from mimiry_tui.domain.frozen import dataclass

SECRET_OPTIONS = ("--env",)
"""Their values are `NAME=VALUE`, and the value is nobody else's business."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word: what it means, and where it stands in the line."""

    text: str
    start: int
    end: int
    """Behind its last character, the closing quote included."""
    is_open: bool = False
    """Whether a quote that began in it never ended."""


def words_of(line: str) -> tuple[Word, ...]:
    """The words of the line. Never raises: an open quote reaches to the end."""
    words = []
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
            continue
        word = _word(line, at)
        words.append(word)
        at = word.end
    return tuple(words)


def quoted(text: str) -> str:
    """The text as one word of a command line."""
    if text and not any(sign.isspace() or sign in "'\"\\" for sign in text):
        return text
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def without_values(line: str) -> str:
    """The line with the values of environment variables taken out."""
    words = words_of(line)
    kept = line
    for number in reversed(range(len(words))):
        word = words[number]
        option, equals, rest = word.text.partition("=")
        if option in SECRET_OPTIONS and equals:
            shown = f"{option}={quoted(_named(rest))}"
        elif number and words[number - 1].text in SECRET_OPTIONS:
            shown = quoted(_named(word.text))
        else:
            continue
        kept = kept[: word.start] + shown + kept[word.end :]
    return kept


def _named(assignment: str) -> str:
    name, equals, _ = assignment.partition("=")
    return f"{name}{equals}"


def _word(line: str, start: int) -> Word:
    text: list[str] = []
    quote = ""
    at = start
    while at < len(line):
        sign = line[at]
        if sign == "\\" and quote != "'" and at + 1 < len(line):
            following = line[at + 1]
            # In double quotes a backslash stands for itself unless it guards something.
            text.append(following if not quote or following in '"\\' else sign + following)
            at += 2
            continue
        if quote:
            if sign == quote:
                quote = ""
            else:
                text.append(sign)
        elif sign in "'\"":
            quote = sign
        elif sign.isspace():
            break
        else:
            text.append(sign)
        at += 1
    return Word("".join(text), start, at, bool(quote))
