"""All keys with their ids, for who wants to give them others in the settings."""

from __future__ import annotations

from mimiry_tui.ui.key_scopes import Chain, chains, every_binding
from mimiry_tui.ui.widgets.key_bar import key_label

_HEAD = ("| id | keys | what | where |", "| --- | --- | --- | --- |")


def keys_table() -> str:
    """A Markdown table: where, id, keys and meaning of every binding, each id once."""
    places: dict[str, str] = {}
    for chain in sorted(chains(), key=_by_weight):
        for bound in chain.bound:
            places.setdefault(bound.id, chain.place)
    rows = {}
    for bound in every_binding():
        keys = " ".join(f"`{key_label(key)}`".replace("|", "\\|") for key in bound.keys)
        meaning = bound.meaning.replace("|", "\\|")
        rows[bound.id] = f"| `{bound.id}` | {keys} | {meaning} | {places.get(bound.id, '')} |"
    order = list(dict.fromkeys(places.values()))
    ids = sorted(rows, key=lambda name: (order.index(places[name]) if name in places else len(order), name))
    return "\n".join(
        ["| id | keys | what | where |", "| --- | --- | --- | --- |", *(rows[name] for name in ids)]
    )


def _by_weight(chain: Chain) -> int:
    """The dashboard first, dialogs last."""
    first = ("on the dashboard", "in a session", "in the launch form", "in the set-up")
    return first.index(chain.place) if chain.place in first else len(first)
