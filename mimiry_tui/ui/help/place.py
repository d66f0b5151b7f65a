"""Where the help was called from: what the pane is, and what its columns say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from textual.binding import ActiveBinding
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen

from mimiry_tui.ui.help.topic import Entry, Topic
from mimiry_tui.ui.help.topics import TOPICS
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.key_bar import key_label
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.table.columns import Column

_KEY = re.compile(r"\{([a-z0-9._-]+)\}")


def topic_of(screen: Screen[Any]) -> Topic | None:
    """Of what has the focus, from the inside out; None where nothing is said of it."""
    at: DOMNode = screen.focused or screen
    for node in at.ancestors_with_self:
        for kind in type(node).__mro__:
            if kind.__name__ in TOPICS:
                return TOPICS[kind.__name__]
    return None


def columns_of(screen: Screen[Any]) -> list[Entry]:
    """The columns of the table that has the focus, those that are shown, with what they say besides."""
    table = screen.focused
    if not isinstance(table, LiveTable):
        return []
    columns: Sequence[Column[Any]] = table.columns
    return [
        (one.title, one.about)
        for one in columns
        if one.title and _folded(one.about) not in ("", _folded(one.title))
    ]


def _folded(words: str) -> str:
    return words.strip().casefold()


def sentences_of(topic: Topic, bindings: Iterable[ActiveBinding]) -> list[Content]:
    """What is said of it, with the keys as they are now; what no key does is left out."""
    keys: dict[str, str] = {}
    for active in bindings:
        if active.enabled and active.binding.id:
            keys.setdefault(active.binding.id, key_label(active.binding.key))
    return [_with_keys(one, keys) for one in topic.sentences if set(_KEY.findall(one)) <= keys.keys()]


def _with_keys(sentence: str, keys: Mapping[str, str]) -> Content:
    # Split by a pattern with a group, every second piece is what the group found.
    return Content("").join(
        toned(keys[piece], "accent", bold=True) if number % 2 else toned(piece, "text")
        for number, piece in enumerate(_KEY.split(sentence))
        if piece
    )
