"""What a command is: its words, what they may be, and what comes of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import field

from mimiry_tui.domain.frozen import dataclass

Deed = Callable[[], Awaitable[None]]
"""What a command does, once the command line is gone."""


class CommandError(Exception):
    """Why a line is no command, in words for the user. Foreign text in it is not cleaned."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that can stand where the cursor is."""

    text: str
    meaning: str = ""
    """Foreign text, perhaps."""
    key: str = ""
    """The key that does the same, as it is printed on a keyboard."""
    value: str = ""
    """What comes behind it: "URI" behind "--image"."""
    goes_on: bool = False
    """Whether the word is not complete with it."""


Values = Callable[[], Iterable[Candidate]]


def nothing() -> Iterable[Candidate]:
    """Any word may stand here, and none is known."""
    return ()


@dataclass(frozen=True, slots=True)
class Option:
    """`--name VALUE`, or a switch when it takes no value."""

    name: str
    value: str = ""
    """What its value is called; empty for a switch."""
    help: str = ""
    values: Values = nothing
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Argument:
    """A word that belongs at its place."""

    name: str
    values: Values = nothing
    required: bool = False
    repeats: bool = False
    """Only the last one."""
    values_after: Callable[[Sequence[str]], Iterable[Candidate]] | None = None
    """Instead of `values`: those that fit to the arguments before."""

    def known(self, before: Sequence[str]) -> Iterable[Candidate]:
        """What may stand here."""
        return self.values() if self.values_after is None else self.values_after(before)


@dataclass(frozen=True, slots=True)
class Given:
    """What was said behind a command's name."""

    words: tuple[str, ...] = ()
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rest: str = ""
    """The same as it was typed."""

    def one(self, option: str) -> str | None:
        """The value of an option; "" for a switch that was set."""
        values = self.options.get(option)
        return values[-1] if values else None

    def all(self, option: str) -> tuple[str, ...]:
        return self.options.get(option, ())


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `prepare` checks what was said and does nothing yet; it raises CommandError."""

    name: str
    help: str
    prepare: Callable[[Given], Deed]
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()
    aliases: tuple[str, ...] = ()
    said: str = ""
    """What else the same is called, in words."""
    key: str = ""
    is_raw: bool = False
    """Whether all behind the name is one text, as it stands there."""
    show: bool = True
    """Whether it is named before anything is typed."""

    def option(self, name: str) -> Option | None:
        return next((one for one in self.options if one.name == name), None)

    @property
    def usage(self) -> str:
        """Its words, for people: "launch [GPU…] [--image URI]"."""
        words = [self.name]
        for argument in self.arguments:
            word = f"{argument.name}…" if argument.repeats else argument.name
            words.append(word if argument.required else f"[{word}]")
        if self.options:
            words.append("[--option VALUE …]")
        return " ".join(words)
