"""Textual as it is, without what it does anew for each of a thousand apps of one process.

Nothing here changes what an app does or shows: style sheets are parsed once instead of once per app,
a pilot waits for those widgets that have something to do instead of asking every one, and what changed
is drawn when the pilot has waited, not for each moment in between that no terminal is there to show.
"""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

from rich.console import RenderableType
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual._queue import Queue
from textual.app import App, ScreenStackError
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.geometry import Region
from textual.message import Message
from textual.message_pump import MessagePump
from textual.pilot import Pilot, WaitForScreenTimeout
from textual.screen import Screen

_PATIENCE = 60.0
"""Seconds within which widgets handle their messages, however busy the machine is."""

_parse = Stylesheet._parse_rules
_Parsed = dict[tuple[object, ...], list[RuleSet]]
_parsed: dict[tuple[tuple[str, str], ...], _Parsed] = {}
"""By the variables that the rules are made with, as themes set them."""
_pause = Pilot.pause
_draw = Compositor.render_update
_undrawn: WeakKeyDictionary[Compositor, set[Region]] = WeakKeyDictionary()
_of_sheet: WeakKeyDictionary[Stylesheet, tuple[dict[str, str], _Parsed]] = WeakKeyDictionary()


def quicken() -> None:
    """Put the quicker ways in the place of Textual's own, for the whole process."""
    Stylesheet._parse_rules = _parse_once  # type: ignore[method-assign]
    Pilot._wait_for_screen = _wait_for_screen  # type: ignore[assignment, method-assign]
    Pilot.pause = _pause_and_draw  # type: ignore[assignment, method-assign]
    Compositor.render_update = _draw_later  # type: ignore[method-assign]


def _parse_once(
    self: Stylesheet,
    css: str,
    read_from: CSSLocation,
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    """Rules are never changed once they are parsed; Textual itself shares them within an app."""
    variables, parsed = _of_sheet.get(self, (None, {}))
    if variables is not self._variables:
        parsed = _parsed.setdefault(tuple(self._variables.items()), {})
        _of_sheet[self] = self._variables, parsed
    key = (css, read_from, is_default_rules, tie_breaker, scope)
    if key not in parsed:
        parsed[key] = _parse(self, css, read_from, is_default_rules, tie_breaker, scope)
    return parsed[key]


async def _wait_for_screen(self: Pilot[object], timeout: float = _PATIENCE) -> bool:  # noqa: ASYNC109
    """Until all that is queued by now was handled.

    Textual's own sends a message to each widget of the screen and waits for all answers, at every key:
    for a form of a hundred widgets that is most of what a test of it costs.
    """
    app = self.app
    try:
        screen = app.screen
    except ScreenStackError:
        return False
    # App and screen in any case: being told makes them do what they put off until they are idle.
    pumps = [app, screen, *(one for one in screen.walk_children() if _has_work(one))]
    handled = asyncio.Event()
    waiting = 0

    def count() -> None:
        nonlocal waiting
        waiting -= 1
        if not waiting:
            handled.set()

    waiting = sum(pump.call_later(count) for pump in pumps)
    if not waiting:
        return True
    tasks = [asyncio.create_task(event.wait()) for event in (handled, app._exception_event)]
    _, pending = await asyncio.wait(tasks, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    if len(pending) == len(tasks):
        raise WaitForScreenTimeout("widgets did not handle their messages in time")
    _draw_now(app)
    return not waiting


async def _pause_and_draw(self: Pilot[object], delay: float | None = None) -> None:
    """As it was; what the screen finds to draw at the end of it is drawn, too."""
    await _pause(self, delay)
    _draw_now(self.app)


def _draw_later(
    self: Compositor,
    full: bool = False,
    screen_stack: list[Screen[object]] | None = None,
    simplify: bool = False,
) -> RenderableType | None:
    """Note what there is to draw; a whole picture is asked for by those who look at it."""
    if full:
        return _draw(self, full, screen_stack, simplify)
    visible_screen_stack.set(screen_stack or [])
    _undrawn.setdefault(self, set()).update(self._dirty_regions)
    self._dirty_regions.clear()
    return None


def _draw_now(app: App[object]) -> None:
    """Draw what changed since the last time, as the screen itself would have done."""
    if app._batch_count or not app.screen_stack:
        return
    screen = app.screen
    if regions := _undrawn.pop(screen._compositor, None):
        screen._compositor._dirty_regions.update(regions)
        with screen._context():
            _draw(screen._compositor, screen_stack=app._background_screens)


def _has_work(pump: MessagePump) -> bool:
    """Whether it has messages, or is at one: otherwise its task waits at its empty queue."""
    queue: Queue[Message | None] = pump._message_queue
    return not queue.empty() or not queue.ready_event._waiters
