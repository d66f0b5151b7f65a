"""Ending sessions, by a dialog or by a countdown, and taking the latter back."""

from __future__ import annotations

from textual import on
from textual.binding import Binding

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.settings.preferences import AskBefore
from mimiry_tui.ui.ending_words import undone_words
from mimiry_tui.ui.guarding.commands import GuardCommands
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.widgets.countdown import CountdownBar

_ENDING = frozenset({"terminate", "terminate_soon"})


class EndingCommands(GuardCommands):
    """A screen whose sessions can be ended; `SessionCommands` has the keys, in the order of the key line."""

    def chosen(self) -> tuple[str, ...]:
        """The ids that an ending would mean: what is marked, else the one under the cursor."""
        return (self.record.id,) if isinstance(self.record, Session) else ()

    def said_of(self, binding: Binding) -> str:
        """An end is called what the service calls it: "cancel", "stop"."""
        if self.services is None or binding.action not in _ENDING:
            return ""
        return binding.description.replace("terminate", self.services.account.endings.terms.verb)

    def forget_marks(self) -> None:
        """What was chosen is being ended: the next key means something else."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that can do nothing here and now are not offered."""
        services = self.services
        if action in _ENDING:
            return services is not None and not services.account.endings.read_only and bool(self.chosen())
        if action == "undo":
            return services is not None and bool(services.account.endings.armed)
        return super().check_action(action, parameters)

    def action_terminate(self) -> None:
        """Ask, with the price in sight, or count down: as the settings say."""
        self.touch()
        if self.services is None:
            return
        if PreferenceDesk.of(self.app).now.confirm.terminate is AskBefore.COUNTDOWN:
            self.action_terminate_soon()
        else:
            self.ask_to_end(self.chosen())

    def ask_to_end(self, ids: tuple[str, ...]) -> None:
        """Ask, with the price in sight; meant are these, whatever is under the cursor by then."""
        from mimiry_tui.ui.screens.terminate import TerminateScreen

        services = self.services
        if services is None:
            return
        if self._refused_to_end():
            return
        endings = services.account.endings
        sessions = endings.endable(ids)
        if not sessions:
            self.notify(endings.nothing_to_end(ids), markup=False)
            return
        screen = TerminateScreen(
            sessions,
            services.clock,
            profile=services.profile,
            store=services.account.store,
            terms=endings.terms,
        )

        def answered(end: bool | None) -> None:
            if end:
                endings.terminate(screen.ids)
                self.forget_marks()

        self.app.push_screen(screen, answered)

    def action_terminate_soon(self) -> None:
        """End it in a few seconds; no dialog, but a countdown that can be undone."""
        self.touch()
        if self.services is None or self._refused_to_end():
            return
        endings = self.services.account.endings
        sessions = endings.endable(self.chosen())
        if sessions:
            seconds = PreferenceDesk.of(self.app).now.confirm.countdown
            endings.arm([session.id for session in sessions], float(seconds))
            self.forget_marks()
        else:
            self.notify(endings.nothing_to_end(self.chosen()), markup=False)

    def _refused_to_end(self) -> bool:
        """Whether sessions cannot be ended there, or not by this account; then it is said why."""
        assert self.services is not None
        from mimiry_tui.clouds.base import Capability  # there once an account is

        why = self.services.account.cloud.why_not(Capability.TERMINATE)
        if self.services.unlocking.is_locked:
            why = "the key is locked: nothing is ended before its passphrase was given"
        if why:
            self.notify(safe_text(why, 300), severity="warning", markup=False)
        return bool(why)

    def action_undo(self) -> None:
        """Forget every ending that still counts down."""
        if self.services is not None:
            self._say_undone(self.services.account.endings.undo())

    @on(CountdownBar.Undone)
    def _undone_by_click(self, event: CountdownBar.Undone) -> None:
        event.stop()
        self._say_undone(event.names)

    def _say_undone(self, names: tuple[str, ...]) -> None:
        if names:
            self.notify(undone_words(names), markup=False)
