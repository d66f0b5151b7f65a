"""A QR code in half blocks: two rows of modules on one line."""

from __future__ import annotations

QUIET = 2
"""Modules of margin. The standard wants four; scanners do with two, and a terminal's own margin helps."""
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def qr_lines(text: str, *, light_ink: bool) -> list[str]:
    """The lines of the code, all as wide as each other; none for a text that is too long for any code.

    `light_ink`: the ink is lighter than the ground, so light modules are drawn. A code the other way
    round is one that many scanners do not read.
    """
    import segno  # only who registers a key pays for it

    try:
        code = segno.make(text, error="l", micro=False, boost_error=False)
    except ValueError:  # segno's DataOverflowError is one
        return []
    inked = [[bool(module) != light_ink for module in row] for row in code.matrix_iter(border=QUIET)]
    if len(inked) % 2:
        # Where light modules are drawn the half line below belongs to the margin.
        inked.append([light_ink] * len(inked[0]))
    return [
        "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(inked[::2], inked[1::2], strict=True)
    ]
