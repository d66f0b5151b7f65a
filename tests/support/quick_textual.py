"""Textual as it is, without what it does anew for each of a thousand apps of one process.

Nothing here changes what an app does or shows: style sheets are parsed once instead of once per app,
and a pilot waits for those widgets that have something to do instead of asking every one.
"""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

from textual._queue import Queue
from textual.app import ScreenStackError
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.message import Message
from textual.message_pump import MessagePump
from textual.pilot import Pilot, WaitForScreenTimeout

_PATIENCE = 60.0
"""Seconds within which widgets handle their messages, however busy the machine is."""

_parse = Stylesheet._parse_rules
_Parsed = dict[tuple[object, ...], list[RuleSet]]
_parsed: dict[tuple[tuple[str, str], ...], _Parsed] = {}
"""By the variables that the rules are made with, as themes set them."""
_of_sheet: WeakKeyDictionary[Stylesheet, tuple[dict[str, str], _Parsed]] = WeakKeyDictionary()


def quicken() -> None:
    """Put the quicker ways in the place of Textual's own, for the whole process."""
    Stylesheet._parse_rules = _parse_once  # type: ignore[method-assign]
    Pilot._wait_for_screen = _wait_for_screen  # type: ignore[assignment, method-assign]


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
    return not waiting


def _has_work(pump: MessagePump) -> bool:
    """Whether it has messages, or is at one: otherwise its task waits at its empty queue."""
    queue: Queue[Message | None] = pump._message_queue
    return not queue.empty() or not queue.ready_event._waiters
