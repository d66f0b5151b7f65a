"""What the keys of a launch form of a cloud's own do."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace

from textual import on
from textual.binding import ActiveBinding
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.worker import Worker

from mimiry_tui.domain.doing.forms import Form, Role
from mimiry_tui.ui.clipboard import copy
from mimiry_tui.ui.forms.form_flow import FormFlow
from mimiry_tui.ui.forms.form_side import FormSide
from mimiry_tui.ui.forms.form_start import Start
from mimiry_tui.ui.forms.form_view import FormView
from mimiry_tui.ui.forms.launch_view import LaunchView
from mimiry_tui.ui.forms.left_in_form import LeftInForm
from mimiry_tui.ui.launch.cost_box import price_words
from mimiry_tui.ui.launch.typed import Typed
from mimiry_tui.ui.screens.laid_out_once import LaidOutOnce
from mimiry_tui.ui.services import Services

_ONLY_WRITING = frozenset({"launch", "start_afresh", "turn_form"})
"""Actions that wait while a launch is under way."""


class FormLaunchActions(LaidOutOnce[str | None]):
    """A screen with a form and its side panel. Subclasses make the parts and arrange them."""

    services: Services
    flow: FormFlow
    forms: Sequence[Form]
    view: FormView
    views: dict[str, FormView]
    left: LeftInForm
    shown: LaunchView
    """The form as it was last drawn."""
    scroll: VerticalScroll
    side: FormSide
    start: Start
    beside = False
    """Whether form and side panel are both in sight."""
    reviewing = False
    """Whether the side panel is shown where only one of them has room."""
    focus_back: Widget | None = None
    """What had the focus before the form could not have it."""
    _launching: Worker[None] | None = None
    """What looks once more, sends files and then the form."""

    @abstractmethod
    def fit_parts(self) -> None:
        """Show what is to be in sight."""

    @abstractmethod
    def show(self) -> None:
        """Draw the form's figures as they are now."""

    @abstractmethod
    async def turn_to_form(self, form: Form) -> None:
        """Fill in that one instead."""

    # The draft

    async def open(self) -> None:
        """Read what is on disk: the key, and what was left in the form."""
        await self.services.account.key.read()
        if await self.left.load():
            await self.turn_to_form(self.left.form_of(self.forms))
            self.flow.tell(self.left.fill(self.view))
        else:
            self.flow.tell(self.start.words)
        self.show()

    def keep(self) -> None:
        """Have what was typed as the draft of that form."""
        if self.left.keep(self.view):
            self.flow.edited()

    def suggest_name(self, view: LaunchView) -> None:
        """In the empty field of the name, what the session is called all the same."""
        found = view.form.of_role(Role.NAME)
        if found is not None and not found.required:
            self.view.suggest(found.key, view.preflight.name)

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
        """The key that launches says what it does and costs, those that lead elsewhere say where to."""
        found = super().active_bindings
        price = price_words(self.shown.cost)
        verb = self.view.form.verb
        leave = "leave; it goes on" if self.flow.is_sent else ""
        leave = "stop" if self.flow.is_stoppable else leave
        verbs = {
            "ctrl+l": f"{verb} for {price}" if price else verb,
            "ctrl+r": "form" if self.reviewing else "",
            "escape": "form" if self._leads_to_form else leave,
        }
        for key, words in verbs.items():
            if words and (active := found.get(key)) is not None:
                found[key] = active._replace(binding=replace(active.binding, description=words))
        return found

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in _ONLY_WRITING and self.flow.is_busy:
            return False
        if action == "review":
            return not self.beside
        if action == "turn_form":
            return len(self.forms) > 1
        return super().check_action(action, parameters)

    def action_launch(self) -> None:
        """Launch what the form says."""
        self.after_typing(self._launch)

    def _launch(self) -> None:
        self._launching = self.run_worker(self.flow.launch(), name="launch", exit_on_error=True)

    async def action_turn_form(self, form: str = "") -> None:
        """Fill in another of the cloud's forms."""
        typed = asyncio.Event()
        self.after_typing(typed.set)
        await typed.wait()
        ids = [one.id for one in self.forms]
        place = ids.index(form) if form in ids else (ids.index(self.view.form.id) + 1) % len(ids)
        # Whatever key comes next is meant for that form.
        await self.turn_to_form(self.forms[place])

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

    def action_go_to(self, key: str) -> None:
        """Put the cursor where that is decided."""
        if not self.flow.is_busy:
            self._look_at(lambda: self.view.focus_field(key))

    def action_start_afresh(self) -> None:
        """Empty the form; once more brings back what was in it."""
        self.after_typing(self._start_afresh)

    def _start_afresh(self) -> None:
        self.flow.tell(self.left.turn_afresh(self.view))
        self.view.focus_first()

    def action_not_here(self) -> None:
        """Say which key leaves."""
        self.flow.tell("esc leaves the form and keeps a draft")

    def action_leave(self) -> None:
        """Back to the form from its review, or from a launch that is not sent yet; else away, with what
        was typed kept.
        """
        if self._leads_to_form:
            self.turn_to(review=False)
        elif self.flow.is_stoppable and self._launching is not None:
            self._launching.cancel()
            self.flow.stopped()
        else:
            self.after_typing(self._leave)

    @property
    def _leads_to_form(self) -> bool:
        """Whether what leaves leads from the review back to the form."""
        return self.reviewing and not self.beside and not self.flow.is_stoppable

    def _leave(self) -> None:
        if self.flow.is_busy:
            self.flow.hand_over(self.left.forgetting(self.view))
        if self.left.trouble:
            self.app.notify(self.left.trouble, severity="warning", markup=False)
        self.dismiss(None)

    # Where one is

    def show_wrong(self) -> None:
        """Put the cursor where something is wrong."""
        self._look_at(self.view.focus_wrong)

    def refused(self, words: str) -> None:
        """Say in the field that the service's words name what it has against it."""
        self._look_at(lambda: self.view.refuse(words))
        self.show()

    def turn_to(self, *, review: bool) -> None:
        """Show the side panel instead of the form, or the form again with the cursor where it was."""
        if self.beside or review == self.reviewing:
            return
        if review:
            self.focus_back = self.focused
        self.reviewing = review
        self.fit_parts()
        target = self.side if review else self.focus_back
        if target is not None:
            self.call_after_refresh(self.set_focus, target)

    def _look_at(self, look: Callable[[], object]) -> None:
        if self.reviewing and not self.beside:
            self.turn_to(review=False)
            self.call_after_refresh(look)
        else:
            # At once: what is typed next means that field.
            look()
