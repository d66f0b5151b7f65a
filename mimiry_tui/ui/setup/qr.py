"""A QR code in half blocks: two rows of modules on one line."""

from __future__ import annotations

QUIET = 2
"""Modules of margin where there is little room. The standard wants `WIDE_QUIET`; scanners do with two."""
WIDE_QUIET = 4
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def qr_lines(text: str, *, quiet: int = QUIET) -> list[str]:
    """The lines of the code, all as wide as each other; none for a text that is too long for any code.

    What is drawn is dark, and wants a light ground: a code the other way round is one that many
    scanners do not read.
    """
    import segno  # only who registers a key pays for it

    try:
        code = segno.make(text, error="l", micro=False, boost_error=False)
    except ValueError:  # segno's DataOverflowError is one
        return []
    dark = [[bool(module) for module in row] for row in code.matrix_iter(border=quiet)]
    if len(dark) % 2:
        dark.append([False] * len(dark[0]))
    return [
        "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(dark[::2], dark[1::2], strict=True)
    ]
