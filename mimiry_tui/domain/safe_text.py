"""Foreign text made harmless: what a terminal would obey, hide or measure differently becomes a visible mark.

A name, a log line or an error text comes from outside. It may hold escape sequences, bidirectional
overrides, invisible characters or a pile of accents. `safe_text` answers with text that

- holds no control, format, surrogate, private or unassigned character, on one line;
- is as many cells wide in every terminal: characters whose width terminals disagree about are spelled out;
- is at most `limit` characters long, with `…` where it was cut;
- does not change when made safe again.

Marks: control characters as their pictures (`␛`, `␊`), a zero-width joiner as `‿`, regional indicators
(flags) as their letters, everything else as its code point, `‹202E›`. Variation selectors that only choose
between text and emoji looks are left out; every kind of space becomes a plain one.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MAX_COMBINING = 2
"""How many combining characters one character keeps; no living script stacks more in composed text."""

_DOTTED_CIRCLE = "◌"
_PRESENTATION_ONLY = frozenset("\ufe0e\ufe0f")
_SPELLED_OUT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mc", "Me"})
_INVISIBLE_OR_CONTESTED = (
    (0x034F, 0x034F),  # combining grapheme joiner
    (0x1100, 0x11FF),  # Hangul letters that did not compose, and the Hangul fillers
    (0x17B4, 0x17B5),  # Khmer inherent vowels
    (0x180B, 0x180F),  # Mongolian variation selectors
    (0x2630, 0x2637),  # trigrams: wide since Unicode 16
    (0x268A, 0x268F),  # digrams: the same
    (0x3164, 0x3164),  # Hangul filler
    (0x4DC0, 0x4DFF),  # hexagrams: wide since Unicode 16
    (0xA960, 0xA97F),  # Hangul letters, extended
    (0xD7B0, 0xD7FF),  # the same
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFFA0, 0xFFA0),  # half-width Hangul filler
    (0x1D300, 0x1D37F),  # Tai Xuan Jing signs and counting rods: wide since Unicode 16
    (0x1F3FB, 0x1F3FF),  # skin tones: joined to the emoji before in some terminals only
    (0xE0100, 0xE01EF),  # variation selectors, supplement
)


def safe_text(text: str, limit: int = 200) -> str:
    """`text` as it may be shown: one harmless line of at most `limit` characters (at least 1).

    Never raises, whatever the string holds, and `safe_text(safe_text(x)) == safe_text(x)`.
    """
    limit = max(1, limit)
    if text.isascii() and text.isprintable() and len(text) <= limit:
        return text
    # Four characters can compose to one; more than that many times the limit can't become visible.
    raw = text[: limit * 8]
    shown = unicodedata.normalize("NFC", _replaced(unicodedata.normalize("NFC", raw)))
    if len(shown) > limit or len(raw) < len(text):
        return shown[: limit - 1].removesuffix("…") + "…"
    return shown


def _replaced(text: str) -> str:
    out: list[str] = []
    combining = MAX_COMBINING
    for char in text:
        if char.isascii() and char.isprintable():
            out.append(char)
            combining = 0
        elif unicodedata.category(char) == "Mn" and not _is_contested(char):
            if not out:
                out.append(_DOTTED_CIRCLE)
                combining = 0
            if combining < MAX_COMBINING:
                out.append(char)
            combining += 1
        elif mark := _mark(char):
            out.append(mark)
            combining = 0
    return "".join(out)


@lru_cache(maxsize=4096)
def _mark(char: str) -> str:
    """What stands for one character that does not combine: itself, its mark, or nothing."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if char in _PRESENTATION_ONLY:
        return ""
    if code == 0x200D:
        return "‿"
    if 0x1F1E6 <= code <= 0x1F1FF:
        return chr(ord("A") + code - 0x1F1E6)
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    if category in _SPELLED_OUT or _is_contested(char):
        return f"‹{code:04X}›"
    return char


@lru_cache(maxsize=4096)
def _is_contested(char: str) -> bool:
    code = ord(char)
    return any(first <= code <= last for first, last in _INVISIBLE_OR_CONTESTED)
