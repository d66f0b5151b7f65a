"""From the key that launches a form of a cloud's own to a session, or back to the form with the reason."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.extras import Extras
from mimiry_tui.domain.launching.checks import LaunchCost
from mimiry_tui.domain.money import CurrencyMismatchError
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.forms.uploads import UploadFailedError, Uploads
from mimiry_tui.live.launches.launches import Launches, Launching, LaunchState
from mimiry_tui.live.launches.launching import words_of
from mimiry_tui.live.live import Live
from mimiry_tui.live.store import Resource
from mimiry_tui.ui.forms.launch_view import LaunchView, files_of
from mimiry_tui.ui.forms.sizes import bytes_words
from mimiry_tui.ui.launch.cost_box import rate_words
from mimiry_tui.ui.launch.launch_flow import ASKING_AT_MOST, FRESH_ENOUGH
from mimiry_tui.ui.widgets.cells import Span

_BEHIND_A_LAUNCH = (Resource.OFFERS, Resource.SESSIONS, Resource.BALANCE)


class Step(StrEnum):
    """How far a launch from this form is."""

    WRITING = "writing"
    ASKING = "asking"
    """What is old is asked for again."""
    UPLOADING = "uploading"
    """Its files are being sent."""
    SENT = "sent"
    """Handed over; the outcome is awaited."""


class Host(Protocol):
    """The screen that shows the form."""

    def now(self) -> LaunchView:
        """The form as it would be launched now, with what the account knows by now."""
        ...

    def step_changed(self) -> None:
        """Draw what `said` says by now; the form waits while `is_busy`."""
        ...

    def show_wrong(self) -> None:
        """Put the cursor where something is wrong."""
        ...

    def refused(self, words: str) -> None:
        """The service said no, in these words: foreign text."""
        ...

    def accepted(self, launching: Launching) -> None: ...


class FormFlow:
    """One launch at a time: while it is under way, further presses are the same press."""

    def __init__(self, host: Host, extras: Extras, launches: Launches, live: Live, clock: Clock) -> None:
        self._host = host
        self._extras = extras
        self._launches = launches
        self._live = live
        self._clock = clock
        self._uploads = Uploads(extras, self._changed)
        self._step = Step.WRITING
        self._said: Span | None = None
        self._unsubscribe: Callable[[], None] | None = None

    @property
    def is_busy(self) -> bool:
        return self._step is not Step.WRITING

    @property
    def is_sent(self) -> bool:
        """Handed over, and its outcome not known yet."""
        return self._step is Step.SENT

    @property
    def is_stoppable(self) -> bool:
        """Under way, but nothing of it was sent yet that makes a session."""
        return self._step in (Step.ASKING, Step.UPLOADING)

    def stopped(self) -> None:
        """What was under way was called off: say so. Files that were sent whole stay sent."""
        if self.is_stoppable:
            self._stop("not launched: stopped before it was sent", "warn")

    def attach(self) -> None:
        """Hear of what is launched."""
        self._unsubscribe = self._launches.subscribe(self._follow)
        self._forget()

    def detach(self) -> None:
        """Hear no more. What was sent goes on."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    def hand_over(self, accepted: Callable[[], None]) -> None:
        """The form is left while a launch is under way: have this called once that came to a session."""
        if not self.is_sent:
            return

        def follow() -> None:
            current = self._launches.current
            if current is None or not current.is_pending:
                unsubscribe()
                if current is not None and current.state is LaunchState.ACCEPTED:
                    accepted()

        unsubscribe = self._launches.subscribe(follow)

    def said(self) -> Span | None:
        """What there is to say of it now, as one harmless line; None for nothing."""
        match self._step:
            case Step.SENT if self._launches.current is not None:
                return Span(self._launches.current.words(self._clock.now()), "warn")
            case Step.ASKING:
                return Span("asking again for what is older than a minute …", "warn")
            case Step.UPLOADING:
                return Span(self._upload_words(), "warn")
        return self._said

    def tell(self, words: str) -> None:
        """Say that, such as where what the form holds came from, until it is another. No words: nothing."""
        if words and not self.is_busy:
            self._said = Span(safe_text(words), "text")
            self._changed()

    def edited(self) -> None:
        """The form is another one: what was said of the last one is over."""
        if not self.is_busy and self._said is not None:
            self._forget()
            self._said = None
            self._changed()

    async def launch(self) -> None:
        """Send its files, then the form, after a last look at what it depends on; or say what is missing."""
        if self.is_busy:
            return
        other = self._launches.current
        if other is not None and other.is_pending:
            self._stop(f"not launched: {other.name or 'another'} is on its way still, one at a time", "warn")
            return
        self._forget()
        promised = self._host.now()
        if self._is_stopped(promised):
            return
        self._to(Step.ASKING)
        await self._live.freshen(_BEHIND_A_LAUNCH, older_than=FRESH_ENOUGH, at_most=ASKING_AT_MOST)
        view = self._host.now()
        if self._is_stopped(view) or self._is_dearer(promised.cost, view.cost):
            return
        uploads: tuple[tuple[str, str], ...] = ()
        if files := files_of(view.form, view.values):
            self._to(Step.UPLOADING)
            try:
                uploads = await self._uploads.send(files)
            except UploadFailedError as failed:
                why = words_of(failed.error)
                self._stop(
                    f"not launched: {safe_text(failed.name, 80)} could not be sent: {why} · "
                    "what was sent is not sent again"
                )
                return
        request = self._extras.request(view.form.id, view.values, uploads)
        self._to(Step.SENT)
        self._launches.launch(request, kept=view.form.keepable(view.values))
        self._follow()

    def _is_stopped(self, view: LaunchView) -> bool:
        if view.request is not None:
            return False
        self._stop(f"not launched: {view.missing} first")
        self._host.show_wrong()
        return True

    def _is_dearer(self, promised: LaunchCost, cost: LaunchCost) -> bool:
        """Whether it costs more by now than was to be read when it was launched; then it is not."""
        if cost.rate is None or cost.rate == promised.rate:
            return False
        try:
            if promised.rate is not None and cost.rate < promised.rate:
                return False
        except CurrencyMismatchError:
            pass  # in another currency: nothing that was promised
        was = rate_words(promised)
        grew = f"it costs {rate_words(cost)} by now, not {was}" if was else f"it costs {rate_words(cost)}"
        self._stop(f"not launched: {grew} · launch again if that is right", "warn")
        return True

    def _follow(self) -> None:
        current = self._launches.current
        if self._step is not Step.SENT or current is None:
            return
        if current.is_pending:
            self._changed()
        elif current.state is LaunchState.ACCEPTED:
            self._to(Step.WRITING)
            self._host.accepted(current)
        else:
            words = current.words(self._clock.now())
            self._stop(words, "warn" if current.state is LaunchState.LOST else "bad")
            if current.state is LaunchState.REFUSED:
                self._host.refused(words_of(current.error))

    def _upload_words(self) -> str:
        sending = self._uploads.sending
        if sending is None:
            return "sending its files …"
        share = f"{bytes_words(sending.sent)} of {bytes_words(sending.size)}" if sending.size else "…"
        return f"sending {safe_text(sending.name, 60)} · {sending.number} of {sending.of} · {share}"

    def _forget(self) -> None:
        """A refusal was read. What was accepted stays known, so that its repetition is noticed."""
        current = self._launches.current
        if current is not None and current.state is not LaunchState.ACCEPTED:
            self._launches.forget()

    def _stop(self, words: str, tone: str = "bad") -> None:
        self._said = Span(safe_text(words, 400), "warn" if tone == "warn" else "bad")
        self._to(Step.WRITING, keep=True)

    def _to(self, step: Step, *, keep: bool = False) -> None:
        self._step = step
        if not keep:
            self._said = None
        self._changed()

    def _changed(self) -> None:
        if self._unsubscribe is not None:
            self._host.step_changed()
