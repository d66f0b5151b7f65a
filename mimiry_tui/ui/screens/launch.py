"""A launch as one form: five sections, and beside them what speaks against it and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from mimiry_tui.domain.draft import Draft, Field
from mimiry_tui.live.launches import Launching, LaunchState
from mimiry_tui.live.store import Change
from mimiry_tui.ui.clipboard import copy
from mimiry_tui.ui.launch.cost_box import price_words
from mimiry_tui.ui.launch.desk import Desk, Sources
from mimiry_tui.ui.launch.gpu_section import GpuSection, WatchToggled
from mimiry_tui.ui.launch.guards_section import GuardsSection
from mimiry_tui.ui.launch.image_section import ImageSection
from mimiry_tui.ui.launch.launch_flow import LaunchFlow
from mimiry_tui.ui.launch.launch_key_bar import LaunchKeyBar
from mimiry_tui.ui.launch.new_volume import NewVolume
from mimiry_tui.ui.launch.preflight_list import FIX_KEYS, fixable
from mimiry_tui.ui.launch.run_section import RunSection
from mimiry_tui.ui.launch.section import Edited, Section
from mimiry_tui.ui.launch.side_panel import SidePanel
from mimiry_tui.ui.launch.storage_section import NewVolumeWanted, StorageSection
from mimiry_tui.ui.launch.summary_line import SummaryLine
from mimiry_tui.ui.launch.typed import Typed
from mimiry_tui.ui.screens.launch_keys import LAUNCH_BINDINGS
from mimiry_tui.ui.services import Services
from mimiry_tui.ui.session_layout import SMALLEST, too_small_words
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.widgets.header import Header

BESIDE_FROM = 110
"""Columns from which the side panel stands beside the form."""
_ONLY_WRITING = frozenset(
    {"launch", "templates", "new_volume", "fix", "start_afresh", "section", "go_to_section"}
)
"""Actions that wait while a launch is under way."""


class LaunchScreen(Screen[str | None]):
    """Dismissed with the id of the session that was launched, or None; what was typed is kept as a draft."""

    BINDING_GROUP_TITLE = "Launch"
    CSS_PATH = "launch.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = LAUNCH_BINDINGS

    def __init__(self, services: Services, header: Header, *, start: Draft | None = None) -> None:
        """`start` is what the form begins with; None for the draft that was left, or the default template."""
        super().__init__()
        self.services = services
        self.header = header
        self._start = start
        account = services.account
        self.desk = Desk(
            Sources(
                account.store,
                account.cloud,
                services.clock,
                key=lambda: account.key.facts,
                past=account.history.images,
                keeper=account.draft_file,
            ),
            start or Draft(),
        )
        self.flow = LaunchFlow(
            self.desk,
            account.launches,
            account.live,
            services.clock,
            changed=self._show_step,
            stopped=self._look_at,
            accepted=self._launched,
        )
        self._volume = NewVolume(self, account, self.desk)
        self._gpu = GpuSection(services.clock)
        self.sections: tuple[Section, ...] = (
            self._gpu,
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
        self._subscriptions: list[Callable[[], None]] = []
        self._beside = self._reviewing = False
        self._focus_back: Widget | None = None
        self._done: str | None = None

    def compose(self) -> ComposeResult:
        yield self.header
        with Horizontal(id="launch-body"):
            yield self.form
            yield self.side
        yield self._notice
        yield self._line
        yield self._key_bar

    def on_mount(self) -> None:
        account = self.services.account
        self.header.attach(account.store)
        self._subscriptions += [
            account.store.subscribe(self._take),
            account.history.subscribe(self.desk.look_again),
            self.desk.subscribe(self._show),
        ]
        self.flow.attach(adopt=self._start is None)
        self._show()
        self._tick()
        self.run_worker(self._open(), name="open the form", exit_on_error=True)

    def on_unmount(self) -> None:
        self.flow.detach()
        self._volume.close()
        for unsubscribe in self._subscriptions:
            unsubscribe()

    async def _open(self) -> None:
        """Read what is on disk: the key, and what the form begins with."""
        account = self.services.account
        await account.templates.load()
        if self._start is None:
            kept = await account.draft_file.load() or account.templates.get(account.templates.default)
            if kept is not None:
                self.desk.restore(kept)
        self.call_after_refresh(self._first_focus)
        await account.key.read()
        self.desk.look_again()

    def _first_focus(self) -> None:
        """Begin where something is missing; with nothing missing, at the top."""
        if self.focused is None and not self.flow.is_busy:
            problems = self.desk.view.preflight.problems
            self._focus_field(problems[0].field if problems else Field.GPU)

    # News

    def _take(self, change: Change) -> None:
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
        view = self.desk.view
        for section in self.sections:
            section.show(view)
        self._gpu.show_watched(self.services.account.stock_watch.watched)
        self.side.show(view)
        self._show_line()
        self._key_bar.repaint()

    def _show_line(self) -> None:
        preflight = None if self._beside else self.desk.view.preflight
        self._line.show(self.flow.said(), preflight, reviewing=self._reviewing)

    def _show_step(self) -> None:
        """A launch begins, goes on or ends: the form waits meanwhile."""
        busy = self.flow.is_busy
        if busy and not self.form.disabled:
            self._focus_back = self.focused
        if self.form.disabled != busy:
            self.form.disabled = busy
            self.refresh_bindings()
            if not busy and self._focus_back is not None:
                self.set_focus(self._focus_back)
        self._show_line()

    # Layout

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        too_small = width < SMALLEST[0] or height < SMALLEST[1]
        self._notice.display = too_small
        if too_small:
            self._notice.update(too_small_words(width, height))
        for part in (self.header, self.query_one("#launch-body"), self._key_bar):
            part.display = not too_small
        self._beside = width >= BESIDE_FROM
        self._arrange()
        self._line.display = self._line.display and not too_small

    def _arrange(self) -> None:
        self.form.display = self._beside or not self._reviewing
        self.side.display = self._beside or self._reviewing
        self._show_line()
        self.refresh_bindings()

    def _turn_to(self, *, review: bool) -> None:
        """Show the side panel instead of the form, or the form again with the cursor where it was."""
        if self._beside or review == self._reviewing:
            self._reviewing = review
            return
        if review:
            self._focus_back = self.focused
        self._reviewing = review
        self._arrange()
        target = self.side if review else self._focus_back
        if target is not None:
            self.call_after_refresh(self.set_focus, target)

    # Edits and keys

    @on(Edited)
    def _edited(self, event: Edited) -> None:
        event.stop()
        before = self.desk.draft
        self.desk.change(event.edit)
        if self.desk.draft != before:
            self.flow.edited()

    @on(WatchToggled)
    def _watch(self, event: WatchToggled) -> None:
        event.stop()
        watch = self.services.account.stock_watch
        watching = watch.toggle(event.offer_id)
        self._gpu.show_watched(watch.watched)
        model = event.offer_id.split("|")[0]
        words = (
            f"{model} is watched: told when it comes into stock" if watching else f"{model} is not watched"
        )
        self.app.notify(words, markup=False)

    @on(NewVolumeWanted)
    def _volume_wanted(self, event: NewVolumeWanted) -> None:
        event.stop()
        self.action_new_volume()

    @on(Typed)
    def _typed(self, event: Typed) -> None:
        event.stop()
        event.go_on()

    def after_typing(self, then: Callable[[], None]) -> None:
        """Call that once what was typed before has reached the draft."""
        Typed.follow(self.focused, self, then)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The key that launches says what it costs."""
        found = super().active_bindings
        launch = found.get("ctrl+l")
        price = price_words(self.desk.view.preflight.cost)
        if launch is not None and price:
            verb = f"launch for {price}"
            found["ctrl+l"] = launch._replace(binding=replace(launch.binding, description=verb))
        return found

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in _ONLY_WRITING and self.flow.is_busy:
            return False
        if action == "review":
            return not self._beside
        if action == "fix" and parameters:
            number = FIX_KEYS.index(str(parameters[0]))
            return number < len(fixable(self.desk.view.preflight.checks))
        return super().check_action(action, parameters)

    def action_launch(self) -> None:
        """Launch what the form says."""
        self.after_typing(self._launch)

    def _launch(self) -> None:
        self.run_worker(self.flow.launch(), name="launch", exit_on_error=True)

    def action_review(self) -> None:
        """Turn to the side panel, or back."""
        self._turn_to(review=not self._reviewing)

    def action_turn(self, label: str = "") -> None:
        """Show the request in another form."""
        self._turn_to(review=True)
        self.side.turn(label)

    def action_copy_request(self, masked: bool = True) -> None:
        """Copy the request in the form that is shown."""
        self.after_typing(lambda: self._copy(masked))

    def _copy(self, masked: bool) -> None:
        request = self.side.request
        text = request.text(masked=masked)
        if not text:
            self.app.notify("there is no request yet", severity="warning", markup=False)
            return
        hidden = f", {request.masks} values masked," if masked and request.masks else ""
        copy(self.app, text, f"the request as {request.kind}{hidden}")

    def action_go_to(self, field: str) -> None:
        """Put the cursor where that is decided."""
        if not self.flow.is_busy:
            self._look_at(Field(field))

    def action_go_to_section(self, number: int) -> None:
        """Put the cursor into that section."""
        self._look_at(self.sections[number - 1].FIELDS[0])

    def action_section(self, step: int) -> None:
        """Put the cursor into a neighbouring section."""
        inside = (place for place, one in enumerate(self.sections) if one.has_focus_within)
        place = next(inside, -step if step > 0 else 0)
        self.action_go_to_section((place + step) % len(self.sections) + 1)

    def action_fix(self, key: str) -> None:
        """Take the way out that this key stands for in the list."""
        ways = dict(zip(FIX_KEYS, fixable(self.desk.view.preflight.checks), strict=False))
        if key in ways:
            self.after_typing(lambda: self._fix(ways[key].title))

    def _fix(self, title: str) -> None:
        # What was typed meanwhile made other drafts of the ways out: the one of that name is meant.
        found = (check for check in self.desk.view.preflight.checks if check.title == title)
        check = next(found, None)
        if check is not None and check.fix is not None:
            self.put(check.fix.draft)

    def put(self, draft: Draft) -> None:
        """Fill the form with that draft."""
        self.desk.put(draft)
        self.flow.edited()

    def action_start_afresh(self) -> None:
        """Empty the form."""
        self.put(Draft())
        self._focus_field(Field.GPU)

    def action_templates(self) -> None:
        """Load a template or a recent launch, or keep the form as a template."""
        self.after_typing(self._open_templates)

    def _open_templates(self) -> None:
        from mimiry_tui.ui.screens.templates import TemplatesScreen

        account = self.services.account
        screen = TemplatesScreen(
            account.templates, account.launches.recent, self.desk.draft, clock=self.services.clock
        )
        self.app.push_screen(screen, lambda draft: self.put(draft) if draft is not None else None)

    def action_new_volume(self) -> None:
        """Create a volume where the session is to run, and mount it."""
        self.after_typing(self._volume.ask)

    def action_leave(self) -> None:
        """Back to the form from its review; else away, with what was typed kept."""
        if self._reviewing and not self._beside:
            self._turn_to(review=False)
        else:
            self.after_typing(self._leave)

    def _leave(self) -> None:
        if self.flow.is_busy:
            self.flow.hand_over(self._forget_draft)
        trouble = self.services.account.draft_file.trouble
        if trouble and self.desk.is_touched:
            self.app.notify(trouble, severity="warning", markup=False)
        self.dismiss(None)

    # Ends

    def _look_at(self, field: Field | None) -> None:
        if field is not None:
            self._turn_to(review=False)
            self.call_after_refresh(self._focus_field, field)

    def _focus_field(self, field: Field) -> None:
        for section in self.sections:
            if field in section.FIELDS:
                section.focus_field(field)

    def _launched(self, launching: Launching) -> None:
        assert launching.state is LaunchState.ACCEPTED
        self._forget_draft()
        self.services.account.launches.forget()
        self._done = launching.session_id
        self._end()

    def _forget_draft(self) -> None:
        self.app.run_worker(
            self.services.account.draft_file.clear(), name="forget the draft", exit_on_error=True
        )

    @on(events.ScreenResume)
    def _end(self) -> None:
        """Leave with what was launched, as soon as nothing is in front."""
        if self._done is not None and self.is_active:
            self.dismiss(self._done)
