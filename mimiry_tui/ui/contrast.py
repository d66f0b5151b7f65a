"""How well a colour can be told from what it stands on, and one that can, as near to it as may be."""

from __future__ import annotations

from functools import lru_cache

RGB = tuple[int, int, int]
"""Red, green and blue, each 0 to 255."""
READABLE = 4.5
"""The contrast that text has at the least, as the web's accessibility guidelines count it."""


@lru_cache(maxsize=2048)
def readable(text: RGB, ground: RGB, least: float = READABLE) -> RGB:
    """The text's colour, moved towards black or white until it can be read on that ground."""
    white, black = (255, 255, 255), (0, 0, 0)
    aim = white if contrast(white, ground) >= contrast(black, ground) else black
    for step in range(11):
        colour = between(text, aim, step / 10)
        if contrast(colour, ground) >= least:
            return colour
    return aim


def contrast(one: RGB, other: RGB) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def between(one: RGB, other: RGB, share: float) -> RGB:
    """The first colour with so much of the other in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return (red, green, blue)


def _luminance(colour: RGB) -> float:
    parts = (part / 255 for part in colour)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
