"""The mouse on a log: the wheel scrolls, a drag selects, the bar at the right goes anywhere."""

from __future__ import annotations

from textual import events
from textual.message import Message

from mimiry_tui.ui.widgets.log.lines import LogLines

WHEEL = 3
"""Rows that one step of the wheel moves."""


class LogCanvas(LogLines):
    """The lines of a log, with a mouse over them."""

    class Used(Message):
        """The mouse moved the log, or selected something."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._dragging = False

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._wheel(-1, sideways=event.shift or event.ctrl)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._wheel(1, sideways=event.shift or event.ctrl)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        event.stop()
        self._wheel(-1, sideways=True)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        event.stop()
        self._wheel(1, sideways=True)

    def _wheel(self, step: int, *, sideways: bool) -> None:
        if sideways:
            self.sideways(step)
        else:
            self.move(step * WHEEL)
            self.post_message(self.Used())

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button != 1:
            return
        event.stop()
        self.capture_mouse()
        self._dragging = True
        if event.x >= self.size.width - 1:
            self._to_bar(event.y)
            return
        place = self._place_at(event.x, event.y)
        self.selection.begin(*place) if place is not None else self.selection.clear()
        self.repaint()
        self.post_message(self.Used())

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if not self._dragging:
            return
        if not self.selection.begun:
            self._to_bar(event.y)
            return
        if event.y < 0 or event.y >= self.size.height:
            self.move(-1 if event.y < 0 else 1)
        place = self._place_at(event.x, max(0, min(event.y, self.size.height - 1)))
        if place is not None:
            self.selection.extend(*place)
            self.repaint()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            self._dragging = False
            self.release_mouse()
            self.selection.finish()
            self.repaint()
            self.post_message(self.Used())

    def _to_bar(self, y: int) -> None:
        share = max(0.0, min(1.0, y / max(1, self.size.height - 1)))
        self.go(round(share * self.source.count) - (0 if share == 1 else self.place.height // 2))
        self.post_message(self.Used())

    def _place_at(self, x: int, y: int) -> tuple[int, int] | None:
        """The line and the character under the mouse."""
        if not self._rows:
            return None
        painter = self.painter()
        row = self._rows[min(y, len(self._rows) - 1)]
        if y >= len(self._rows):
            return row.text.number, len(row.text.text)
        cells = x - painter.gutter + painter.left
        return row.text.number, min(row.stop, row.text.place_at(row.start, max(0, cells)))
