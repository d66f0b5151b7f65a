"""From the key that launches a form of a cloud's own to a session, or back to the form with the reason."""

from __future__ import annotations

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
from mimiry_tui.ui.launch.one_launch import OneLaunch, Step, dearer_words
from mimiry_tui.ui.widgets.cells import Span

_BEHIND_A_LAUNCH = (Resource.OFFERS, Resource.SESSIONS, Resource.BALANCE)


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


class FormFlow(OneLaunch):
    """The launch of what the form holds, its files before it."""

    def __init__(self, host: Host, extras: Extras, launches: Launches, live: Live, clock: Clock) -> None:
        super().__init__(launches, live, clock, host.step_changed)
        self._host = host
        self._extras = extras
        self._uploads = Uploads(extras, self._changed)

    @property
    def is_stoppable(self) -> bool:
        """Under way, but nothing of it was sent yet that makes a session."""
        return self._step in (Step.ASKING, Step.UPLOADING)

    def stopped(self) -> None:
        """What was under way was called off: say so. Files that were sent whole stay sent."""
        if self.is_stoppable:
            self._stop("not launched: stopped before it was sent", "warn")

    def said(self) -> Span | None:
        if self._step is Step.UPLOADING:
            return Span(self._upload_words(), "warn")
        return super().said()

    def tell(self, words: str) -> None:
        """No words: nothing is said anew."""
        if words:
            super().tell(words)

    async def launch(self) -> None:
        """Send its files, then the form, after a last look at what it depends on; or say what is missing."""
        if not self._may_begin():
            return
        promised = self._host.now()
        if self._is_stopped(promised):
            return
        await self._ask_again(_BEHIND_A_LAUNCH)
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
        self.follow()

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
        self._stop(dearer_words(promised, cost), "warn")
        return True

    def _came(self, launching: Launching) -> None:
        self._host.accepted(launching)

    def _failed(self, launching: Launching, words: str, tone: str) -> None:
        self._stop(words, tone)
        if launching.state is LaunchState.REFUSED:
            self._host.refused(words_of(launching.error))

    def _upload_words(self) -> str:
        sending = self._uploads.sending
        if sending is None:
            return "sending its files …"
        share = f"{bytes_words(sending.sent)} of {bytes_words(sending.size)}" if sending.size else "…"
        return f"sending {safe_text(sending.name, 60)} · {sending.number} of {sending.of} · {share}"
