"""Which of the keys in settings can be used, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from textual.keys import Keys, _character_to_key

from mimiry_tui.settings.settings import Problem
from mimiry_tui.ui.key_scopes import Bound, Chain, chains, every_binding
from mimiry_tui.ui.widgets.key_bar import key_label

KEPT = {
    "ctrl+c": "it copies and interrupts",
    "ctrl+q": "it always leaves",
    "ctrl+z": "the terminal takes it",
    "ctrl+i": "a terminal cannot tell it from tab",
    "ctrl+m": "a terminal cannot tell it from enter",
    "ctrl+left_square_bracket": "a terminal cannot tell it from escape",
}
"""Keys that can be given to nothing, and why."""
UNCHANGING = frozenset({"quit.alias"})
"""Ids that keep their keys: there is always a way out."""

_HELD = frozenset({"ctrl", "alt", "shift", "super", "meta", "hyper"})
_SIGNS = frozenset(_character_to_key(chr(code)) for code in range(0x21, 0x7F))
_NAMED = frozenset(key.value for key in Keys if key.value.isidentifier()) - {"ignore"}
_CLOSE = 0.6
"""How alike an unknown id must be to one there is (difflib's ratio)."""


def checked(keys: Mapping[str, str]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The entries that can be used, in Textual's names, and what is wrong with each of the others."""
    bound_as: dict[str, list[Bound]] = {}
    for one in every_binding():
        bound_as.setdefault(one.id, []).append(one)
    usable: dict[str, tuple[str, ...]] = {}
    problems: dict[str, str] = {}
    for name, text in keys.items():
        wanted = normalised(text)
        problem = _unknown(name, bound_as) or _unusable(wanted, bound_as[name])
        if problem:
            problems[name] = problem
        else:
            usable[name] = wanted
    while (clash := _first_clash(usable)) is not None:
        name, problems[name] = clash
        del usable[name]
    told = tuple(Problem(None, f"keys.{name}", problems[name]) for name in keys if name in problems)
    return {name: ",".join(wanted) for name, wanted in usable.items()}, told


def normalised(text: str) -> tuple[str, ...]:
    """The keys of a comma separated list in Textual's names, each once: "?, shift+a" → question_mark, A."""
    return tuple(dict.fromkeys(_name(part.strip()) for part in text.split(",")))


def _name(key: str) -> str:
    # The plus key by its sign stands at the end: "ctrl++", "+".
    held, plus, pressed = (key[:-2], "+", "+") if key.endswith("++") else key.rpartition("+")
    if key == "+":
        held, plus, pressed = "", "", "+"
    if held == "shift" and len(pressed) == 1 and pressed.isalpha():
        return pressed.upper()
    if len(pressed) > 1:
        pressed = pressed.lower()
    return held.lower() + plus + (_character_to_key(pressed) if len(pressed) == 1 else pressed)


def _unknown(name: str, bound_as: Mapping[str, list[Bound]]) -> str:
    if name in UNCHANGING:
        return f"{_labels(bound_as[name][0].keys)} keeps its meaning, so that there is always a way out"
    if name in bound_as:
        return ""
    close = get_close_matches(name, bound_as, n=1, cutoff=_CLOSE)
    return "there is no such action" + (f", did you mean {close[0]}?" if close else "")


def _unusable(wanted: tuple[str, ...], bound: list[Bound]) -> str:
    if not any(wanted):
        return "no key is given"
    default = {key for one in bound for key in one.keys}
    for key in wanted:
        *held, pressed = key.split("+")
        if not pressed or not (set(held) <= _HELD and (pressed in _SIGNS | _NAMED or len(pressed) == 1)):
            return f"{key!r} is no key: a letter or sign, f1, enter, ctrl+s, alt+1 …"
        if key in KEPT and key not in default:
            return f"{key_label(key)} cannot be given away, {KEPT[key]}"
        if _is_text(key) and any(one.has_priority and not any(map(_is_text, one.keys)) for one in bound):
            return f"{key_label(key)} is needed for typing where this works"
    return ""


def _is_text(key: str) -> bool:
    return key in _SIGNS or len(key) == 1 or key == "space"


def _first_clash(usable: Mapping[str, tuple[str, ...]]) -> tuple[str, str] | None:
    """The last of the changed ids that has a key which already means something else in the same place."""
    for name in reversed(tuple(usable)):
        for chain in chains():
            for mine in (one for one in chain.bound if one.id == name):
                clash = _clash(mine, chain, usable)
                if clash:
                    return name, clash
    return None


def _clash(mine: Bound, chain: Chain, usable: Mapping[str, tuple[str, ...]]) -> str:
    for other in chain.bound:
        if other.id == mine.id or other.action == mine.action:
            continue
        shared = set(usable[mine.id]) & set(usable.get(other.id, other.keys))
        # Where the product itself gives one key two meanings, it knows which is meant.
        for key in sorted(shared - (set(mine.keys) & set(other.keys))):
            return f'{key_label(key)} already is {other.id} ("{other.meaning}") {chain.place}'
    return ""


def _labels(keys: tuple[str, ...]) -> str:
    return " ".join(map(key_label, keys))
