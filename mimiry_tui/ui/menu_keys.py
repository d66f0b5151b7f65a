"""Letters of a menu as bindings of its screen: typed right after the key that opens it, they count, too.

A key that is pressed before a screen has come up is handled by whatever had the focus, and only bindings
are looked up anew when its turn comes.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingsMap


def with_keys(own: BindingsMap, keys: Iterable[tuple[str, str]]) -> BindingsMap:
    """Keys and what they do, before what the screen binds itself."""
    return BindingsMap.merge([BindingsMap(Binding(key, action, show=False) for key, action in keys), own])
