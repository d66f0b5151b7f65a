"""What the keys of the launch form do."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on

from mimiry_tui.domain.launching.checks import Preflight
from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.domain.offers import Offer
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.launch.cost_box import price_words
from mimiry_tui.ui.launch.desk import Desk
from mimiry_tui.ui.launch.gpu_section import GpuSection, WatchToggled
from mimiry_tui.ui.launch.kept_draft import KeptDraft
from mimiry_tui.ui.launch.launch_flow import LaunchFlow
from mimiry_tui.ui.launch.new_volume import NewVolume
from mimiry_tui.ui.launch.preflight_list import FIX_KEYS, fixable
from mimiry_tui.ui.launch.section import Section
from mimiry_tui.ui.launch.side_panel import SidePanel
from mimiry_tui.ui.screens.form_beside import FormBeside
from mimiry_tui.ui.watching.lines import toggled_words


class LaunchActions(FormBeside):
    """The launch form and its side panel. Subclasses make the parts and arrange them."""

    ONLY_WRITING = frozenset(
        {"launch", "templates", "new_volume", "fix", "start_afresh", "section", "go_to_section"}
    )
    desk: Desk
    flow: LaunchFlow
    sections: tuple[Section, ...]
    side: SidePanel
    gpu: GpuSection
    volume: NewVolume
    kept: KeptDraft

    @property
    def preflight(self) -> Preflight:
        return self.desk.view.preflight

    @on(WatchToggled)
    def _watch(self, event: WatchToggled) -> None:
        event.stop()
        account = self.services.account
        offer = account.store.offers.get(event.offer_id)
        if isinstance(offer, Offer):
            watching = account.watches.toggle(offer)
            self.gpu.show_watched(account.watches.marks)
            self.app.notify(toggled_words(offer, watched=watching), markup=False)

    @property
    def verbs(self) -> Mapping[str, str]:
        """The key that launches says what it costs, those that lead elsewhere say where to."""
        price = price_words(self.preflight.cost)
        leave = "leave; it goes on" if self.flow.is_sent else ""
        return {
            "launch.launch": f"launch for {price}" if price else "",
            "launch.review": "form" if self.reviewing else "",
            "launch.leave": "form" if self.reviewing and not self.beside else leave,
        }

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        allowed = super().check_action(action, parameters)
        if allowed and action == "fix" and parameters:
            number = FIX_KEYS.index(str(parameters[0]))
            return number < len(fixable(self.preflight.checks))
        return allowed

    def action_go_to(self, field: str) -> None:
        """Put the cursor where that is decided."""
        if not self.flow.is_busy:
            self.look_at(Field(field))

    def action_go_to_section(self, number: int) -> None:
        """Put the cursor into that section."""
        self.look_at(self.sections[number - 1].FIELDS[0])

    def action_section(self, step: int) -> None:
        """Put the cursor into a neighbouring section."""
        inside = (place for place, one in enumerate(self.sections) if one.has_focus_within)
        place = next(inside, -step if step > 0 else 0)
        self.action_go_to_section((place + step) % len(self.sections) + 1)

    def action_fix(self, key: str) -> None:
        """Take the way out that this key stands for in the list."""
        ways = dict(zip(FIX_KEYS, fixable(self.preflight.checks), strict=False))
        if key in ways:
            self.after_typing(lambda: self._fix(ways[key].title))

    def _fix(self, title: str) -> None:
        # What was typed meanwhile made other drafts of the ways out: the one of that name is meant.
        found = (check for check in self.preflight.checks if check.title == title)
        check = next(found, None)
        if check is not None and check.fix is not None:
            self.put(check.fix.draft)

    def put(self, draft: Draft) -> None:
        """Fill the form with that draft."""
        self.desk.put(draft)
        self.flow.edited()

    def action_start_afresh(self) -> None:
        """Empty the form; what it held is set aside."""
        self.after_typing(self._start_afresh)

    def _start_afresh(self) -> None:
        fresh = self.kept.fresh
        if self.desk.draft == fresh:
            return
        self.kept.replace(lambda: self.put(fresh))
        self.run_worker(self.kept.forget(), name="forget the draft", exit_on_error=True)
        self.flow.tell(f"emptied · {key_now('launch.templates', 'ctrl+t')} has what it was")
        self.focus_field(Field.GPU)

    def action_templates(self) -> None:
        """Load a template or a recent launch, or keep the form as a template."""
        self.after_typing(self._open_templates)

    def _open_templates(self) -> None:
        from mimiry_tui.ui.screens.templates import TemplatesScreen

        account = self.services.account
        screen = TemplatesScreen(
            account.templates,
            account.launches.recent,
            self.desk.draft,
            left=account.draft_file.left,
            clock=self.services.clock,
        )
        self.app.push_screen(screen, self._load)

    def _load(self, draft: Draft | None) -> None:
        if draft is not None and draft != self.desk.draft:
            self.kept.replace(lambda: self.put(draft))

    def action_new_volume(self) -> None:
        """Create a volume where the session is to run, and mount it."""
        self.after_typing(self.volume.ask)

    def action_leave(self) -> None:
        """Back to the form from its review; else away, with what was typed kept."""
        if self.reviewing and not self.beside:
            self.turn_to(review=False)
        else:
            self.after_typing(self._leave)

    def _leave(self) -> None:
        if self.flow.is_busy:
            self.flow.hand_over(self.kept.forgetting(self.app))
        trouble = self.services.account.draft_file.trouble
        if trouble and self.desk.is_touched:
            self.app.notify(trouble, severity="warning", markup=False)
        self.dismiss(None)

    # Where one is

    def look_at(self, field: Field | None) -> None:
        if field is not None:
            self.in_form(lambda: self.focus_field(field))

    def focus_field(self, field: Field) -> None:
        for section in self.sections:
            if field in section.FIELDS:
                section.focus_field(field)
