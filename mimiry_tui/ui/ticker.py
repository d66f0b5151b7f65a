"""One timer for every text that changes by itself.

An age changes when its displayed text does: every second while young, then every minute. A widget asks
to be woken at that moment; the ticker sleeps until the next beat after the soonest one, so that all
that changes within a second is painted at once. Nothing is woken while the app is
unfocused, or while the widget can't be seen: its moment is kept and comes when it is shown again.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from typing import Any, ClassVar
from weakref import WeakKeyDictionary, ref

from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

from mimiry_tui.clock import Clock

BEAT = 1.0
"""Seconds between two rounds at the least. A round costs much the same for one text as for all of them,
because Textual goes through every widget between the topmost and the lowest one that changed."""


class Ticker:
    """Wakes widgets at the moments they asked for. One per app: see `Ticker.of`."""

    _by_app: ClassVar[WeakKeyDictionary[App[Any], Ticker]] = WeakKeyDictionary()

    def __init__(self, app: App[Any], clock: Clock) -> None:
        self._app = ref(app)
        self._clock = clock
        self._wanted: dict[Widget, tuple[float, Callable[[], None]]] = {}
        self._paused = not app.app_focus
        self._armed_for: float | None = None
        self._firing = False
        self._task: asyncio.Task[None] | None = None
        app.watch(app, "app_focus", self._focus_changed, init=False)
        app.screen_change_signal.subscribe(app, self._screen_changed, immediate=True)

    @classmethod
    def of(cls, app: App[Any], clock: Clock) -> Ticker:
        """The app's ticker, made with `clock` when it has none yet."""
        ticker = cls._by_app.get(app)
        if ticker is None:
            ticker = cls._by_app[app] = cls(app, clock)
        return ticker

    def wake(self, widget: Widget, at_monotonic: float, callback: Callable[[], None]) -> None:
        """Call `callback` once at the first beat from the clock's monotonic `at_monotonic` on at which the
        widget can be seen. A widget has one moment: a later call replaces it."""
        # Never the present beat: a text that is due by a hair would be painted over and over.
        next_beat = math.floor(self._clock.monotonic() / BEAT + 1e-6) + 1
        self._wanted[widget] = (max(math.ceil(at_monotonic / BEAT - 1e-6), next_beat) * BEAT, callback)
        if not self._firing:
            self._arm(self._wanted[widget][0])

    def forget(self, widget: Widget) -> None:
        """Don't wake that widget any more."""
        self._wanted.pop(widget, None)

    def pause(self) -> None:
        """Wake nothing until `resume`."""
        self._paused = True
        self._disarm()

    def resume(self) -> None:
        """Go on; what became due meanwhile is woken at once."""
        self._paused = False
        self.fire()

    def fire(self) -> None:
        """Wake every widget that is due and can be seen, and sleep until the next moment."""
        self._disarm()
        if self._paused:
            return
        now = self._clock.monotonic()
        self._firing = True
        try:
            for widget, (at, callback) in list(self._wanted.items()):
                if not widget.is_attached:
                    del self._wanted[widget]
                elif at <= now and is_seen(widget):
                    del self._wanted[widget]
                    callback()
        finally:
            self._firing = False
        self._arm()

    def _arm(self, for_moment: float = -math.inf) -> None:
        """Sleep until the soonest moment, if that is not what goes on already."""
        if self._paused or (self._armed_for is not None and self._armed_for <= for_moment):
            return
        soonest = min((at for widget, (at, _) in self._wanted.items() if is_seen(widget)), default=None)
        if soonest is None or (self._armed_for is not None and self._armed_for <= soonest):
            return
        self._disarm()
        self._armed_for = soonest
        self._task = asyncio.create_task(self._sleep_until(soonest), name="ticker")

    def _disarm(self) -> None:
        self._armed_for = None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _sleep_until(self, moment: float) -> None:
        await self._clock.sleep(max(0.0, moment - self._clock.monotonic()))
        self._task = None
        # Through the app's own queue, so that an error in a callback is met like any other.
        self._fire_soon()

    def _fire_soon(self) -> None:
        if (app := self._app()) is not None:
            app.call_later(self.fire)

    def _focus_changed(self, focused: bool) -> None:
        if focused:
            self.resume()
        else:
            self.pause()

    def _screen_changed(self, _screen: Screen[Any]) -> None:
        self._fire_soon()


def is_seen(widget: Widget) -> bool:
    """Whether the widget has a place on a screen that shows: the top one, or one under modal dialogs only."""
    if not (widget.is_attached and widget.size and widget.display):
        return False
    stack = widget.app.screen_stack
    if widget.screen not in stack:
        return False
    covering = stack[stack.index(widget.screen) + 1 :]
    return all(screen.is_modal for screen in covering) and all(node.display for node in widget.ancestors)
