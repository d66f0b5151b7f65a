"""The account in one short line, for a status bar: `2 up · €3.42/h`."""

from __future__ import annotations

from mimiry_tui.commands.snapshot.figures import Figures
from mimiry_tui.commands.snapshot.trouble import short_words
from mimiry_tui.domain.status_line import status_line
from mimiry_tui.live.once import Look


def line_of(look: Look, figures: Figures) -> str:
    """No foreign text is in it: a status bar may read marks of its own in what it is given.

    `≥` where volumes could not be read, `? · offline` where sessions could not.
    """
    if figures.counts is None:
        error = look.sessions.error
        return f"? · {short_words(error)}" if error is not None else "no sessions here"
    return status_line(figures.counts, figures.burn, at_least=not figures.burn_is_whole)
