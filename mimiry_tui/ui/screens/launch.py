"""A launch as one form: five sections, and beside them what speaks against it and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.live.launches.launches import Launching, LaunchState
from mimiry_tui.live.store import Change
from mimiry_tui.ui.alt_digits import hear_alt_digits
from mimiry_tui.ui.guarding.words import default_words
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.launch.desk import Desk, Sources
from mimiry_tui.ui.launch.gpu_section import GpuSection
from mimiry_tui.ui.launch.guards_section import GuardsSection
from mimiry_tui.ui.launch.image_section import ImageSection
from mimiry_tui.ui.launch.kept_draft import KeptDraft
from mimiry_tui.ui.launch.launch_flow import LaunchFlow
from mimiry_tui.ui.launch.new_volume import NewVolume
from mimiry_tui.ui.launch.run_section import RunSection
from mimiry_tui.ui.launch.section import Edited, Section
from mimiry_tui.ui.launch.side_panel import SidePanel
from mimiry_tui.ui.launch.storage_section import NewVolumeWanted, StorageSection
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.screens.launch_actions import LaunchActions
from mimiry_tui.ui.screens.launch_keys import LAUNCH_BINDINGS
from mimiry_tui.ui.services import Services
from mimiry_tui.ui.widgets.header import Header


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
        super().__init__(services, header)
        self._adapt: Callable[[Draft], Draft] = adapt or (lambda draft: draft)
        self._start = start
        account, fresh = services.account, services.fresh_draft()
        self.desk = Desk(
            Sources(
                account.store,
                account.cloud,
                services.clock,
                key=lambda: account.key.facts,
                past=account.history.images,
                guarded=lambda: default_words(PreferenceDesk.of(self.app).now.guards),
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
            changed=self.show_step,
            stopped=self.look_at,
            accepted=self._launched,
        )
        self.volume = NewVolume(self, account, self.desk, services.profile)
        self.gpu = GpuSection(services.clock)
        self.sections: tuple[Section, ...] = (
            self.gpu,
            ImageSection(),
            RunSection(),
            StorageSection(),
            GuardsSection(),
        )
        self.form = self.form_part = VerticalScroll(*self.sections, id="launch-form", can_focus=False)
        self.side = SidePanel(account.cloud, account.profile.key_path, id="launch-side")

    def compose(self) -> ComposeResult:
        for section in self.sections:
            section.begin(self.desk.view)
        yield from super().compose()

    def on_mount(self) -> None:
        hear_alt_digits()
        account = self.services.account
        self.header.attach(account.store)
        self.hear(account.store.subscribe, self._take)
        self.hear(account.history.subscribe, self.desk.look_again)
        self.hear(account.launches.subscribe, self.flow.follow)
        self.hear(account.volume_work.subscribe, lambda _: self.volume.follow())
        self.hear(self.desk.subscribe, self._show)
        self.flow.attach(adopt=self._start is None)
        self._fit(self.app.size)
        self._show()
        self._tick()
        # At once, so that what is typed ahead lands in the form.
        self.focus_field(Field.GPU)
        self.show_step()  # an earlier form's launch may be under way
        self.run_worker(self._open(), name="open the form", exit_on_error=True)

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
            key = key_now("launch.templates", "ctrl+t")
            self.flow.tell(f"the draft that you left stays: {key} has it once this one is changed")
        self.desk.look_again()

    # News

    def _take(self, change: Change) -> None:
        self.desk.look_again()
        self.header.news()

    def _tick(self) -> None:
        self.desk.look_again()
        super()._tick()

    def _show(self) -> None:
        view = self.desk.view
        for section in self.sections:
            section.show(view)
        self.gpu.show_watched(self.services.account.watches.marks)
        self.side.show(view)
        self._show_line()
        self._key_bar.repaint()

    def give_focus_back(self) -> None:
        super().give_focus_back()
        if self.focus_back is None:
            self.focus_field(Field.GPU)

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
        self.end_with(launching.session_id)
