"""The filter language of the tables.

`text` keeps rows that hold the text in any column, `!text` those that don't, `column:text` and
`!column:text` look at one column only. Several words must all hold. Case never matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mimiry_tui.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a filter, casefolded."""

    text: str
    column: str | None = None
    """The key of the only column to look at; None = all of them."""

    negated: bool = False


def parse(text: str, columns: Mapping[str, str]) -> tuple[Term, ...]:
    """The terms of a filter as typed.

    `columns` gives the key for each name a column may be called by, casefolded. A name it does not
    have makes the word plain text; a word that says nothing yet (`!`, `gpu:`) is left out.
    """
    return tuple(_terms(text, columns))


def _terms(text: str, columns: Mapping[str, str]) -> Iterable[Term]:
    for typed in text.casefold().split():
        negated = typed.startswith("!")
        word = typed[1:] if negated else typed
        name, colon, rest = word.partition(":")
        key = columns.get(name) if colon else None
        sought = word if key is None else rest
        if sought:
            yield Term(sought, key, negated)
