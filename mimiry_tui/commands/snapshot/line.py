"""The account in one short line, for a status bar: `2 up · €3.42/h`."""

from __future__ import annotations

from mimiry_tui.commands.snapshot.figures import Figures
from mimiry_tui.commands.snapshot.trouble import short_words
from mimiry_tui.live.once import Look

_DOT = " · "


def line_of(look: Look, figures: Figures) -> str:
    """No foreign text is in it: a status bar may read marks of its own in what it is given.

    `≥` where volumes could not be read, `? · offline` where sessions could not.
    """
    if figures.up is None:
        error = look.sessions.error
        return f"?{_DOT}{short_words(error)}" if error is not None else "no sessions here"
    counts = [(figures.booting, "booting"), (figures.ending, "ending")]
    parts = [f"{figures.up} up", *(f"{count} {word}" for count, word in counts if count)]
    least = "" if figures.burn_is_whole else "≥"
    parts += [f"{least}{rate}/h" for rate in figures.burn]
    return _DOT.join(parts)
