"""What a pane says when it has no rows: loading, empty, offline, in trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from mimiry_tui.clouds.errors import says_more
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone

if TYPE_CHECKING:
    from mimiry_tui.live.store import Health


def no_rows(empty: Content, health: Health | None, *, paused: bool = False) -> Content:
    """The reason for an empty pane; `empty` is for one that is in order and has nothing to show."""
    if health is None or (health.as_of is None and health.error is None):
        if paused and health is not None and not health.loading:
            return message(toned("nothing has been read yet", "text"), "refreshing is paused")
        return message(toned("loading…", "dim"))
    if health.error is not None:
        keeps = "; the dashboard keeps trying" if health.error.passes and not paused else ""
        return trouble(health.error.title, health.error.detail, f"{health.error.hint}{keeps}")
    return empty


def trouble(title: str, detail: str, hint: str, tone: Tone = "warn") -> Content:
    """What went wrong, in the service's words and ours."""
    lines = [toned(title, tone, bold=True)]
    if says_more(detail, title):
        lines.append(toned(safe_text(detail, 300), "text"))
    if hint:
        lines.append(toned(hint, "dim"))
    return Content("\n").join(lines)


def message(headline: Content, *rest: str) -> Content:
    """A headline with quieter lines under it."""
    return Content("\n").join([headline, *(toned(line, "dim") for line in rest)])
