"""A screen that is styled and laid out once when it appears, not three times.

Textual styles each widget as it is mounted and all of them again when the screen comes to the front,
lays a screen out when it comes and again when it hears of its size, and once more because widgets
were told sizes of which nothing follows. For a form of a hundred widgets that is most of what
opening it costs.
"""

from __future__ import annotations

from textual import events, messages
from textual._time import get_time
from textual.geometry import Size
from textual.screen import ScreenResultType
from textual.widget import Widget

from mimiry_tui.ui.screens.dismissed_once import DismissedOnce


class LaidOutOnce(DismissedOnce[ScreenResultType]):
    """Leaves out what Textual would do again with the same outcome."""

    _is_fresh = True
    """Its widgets were styled one by one as they came, and not together yet."""
    _laid_out_at = 0.0
    """When that layout began, as messages tell their time."""
    _laid_out_for: Size | None = None
    """The size that everything has its place for; None where anything was to be laid out since."""

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        if self._is_fresh and event.refresh_styles:
            event.refresh_styles = False
            # The screen itself was there before its style sheet was read.
            self.app.stylesheet.update_nodes([self])
        self._is_fresh = False

    async def _on_layout(self, message: messages.Layout) -> None:
        if message.time < self._laid_out_at:
            # Asked for before the last layout was done, which found everything as it is.
            message.stop()
            message.prevent_default()

    def _screen_resized(self, size: Size) -> None:
        if size != self._laid_out_for or self._layout_required:
            super()._screen_resized(size)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        asked = {widget for widget in self._widgets() if widget._layout_required}
        bars = {widget: widget.scrollbars_enabled for widget in self._widgets()}
        begun, whole = get_time(), not scroll or bool(self._layout_widgets)
        super()._refresh_layout(size, scroll)
        for widget in self._widgets():
            changed = widget.scrollbars_enabled != bars.get(widget, (False, False))
            if widget._layout_required and widget not in asked and not changed:
                # It was told its size by the layout that is done.
                widget._layout_required = False
        if whole:
            self._layout_required = False
            self._laid_out_at = begun
            self._laid_out_for = self.outer_size if size is None else size

    def _widgets(self) -> list[Widget]:
        return [*self.walk_children(Widget, with_self=True), *(one for one, _ in self._compositor.layers)]
