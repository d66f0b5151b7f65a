"""What the dashboard cannot do when it is shown in a browser, in words for the start and for later."""

from __future__ import annotations

NOT_THERE = (
    "ssh: its command can be copied, for a terminal",
    "notifications and the bell: news is told in the page only",
    "the terminal's title: the page keeps its own",
)
"""Each with what there is instead."""


def no_ssh(copy: str) -> str:
    """Why there is no shell, and what there is instead: `copy` is the key that copies."""
    return f"ssh needs a terminal, and this is a browser; {copy} copies the command for one"
