"""A screen with a form to launch by and the panel beside it, or either where only one has room."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker

from mimiry_tui.domain.launching.checks import Preflight
from mimiry_tui.ui.clipboard import copy
from mimiry_tui.ui.forms.form_side import FormSide
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.launch.launch_key_bar import LaunchKeyBar
from mimiry_tui.ui.launch.one_launch import OneLaunch
from mimiry_tui.ui.launch.side_panel import SidePanel
from mimiry_tui.ui.launch.summary_line import SummaryLine
from mimiry_tui.ui.launch.typed import Typed
from mimiry_tui.ui.screens.laid_out_once import LaidOutOnce
from mimiry_tui.ui.services import Services
from mimiry_tui.ui.session.layout import SMALLEST, too_small_words
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.widgets.header import Header

_BESIDE_FROM = 110
"""Columns from which the side panel stands beside the form."""


class FormBeside(LaidOutOnce[str | None]):
    """Dismissed with the id of the session that was launched, or None. Subclasses make form and panel."""

    ONLY_WRITING: ClassVar[frozenset[str]]
    """Actions that wait while a launch is under way."""
    flow: OneLaunch
    form: VerticalScroll
    form_part: Widget
    """The form with what belongs to it: where the side panel stands if only one of them has room."""
    side: SidePanel | FormSide
    beside = False
    """Whether form and side panel are both in sight."""
    reviewing = False
    """Whether the side panel is shown where only one of them has room."""
    focus_back: Widget | None = None
    """What had the focus before the form could not have it."""
    _launching: Worker[None] | None = None
    """What looks once more, sends files and then the form."""
    _done: str | None = None
    """The session that was launched."""

    def __init__(self, services: Services, header: Header) -> None:
        super().__init__(id="launch")
        self.services = services
        self.header = header
        self._line = SummaryLine(id="launch-line")
        self._key_bar = LaunchKeyBar()
        self._notice = Static("", id="too-small", markup=False)
        self._fitted = Size(0, 0)

    @property
    @abstractmethod
    def preflight(self) -> Preflight:
        """What speaks against launching and what it costs, as last drawn."""

    @property
    @abstractmethod
    def verbs(self) -> Mapping[str, str]:
        """What bindings do by now, by their ids, where that is not what they always do; no words: that."""

    def compose(self) -> ComposeResult:
        yield self.header
        yield Horizontal(self.form_part, self.side, id="launch-body")
        yield self._notice
        yield self._line
        yield self._key_bar

    # Keys and what was typed before them

    @on(Typed)
    def _typed(self, event: Typed) -> None:
        event.stop()
        # A key pressed twice may have left the form already, or have put something in front of it.
        if self.is_active:
            event.go_on()

    def after_typing(self, then: Callable[[], None]) -> None:
        """Call that once what was typed before has reached the form."""
        Typed.follow(self.focused, self, then)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """With what the keys do by now."""
        found, verbs = super().active_bindings, self.verbs
        for key, active in found.items():
            if words := verbs.get(active.binding.id or ""):
                found[key] = active._replace(binding=replace(active.binding, description=words))
        return found

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in self.ONLY_WRITING and self.flow.is_busy:
            return False
        if action == "review":
            return not self.beside
        return super().check_action(action, parameters)

    def action_launch(self) -> None:
        """Launch what the form says."""
        self.after_typing(self._launch)

    def _launch(self) -> None:
        self._launching = self.run_worker(self.flow.launch(), name="launch", exit_on_error=True)

    def action_review(self) -> None:
        """Turn to the side panel, or back."""
        self.turn_to(review=not self.reviewing)

    def action_turn(self, label: str = "") -> None:
        """Show the request in another form."""
        self.turn_to(review=True)
        self.side.turn(label)

    def action_copy_request(self, masked: bool = True) -> None:
        """Copy the request in the form that is shown."""
        self.after_typing(lambda: self._copy(masked))

    def _copy(self, masked: bool) -> None:
        self.side.catch_up()
        request = self.side.request
        text = request.text(masked=masked)
        if not text:
            self.app.notify("there is no request yet", severity="warning", markup=False)
            return
        hidden = f", {request.masks} values masked," if masked and request.masks else ""
        copy(self.app, text, f"the request as {request.kind}{hidden}")

    def action_not_here(self) -> None:
        """Say which key leaves."""
        self.flow.tell(f"{key_now('launch.leave', 'esc')} leaves the form and keeps a draft")

    # News

    def _tick(self) -> None:
        """Ages grow, and a launch goes on."""
        clock = self.services.clock
        if self.flow.is_busy:
            self._show_line()
        Ticker.of(self.app, clock).wake(self, clock.monotonic() + 1, self._tick)

    def show_step(self) -> None:
        """A launch begins, goes on or ends: the form waits meanwhile."""
        busy = self.flow.is_busy
        if busy and not self.form.disabled:
            self.focus_back = self.focused
        if self.form.disabled != busy:
            self.form.disabled = busy
            self.refresh_bindings()
            if not busy:
                self.give_focus_back()
        self._show_line()

    def give_focus_back(self) -> None:
        """The form can have the focus again."""
        if self.focus_back is not None:
            self.set_focus(self.focus_back)

    def _show_line(self) -> None:
        if self._notice.display:
            self._line.display = False
            return
        preflight = None if self.beside else self.preflight
        self._line.show(self.flow.said(), preflight, reviewing=self.reviewing)

    # Layout

    def on_resize(self, event: events.Resize) -> None:
        if event.size != self._fitted:
            self._fit(event.size)

    def _fit(self, size: Size) -> None:
        self._fitted = size
        width, height = size
        too_small = width < SMALLEST[0] or height < SMALLEST[1]
        self._notice.display = too_small
        if too_small:
            self._notice.update(too_small_words(width, height))
        for part in (self.header, self.query_one("#launch-body"), self._key_bar):
            part.display = not too_small
        self.beside = width >= _BESIDE_FROM
        self._fit_parts()
        if self.focused is not None:
            # What was in sight on a larger terminal may be below a smaller one's edge.
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    def _fit_parts(self) -> None:
        self.form_part.display = self.beside or not self.reviewing
        self.side.display = self.beside or self.reviewing
        self.side.catch_up()
        self.side.styles.width = "45%" if self.beside else "1fr"
        self.side.styles.max_width = 60 if self.beside else None
        self._show_line()
        self.refresh_bindings()

    def turn_to(self, *, review: bool) -> None:
        """Show the side panel instead of the form, or the form again with the cursor where it was."""
        if self.beside or review == self.reviewing:
            return
        if review:
            self.focus_back = self.focused
        self.reviewing = review
        self._fit_parts()
        target = self.side if review else self.focus_back
        if target is not None:
            self.call_after_refresh(self.set_focus, target)

    def in_form(self, go: Callable[[], object]) -> None:
        """Go somewhere in the form, which is brought into sight for that."""
        if self.reviewing and not self.beside:
            self.turn_to(review=False)
            self.call_after_refresh(go)
        else:
            # At once: what is typed next means that field.
            go()

    # Ends

    def end_with(self, session_id: str | None) -> None:
        """It was launched: leave with that."""
        self._done = session_id
        self._end()

    @on(events.ScreenResume)
    def _end(self) -> None:
        """Leave with what was launched, as soon as nothing is in front."""
        if self._done is not None and self.is_active:
            self.dismiss(self._done)
