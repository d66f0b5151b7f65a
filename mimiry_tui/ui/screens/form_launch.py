"""A launch by a form of the cloud's own: its fields, and beside them what speaks against it and its cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll

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
from mimiry_tui.ui.screens.form_launch_actions import FormLaunchActions
from mimiry_tui.ui.screens.form_launch_keys import FORM_LAUNCH_BINDINGS
from mimiry_tui.ui.services import Services
from mimiry_tui.ui.widgets.header import Header


class FormLaunchScreen(FormLaunchActions):
    """Dismissed with the id of the session that was launched, or None; what was typed is kept as a draft."""

    BINDING_GROUP_TITLE = "Launch"
    CSS_PATH = "form_launch.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = FORM_LAUNCH_BINDINGS

    def __init__(self, services: Services, header: Header, start: Start | None = None) -> None:
        """`start` is what it begins with besides the draft that was left, or instead of it."""
        super().__init__(services, header)
        account = services.account
        self.start = start or Start()
        self.forms: Sequence[Form] = account.cloud.extras.launch_forms
        self.flow = FormFlow(self, account.cloud.extras, account.launches, account.live, services.clock)
        self.tabs = FormTabs(self.forms)
        self.side = FormSide(account.cloud, account.profile.key_path, id="launch-side")
        self.views: dict[str, FormView] = {}
        self.left = LeftInForm(account.form_drafts, self.start)
        self.view = self._view_for(self.left.form_of(self.forms))
        self.shown = self.now()
        self.form = VerticalScroll(self.view, id="launch-form", can_focus=False)
        self.form_part = Vertical(self.tabs, self.form, id="launch-left")

    def on_mount(self) -> None:
        hear_alt_digits()
        account = self.services.account
        self.header.attach(account.store)
        self.hear(account.store.subscribe, self._take)
        self.hear(account.launches.subscribe, self.flow.follow)
        self.flow.attach()
        self.tabs.show(self.view.form.id)
        self._fit(self.app.size)
        self.show()
        self._tick()
        # At once, so that what is typed ahead lands in the form.
        self.view.focus_first()
        self.run_worker(self.open(), name="open the form", exit_on_error=True)

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
            await self.form.mount(view)
        before.display, view.display = False, True
        self.view = view
        self.tabs.show(form.id)
        self.view.look_again()
        self.flow.edited()
        self.show()
        self.view.focus_first()
        self.form.scroll_home(animate=False)

    # News

    def _take(self, change: Change) -> None:
        self.view.look_again()
        self.show()
        self.header.news()

    @on(FormView.Changed)
    def _changed(self, event: FormView.Changed) -> None:
        event.stop()
        if event.view is self.view:
            self.keep()
            self.show()

    def step_changed(self) -> None:
        if self._key_bar.is_attached:
            self.show_step()

    # Ends

    def accepted(self, launching: Launching) -> None:
        self.left.forgetting(self.view)()
        self.end_with(launching.session_id)
