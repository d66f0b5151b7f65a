"""What the dashboard cannot do when it is shown in a browser, in words for the start and for later."""

from __future__ import annotations

NOT_THERE = (
    "ssh with s: y copies the command for a terminal",
    "notifications and the bell: news is told in the page only",
    "the terminal's title: the page keeps its own",
)
"""Each with what there is instead."""
NO_SSH = "ssh needs a terminal, and this is a browser; y copies the command for one"
