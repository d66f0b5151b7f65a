"""How much air there is between things, and whether anything moves by itself."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import App

from mimiry_tui.settings.preferences import Density, Motion

COMPACT = "-compact"
"""The class that an app has while it is compact; style sheets say what that means."""
STILL = "-still"
"""The class that an app has while nothing shall move by itself."""


def is_compact(app: App[Any]) -> bool:
    """Whether frames and padding are as thin as they can be."""
    return app.has_class(COMPACT)


def is_still(app: App[Any]) -> bool:
    """Whether nothing shall move by itself."""
    return app.has_class(STILL)


def apply_density(app: App[Any], density: Density) -> None:
    """Draw everything with that much air from now on, on every screen."""
    compact = density is Density.COMPACT
    if compact == is_compact(app):
        return
    from mimiry_tui.ui.widgets.pane_edge import PaneEdge  # which asks how compact it is

    app.set_class(compact, COMPACT)
    for screen in app.screen_stack if app.is_running else ():
        screen.update_node_styles(animate=False)
        for edge in screen.query(PaneEdge):
            edge.repaint()
        # There is room for other things now.
        screen.post_message(events.Resize(screen.size, screen.size))


def apply_motion(app: App[Any], motion: Motion) -> None:
    """Let things move from now on, or stand still."""
    app.set_class(motion is Motion.NONE, STILL)
    app.animation_level = "none" if motion is Motion.NONE else "full"
