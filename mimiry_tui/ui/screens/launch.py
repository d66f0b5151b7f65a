"""A launch as one form: five sections, and beside them what speaks against it and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Size
from textual.widgets import Static

from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.live.launches.launches import Launching, LaunchState
from mimiry_tui.live.store import Change
from mimiry_tui.ui.alt_digits import hear_alt_digits
from mimiry_tui.ui.launch.desk import Desk, Sources
from mimiry_tui.ui.launch.gpu_section import GpuSection
from mimiry_tui.ui.launch.guards_section import GuardsSection
from mimiry_tui.ui.launch.image_section import ImageSection
from mimiry_tui.ui.launch.kept_draft import KeptDraft
from mimiry_tui.ui.launch.launch_flow import LaunchFlow
from mimiry_tui.ui.launch.launch_key_bar import LaunchKeyBar
from mimiry_tui.ui.launch.new_volume import NewVolume
from mimiry_tui.ui.launch.run_section import RunSection
from mimiry_tui.ui.launch.section import Edited, Section
from mimiry_tui.ui.launch.side_panel import SidePanel
from mimiry_tui.ui.launch.storage_section import NewVolumeWanted, StorageSection
from mimiry_tui.ui.launch.summary_line import SummaryLine
from mimiry_tui.ui.screens.launch_actions import LaunchActions
from mimiry_tui.ui.screens.launch_keys import LAUNCH_BINDINGS
from mimiry_tui.ui.services import Services
from mimiry_tui.ui.session.layout import SMALLEST, too_small_words
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.widgets.header import Header

BESIDE_FROM = 110
"""Columns from which the side panel stands beside the form."""


class LaunchScreen(LaunchActions):
    """Dismissed with the id of the session that was launched, or None; what was typed is kept as a draft."""

    BINDING_GROUP_TITLE = "Launch"
    CSS_PATH = "launch.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = LAUNCH_BINDINGS

    def __init__(
        self,
        services: Services,
        header: Header,
        *,
        start: Draft | None = None,
        adapt: Callable[[Draft], Draft] | None = None,
    ) -> None:
        """`start` is what the form begins with; None for the draft that was left, or the default
        template, or an empty form, with what `adapt` makes of it.
        """
        super().__init__(id="launch")
        self._adapt: Callable[[Draft], Draft] = adapt or (lambda draft: draft)
        self.services = services
        self.header = header
        self._start = start
        account, fresh = services.account, services.fresh_draft()
        self.desk = Desk(
            Sources(
                account.store,
                account.cloud,
                services.clock,
                key=lambda: account.key.facts,
                past=account.history.images,
                keeper=account.draft_file,
            ),
            start or self._adapt(fresh),
        )
        self.kept = KeptDraft(self.desk, account.draft_file, account.templates, fresh)
        self.flow = LaunchFlow(
            self.desk,
            account.launches,
            account.live,
            services.clock,
            changed=self._show_step,
            stopped=self.look_at,
            accepted=self._launched,
        )
        self.volume = NewVolume(self, account, self.desk)
        self.gpu = GpuSection(services.clock)
        self.sections: tuple[Section, ...] = (
            self.gpu,
            ImageSection(),
            RunSection(),
            StorageSection(),
            GuardsSection(),
        )
        self.form = VerticalScroll(*self.sections, id="launch-form", can_focus=False)
        self.side = SidePanel(account.cloud, account.profile.key_path, id="launch-side")
        self._line = SummaryLine(id="launch-line")
        self._key_bar = LaunchKeyBar()
        self._notice = Static("", id="too-small", markup=False)
        self._fitted = Size(0, 0)
        self._subscriptions: list[Callable[[], None]] = []
        self._done: str | None = None

    def compose(self) -> ComposeResult:
        for section in self.sections:
            section.begin(self.desk.view)
        yield self.header
        with Horizontal(id="launch-body"):
            yield self.form
            yield self.side
        yield self._notice
        yield self._line
        yield self._key_bar

    def on_mount(self) -> None:
        hear_alt_digits()
        account = self.services.account
        self.header.attach(account.store)
        self._subscriptions += [
            account.store.subscribe(self._take),
            account.history.subscribe(self.desk.look_again),
            self.desk.subscribe(self._show),
        ]
        self.flow.attach(adopt=self._start is None)
        self._fit(self.app.size)
        self._show()
        self._tick()
        # At once, so that what is typed ahead lands in the form.
        self.focus_field(Field.GPU)
        self._show_step()  # an earlier form's launch may be under way
        self.run_worker(self._open(), name="open the form", exit_on_error=True)

    def on_unmount(self) -> None:
        self.flow.detach()
        self.volume.close()
        for unsubscribe in self._subscriptions:
            unsubscribe()

    async def _open(self) -> None:
        """Read what is on disk: the key, and what the form begins with."""
        account = self.services.account
        await account.templates.load()
        kept = await account.draft_file.load()
        await account.key.read()
        if self._start is None:
            if origin := self.kept.begin_with(kept, self._adapt, account.launches.recent):
                self.flow.tell(origin)
        elif kept is not None and kept != self._start:
            self.flow.tell("the draft that you left stays: ctrl+t has it once this one is changed")
        self.desk.look_again()

    # News

    def _take(self, change: Change) -> None:
        # Its parts go before it does, and news may come between.
        if self._key_bar.is_attached:
            self.desk.look_again()
            self.header.news()

    def _tick(self) -> None:
        """Ages grow, and a launch goes on."""
        clock = self.services.clock
        self.desk.look_again()
        if self.flow.is_busy:
            self._show_line()
        Ticker.of(self.app, clock).wake(self, clock.monotonic() + 1, self._tick)

    def _show(self) -> None:
        if not self._key_bar.is_attached:
            return
        view = self.desk.view
        for section in self.sections:
            section.show(view)
        self.gpu.show_watched(self.services.account.watches.marks)
        self.side.show(view)
        self._show_line()
        self._key_bar.repaint()

    def _show_line(self) -> None:
        if self._notice.display:
            self._line.display = False
            return
        preflight = None if self.beside else self.desk.view.preflight
        self._line.show(self.flow.said(), preflight, reviewing=self.reviewing)

    def _show_step(self) -> None:
        """A launch begins, goes on or ends: the form waits meanwhile."""
        busy = self.flow.is_busy
        if busy and not self.form.disabled:
            self.focus_back = self.focused
        if self.form.disabled != busy:
            self.form.disabled = busy
            self.refresh_bindings()
            if not busy:
                back = self.focus_back
                self.set_focus(back) if back is not None else self.focus_field(Field.GPU)
        self._show_line()

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
        self.beside = width >= BESIDE_FROM
        self.fit_parts()
        if self.focused is not None:
            # What was in sight on a larger terminal may be below a smaller one's edge.
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    def fit_parts(self) -> None:
        self.form.display = self.beside or not self.reviewing
        self.side.display = self.beside or self.reviewing
        self.side.catch_up()
        self.side.styles.width = "45%" if self.beside else "1fr"
        self.side.styles.max_width = 60 if self.beside else None
        self._show_line()
        self.refresh_bindings()

    # Edits and keys

    @on(Edited)
    def _edited(self, event: Edited) -> None:
        event.stop()
        before = self.desk.draft
        self.desk.change(event.edit)
        if self.desk.draft != before:
            self.flow.edited()

    @on(NewVolumeWanted)
    def _volume_wanted(self, event: NewVolumeWanted) -> None:
        event.stop()
        self.action_new_volume()

    # Ends

    def _launched(self, launching: Launching) -> None:
        assert launching.state is LaunchState.ACCEPTED
        self.kept.forgetting(self.app)()
        self._done = launching.session_id
        self._end()

    @on(events.ScreenResume)
    def _end(self) -> None:
        """Leave with what was launched, as soon as nothing is in front."""
        if self._done is not None and self.is_active:
            self.dismiss(self._done)
