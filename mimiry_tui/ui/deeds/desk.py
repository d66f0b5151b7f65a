"""Where deeds are begun and where news of them is told, whatever screen their user is on by then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.app import App
from textual.screen import Screen

from mimiry_tui.clock import Clock
from mimiry_tui.domain.doing.deeds import Asking, Deed, Target
from mimiry_tui.domain.doing.forms import Values
from mimiry_tui.domain.offers import Offer
from mimiry_tui.live.deeds.doing import Doing, DoingState, name_of
from mimiry_tui.ui.announce import Announcer, Severity
from mimiry_tui.ui.clipboard import copy

if TYPE_CHECKING:
    from mimiry_tui.live.account import Account
    from mimiry_tui.ui.profile_mark import ProfileMark
    from mimiry_tui.ui.screens.deed_form import DeedFormScreen

STEP_STAYS = 4.0
"""Seconds a toast of a step stays: the next one is soon to come."""


@runtime_checkable
class TurnsTo(Protocol):
    """A screen that can put its cursor on a session."""

    def show_launched(self, session_id: str) -> None: ...


class DeedDesk:
    """One for each account. Its methods are called on the event loop."""

    def __init__(self, app: App[Any], account: Account, clock: Clock, announcer: Announcer) -> None:
        self._app = app
        self._account = account
        self._clock = clock
        self._announcer = announcer
        self._origins: dict[str, Screen[Any]] = {}
        """The screen on which each was begun that is not over."""
        self._forms: dict[str, DeedFormScreen] = {}
        self._steps: dict[str, str] = {}
        account.deeds.subscribe(self._changed)

    # Beginning

    def menu(self, target: Target, mark: ProfileMark, *around: Target) -> None:
        """Show what can be done to it, and to what is around it: the list that it is in."""
        from mimiry_tui.ui.screens.deeds import Chosen, DeedsScreen

        meant = self._meant((target, *around))
        doings = [one for each in (*around, target) for one in self._account.deeds.of(each)]
        if not meant and not any(one.outcome is not None and one.outcome.text for one in doings):
            name = name_of(target) or "this account"
            self._app.notify(f"nothing more can be done with {name} here", markup=False)
            return

        def chosen(what: Chosen | None) -> None:
            if isinstance(what, Doing):
                self.show(what)
            elif what is not None:
                self.begin(what, next(to for deed, to in meant if deed is what), mark)

        deeds = [deed for deed, _ in meant]
        self._app.push_screen(DeedsScreen(target, deeds, doings, self._clock.now()), chosen)

    def _meant(self, targets: Sequence[Target]) -> list[tuple[Deed, Target]]:
        """What can be done to each; a letter means what it means for the first that has it."""
        found: list[tuple[Deed, Target]] = []
        for target in targets:
            taken = {deed.key for deed, _ in found}
            for deed in self._account.deeds.possible(target):
                found.append((replace(deed, key="") if deed.key in taken else deed, target))
        return found

    def begin(self, deed: Deed, target: Target, mark: ProfileMark) -> None:
        """Ask for what it needs, if anything, and have it done. Meant is this target from here on."""
        origin = self._app.screen
        if deed.form is None:
            self._sure(deed, target, {}, mark, lambda: self._do(deed, target, {}, origin))
            return
        from mimiry_tui.ui.forms.form_view import FormView
        from mimiry_tui.ui.screens.deed_form import DeedFormScreen

        def submit(values: Values) -> None:
            self._sure(deed, target, values, mark, lambda: self._do(deed, target, values, origin, screen))

        offers = self._account.store.offers
        view = FormView(
            deed.form,
            self._account.cloud.extras,
            offers=lambda: [one for one in offers.values() if isinstance(one, Offer)],
            clock=self._clock,
            framed=False,
        )
        screen = DeedFormScreen(deed, target, view, profile=mark, submit=submit)
        self._app.push_screen(screen)

    def show(self, doing: Doing) -> None:
        """Let it be read what came of one."""
        if doing.outcome is not None:
            from mimiry_tui.ui.screens.outcome import OutcomeScreen

            self._app.push_screen(OutcomeScreen(doing))

    def _sure(
        self, deed: Deed, target: Target, values: Values, mark: ProfileMark, go_on: Callable[[], None]
    ) -> None:
        """Ask once more where that is wanted, or where something is lost that no form has told."""
        if deed.asking is Asking.NOTHING and (deed.form is not None or not deed.warning):
            go_on()
            return
        from mimiry_tui.ui.screens.deed_confirm import DeedConfirmScreen

        def answered(yes: bool | None) -> None:
            if yes:
                go_on()

        self._app.push_screen(DeedConfirmScreen(deed, target, profile=mark, values=values), answered)

    def _do(
        self,
        deed: Deed,
        target: Target,
        values: Values,
        origin: Screen[Any],
        form: DeedFormScreen | None = None,
    ) -> None:
        under_way = self._account.deeds.under_way(deed, target)
        if under_way is not None:
            self._app.notify(f"{under_way.words} · nothing more was sent", severity="warning", markup=False)
            return
        doing = self._account.deeds.do(deed, target, values)
        self._origins[doing.id] = origin
        if form is not None:
            self._forms[doing.id] = form
        self._changed(frozenset({doing.id}))

    # Telling

    def _changed(self, ids: frozenset[str]) -> None:
        for doing_id in ids & self._origins.keys():
            doing = self._account.deeds.get(doing_id)
            if doing is not None:
                self._tell(doing)

    def _tell(self, doing: Doing) -> None:
        form = self._forms.get(doing.id)
        followed = form is not None and form.is_attached and form in self._app.screen_stack
        if form is not None and followed:
            form.take(doing)
        if doing.is_pending:
            if not followed and doing.step != self._steps.get(doing.id, ""):
                self._announcer.say(doing.words, stays=STEP_STAYS)
            self._steps[doing.id] = doing.step
            return
        origin = self._origins.pop(doing.id)
        self._forms.pop(doing.id, None)
        self._steps.pop(doing.id, None)
        if doing.state is DoingState.DONE:
            # In its turn: the form, which is gone with this, is still on screen.
            self._app.call_later(self._came_of_it, doing, origin)
        elif not followed:
            severity: Severity = "warning" if doing.state is DoingState.UNSURE else "error"
            self._announcer.say(doing.words, severity, loud=True)

    def _came_of_it(self, doing: Doing, origin: Screen[Any]) -> None:
        """Show what is to be read where its user still waits for it, else tell that it is there."""
        outcome = doing.outcome
        assert outcome is not None
        waits = self._app.screen is origin
        if outcome.url:
            copy(self._app, outcome.url, "address")
        if waits and (outcome.text or outcome.url):
            self.show(doing)
            return
        to_read = " · the actions of it show what came of it" if outcome.text else ""
        severity: Severity = "error" if outcome.is_bad else "information"
        self._announcer.say(f"{doing.words}{to_read}", severity)
        if outcome.session_id and waits and isinstance(origin, TurnsTo):
            origin.show_launched(outcome.session_id)
