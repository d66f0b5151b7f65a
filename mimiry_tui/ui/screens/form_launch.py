"""A launch by a form of the cloud's own: its fields, and beside them what speaks against it and its cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Size
from textual.widgets import Static

from mimiry_tui.clouds.base import Capability
from mimiry_tui.domain.doing.forms import Form
from mimiry_tui.domain.launching.picture import Picture
from mimiry_tui.domain.offers import Offer
from mimiry_tui.live.launches.launches import Launching
from mimiry_tui.live.picture import picture_of
from mimiry_tui.live.store import Change
from mimiry_tui.ui.alt_digits import hear_alt_digits
from mimiry_tui.ui.forms.form_flow import FormFlow
from mimiry_tui.ui.forms.form_side import FormSide
from mimiry_tui.ui.forms.form_start import Start
from mimiry_tui.ui.forms.form_tabs import FormTabs
from mimiry_tui.ui.forms.form_view import FormView
from mimiry_tui.ui.forms.launch_view import LaunchView, launch_view, with_name
from mimiry_tui.ui.forms.left_in_form import LeftInForm
from mimiry_tui.ui.launch.launch_key_bar import LaunchKeyBar
from mimiry_tui.ui.launch.summary_line import SummaryLine
from mimiry_tui.ui.screens.form_launch_actions import FormLaunchActions
from mimiry_tui.ui.screens.form_launch_keys import FORM_LAUNCH_BINDINGS
from mimiry_tui.ui.services import Services
from mimiry_tui.ui.session.layout import SMALLEST, too_small_words
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.widgets.header import Header

BESIDE_FROM = 110
"""Columns from which the side panel stands beside the form."""


class FormLaunchScreen(FormLaunchActions):
    """Dismissed with the id of the session that was launched, or None; what was typed is kept as a draft."""

    BINDING_GROUP_TITLE = "Launch"
    CSS_PATH = "form_launch.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = FORM_LAUNCH_BINDINGS

    def __init__(self, services: Services, header: Header, start: Start | None = None) -> None:
        """`start` is what it begins with besides the draft that was left, or instead of it."""
        super().__init__(id="launch")
        account = services.account
        self.services = services
        self.header = header
        self.start = start or Start()
        self.forms: Sequence[Form] = account.cloud.extras.launch_forms
        self.flow = FormFlow(self, account.cloud.extras, account.launches, account.live, services.clock)
        self.tabs = FormTabs(self.forms)
        self.side = FormSide(account.cloud, account.profile.key_path, id="launch-side")
        self.views: dict[str, FormView] = {}
        self.left = LeftInForm(account.form_drafts, self.start)
        self.view = self._view_for(self.left.form_of(self.forms))
        self.shown = self.now()
        self.scroll = VerticalScroll(self.view, id="launch-form", can_focus=False)
        self._line = SummaryLine(id="launch-line")
        self._key_bar = LaunchKeyBar()
        self._notice = Static("", id="too-small", markup=False)
        self._fitted = Size(0, 0)
        self._subscriptions: list[Callable[[], None]] = []
        self._done: str | None = None

    def compose(self) -> ComposeResult:
        yield self.header
        with Horizontal(id="launch-body"):
            with Vertical(id="launch-left"):
                yield self.tabs
                yield self.scroll
            yield self.side
        yield self._notice
        yield self._line
        yield self._key_bar

    def on_mount(self) -> None:
        hear_alt_digits()
        account = self.services.account
        self.header.attach(account.store)
        self._subscriptions.append(account.store.subscribe(self._take))
        self.flow.attach()
        self.tabs.show(self.view.form.id)
        self._fit(self.app.size)
        self.show()
        self._tick()
        # At once, so that what is typed ahead lands in the form.
        self.view.focus_first()
        self.run_worker(self.open(), name="open the form", exit_on_error=True)

    def on_unmount(self) -> None:
        self.flow.detach()
        for unsubscribe in self._subscriptions:
            unsubscribe()

    # The form as it is

    def now(self) -> LaunchView:
        cloud, view = self.services.account.cloud, self.view
        has_prices = Capability.OFFERS in cloud.capabilities
        known = self._picture(), self.offers()
        return launch_view(view.form, view.values, view.notes, cloud.extras, *known, has_prices=has_prices)

    def _picture(self) -> Picture:
        account = self.services.account
        return picture_of(account.store, account.cloud, account.key.facts, self.services.clock.now())

    def offers(self) -> tuple[Offer, ...]:
        """What can be rented now, as far as it is known."""
        found = self.services.account.store.offers.values()
        return tuple(offer for offer in found if isinstance(offer, Offer))

    def show(self) -> None:
        """Draw the form's figures as they are now."""
        if not self._key_bar.is_attached:
            return
        self.shown = self.now()
        self.suggest_name(self.shown)
        self.side.show(self.shown)
        self._show_line()
        self._key_bar.repaint()

    def _view_for(self, form: Form) -> FormView:
        """The form's fields, made when they are first wanted."""
        if form.id not in self.views:
            self.views[form.id] = FormView(
                form,
                self.services.account.cloud.extras,
                self.left.values_for(form),
                offers=self.offers,
                clock=self.services.clock,
                as_sent=lambda values: with_name(form, values, self._picture()),
            )
        return self.views[form.id]

    async def turn_to_form(self, form: Form) -> None:
        """Fill in that one instead; what was typed in this one stays there."""
        if form.id == self.view.form.id:
            return
        before, view = self.view, self._view_for(form)
        if not view.is_attached:
            view.display = False  # both are never in sight, and never neither
            await self.scroll.mount(view)
        before.display, view.display = False, True
        self.view = view
        self.tabs.show(form.id)
        self.view.look_again()
        self.flow.edited()
        self.show()
        self.view.focus_first()
        self.scroll.scroll_home(animate=False)

    # News

    def _take(self, change: Change) -> None:
        # Its parts go before it does, and news may come between.
        if self._key_bar.is_attached:
            self.view.look_again()
            self.show()
            self.header.news()

    def _tick(self) -> None:
        """Ages grow, and a launch goes on."""
        clock = self.services.clock
        if self.flow.is_busy:
            self._show_line()
        Ticker.of(self.app, clock).wake(self, clock.monotonic() + 1, self._tick)

    @on(FormView.Changed)
    def _changed(self, event: FormView.Changed) -> None:
        event.stop()
        if event.view is self.view:
            self.keep()
            self.show()

    def step_changed(self) -> None:
        """A launch begins, goes on or ends: the form waits meanwhile."""
        if not self._key_bar.is_attached:
            return
        busy = self.flow.is_busy
        if busy and not self.scroll.disabled:
            self.focus_back = self.focused
        if self.scroll.disabled != busy:
            self.scroll.disabled = busy
            self.refresh_bindings()
            if not busy and self.focus_back is not None:
                self.set_focus(self.focus_back)
        self._show_line()

    def _show_line(self) -> None:
        if self._notice.display:
            self._line.display = False
            return
        preflight = None if self.beside else self.shown.preflight
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
        self.beside = width >= BESIDE_FROM
        self.fit_parts()
        if self.focused is not None:
            # What was in sight on a larger terminal may be below a smaller one's edge.
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    def fit_parts(self) -> None:
        self.query_one("#launch-left").display = self.beside or not self.reviewing
        self.side.display = self.beside or self.reviewing
        self.side.catch_up()
        self.side.styles.width = "45%" if self.beside else "1fr"
        self.side.styles.max_width = 60 if self.beside else None
        self._show_line()
        self.refresh_bindings()

    # Ends

    def accepted(self, launching: Launching) -> None:
        self.left.forgetting(self.view)()
        self._done = launching.session_id
        self._end()

    @on(events.ScreenResume)
    def _end(self) -> None:
        """Leave with what was launched, as soon as nothing is in front."""
        if self._done is not None and self.is_active:
            self.dismiss(self._done)
