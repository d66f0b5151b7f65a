"""Which of a table's columns are shown, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from mimiry_tui.ui.widgets.table.columns import Column

R = TypeVar("R")


def default_keys(columns: Iterable[Column[R]]) -> tuple[str, ...]:
    """The columns that are shown to who has chosen none."""
    return tuple(column.key for column in columns if not column.extra)


def settled(columns: Sequence[Column[R]], keys: Iterable[str]) -> tuple[str, ...]:
    """These keys as they can be shown: each once, unknown ones left out, and those that always stay
    at the beginning where they are missing."""
    known = {column.key for column in columns}
    wanted = [key for key in dict.fromkeys(keys) if key in known]
    missing = [column.key for column in columns if column.fixed and column.key not in wanted]
    return (*missing, *wanted)


def unknown_keys(columns: Iterable[Column[R]], keys: Iterable[str]) -> tuple[str, ...]:
    """Which of these are no columns."""
    known = {column.key for column in columns}
    return tuple(key for key in dict.fromkeys(keys) if key not in known)


def chosen(columns: Sequence[Column[R]], keys: Sequence[str] | None) -> tuple[Column[R], ...]:
    """The columns of these keys in their order, as far as they exist; None: those shown by default."""
    by_key = {column.key: column for column in columns}
    return tuple(by_key[key] for key in (default_keys(columns) if keys is None else keys) if key in by_key)
