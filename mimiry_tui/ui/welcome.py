"""What panes that need an account say to someone who has none set up."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.ui.toned import toned


def first_steps(portal: str, why: str, *, set_up: str, profiles: str) -> Content:
    """How to get from nothing to one's own sessions, in three lines; with the keys of two of them.

    `why` a key that was named cannot be used comes first; it may be foreign text.
    """
    steps = (
        (set_up, "sets one up here", "an SSH key of yours, or a new one, step by step"),
        ("", "or in the portal", f"{portal} → Profile → SSH Keys → Add Key"),
        (profiles, "other accounts", "and the demo: a simulated cloud, which costs nothing"),
    )
    headline = toned("Your sessions show up here once this machine has a key", "bright", bold=True)
    lines = [
        toned(f"{number:<2} ", "accent", bold=True) + toned(f"{what:<22}", "dim") + toned(how, "text")
        for number, what, how in steps
    ]
    width = max(line.cell_length for line in lines)
    # Centred as a block: lines of one length stay aligned with each other.
    block = [line.pad_right(width - line.cell_length) for line in lines]
    trouble = [toned(f"⚠ {why}", "warn")] if why else []
    return Content("\n").join([headline, *trouble, Content(""), *block])


def signed_out(what: str) -> Content:
    """A pane beside the one with the first steps."""
    return Content("\n").join(
        [toned(f"{what} need a key", "text"), toned("prices do not: see pane 2", "dim")]
    )
