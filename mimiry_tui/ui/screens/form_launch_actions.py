"""What the keys of a launch form of a cloud's own do."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Mapping, Sequence

from mimiry_tui.domain.doing.forms import Form, Role
from mimiry_tui.domain.launching.checks import Preflight
from mimiry_tui.ui.forms.form_flow import FormFlow
from mimiry_tui.ui.forms.form_side import FormSide
from mimiry_tui.ui.forms.form_start import Start
from mimiry_tui.ui.forms.form_view import FormView
from mimiry_tui.ui.forms.launch_view import LaunchView
from mimiry_tui.ui.forms.left_in_form import LeftInForm
from mimiry_tui.ui.launch.cost_box import price_words
from mimiry_tui.ui.screens.form_beside import FormBeside


class FormLaunchActions(FormBeside):
    """A form of a cloud's own and its side panel. Subclasses make the parts and arrange them."""

    ONLY_WRITING = frozenset({"launch", "start_afresh", "turn_form"})
    flow: FormFlow
    forms: Sequence[Form]
    view: FormView
    views: dict[str, FormView]
    left: LeftInForm
    shown: LaunchView
    """The form as it was last drawn."""
    side: FormSide
    start: Start

    @property
    def preflight(self) -> Preflight:
        return self.shown.preflight

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

    # Keys

    @property
    def verbs(self) -> Mapping[str, str]:
        """The key that launches says what it does and costs, those that lead elsewhere say where to."""
        price = price_words(self.shown.cost)
        verb = self.view.form.verb
        leave = "leave; it goes on" if self.flow.is_sent else ""
        leave = "stop" if self.flow.is_stoppable else leave
        return {
            "launch.launch": f"{verb} for {price}" if price else verb,
            "launch.review": "form" if self.reviewing else "",
            "launch.leave": "form" if self._leads_to_form else leave,
        }

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        allowed = super().check_action(action, parameters)
        return allowed and (action != "turn_form" or len(self.forms) > 1)

    async def action_turn_form(self, form: str = "") -> None:
        """Fill in another of the cloud's forms."""
        typed = asyncio.Event()
        self.after_typing(typed.set)
        await typed.wait()
        ids = [one.id for one in self.forms]
        place = ids.index(form) if form in ids else (ids.index(self.view.form.id) + 1) % len(ids)
        # Whatever key comes next is meant for that form.
        await self.turn_to_form(self.forms[place])

    def action_go_to(self, key: str) -> None:
        """Put the cursor where that is decided."""
        if not self.flow.is_busy:
            self.in_form(lambda: self.view.focus_field(key))

    def action_start_afresh(self) -> None:
        """Empty the form; once more brings back what was in it."""
        self.after_typing(self._start_afresh)

    def _start_afresh(self) -> None:
        self.flow.tell(self.left.turn_afresh(self.view))
        self.view.focus_first()

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
        self.in_form(self.view.focus_wrong)

    def refused(self, words: str) -> None:
        """Say in the field that the service's words name what it has against it."""
        self.in_form(lambda: self.view.refuse(words))
        self.show()
