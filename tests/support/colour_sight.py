"""How colours look to people who see them otherwise, and how light they are.

The matrices are those of Machado, Oliveira and Fernandes (2009) for a full deficiency, on linear RGB.
"""

from __future__ import annotations

from textual.color import Color

Matrix = tuple[tuple[float, float, float], ...]

NORMAL = "normal"
SIGHTS: dict[str, Matrix] = {
    NORMAL: ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def luminance(colour: str, sight: str = NORMAL) -> float:
    """From 0 (black) to 1 (white), as that sight has it."""
    red, green, blue = _seen(colour, sight)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lightness(colour: str, sight: str = NORMAL) -> float:
    """L* from 0 to 100: equal steps look equal."""
    amount = luminance(colour, sight)
    return 116 * amount ** (1 / 3) - 16 if amount > 0.008856 else 903.3 * amount


def contrast(one: str, other: str, sight: str = NORMAL) -> float:
    """From 1 to 21, as the web's accessibility guidelines count it."""
    low, high = sorted((luminance(one, sight), luminance(other, sight)))
    return (high + 0.05) / (low + 0.05)


def _seen(colour: str, sight: str) -> list[float]:
    linear = [_linear(part / 255) for part in Color.parse(colour).rgb]
    return [
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, linear, strict=True))))
        for row in SIGHTS[sight]
    ]


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
