"""A field of a form that is one widget: what stands there also takes the focus."""

from __future__ import annotations

from textual.widget import Widget


class OwnWidget(Widget):
    """Named after the widget that a control is, whose looks count."""

    @property
    def widget(self) -> Widget:
        return self

    @property
    def target(self) -> Widget:
        return self
