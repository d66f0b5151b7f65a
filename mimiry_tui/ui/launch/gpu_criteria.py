"""What a GPU must be like, where none is named: the criteria that are choices."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from mimiry_tui.domain.launch import PRIORITIES
from mimiry_tui.domain.offers import Offer
from mimiry_tui.ui.launch.chips import Chips
from mimiry_tui.ui.launch.gpu_edits import with_criteria
from mimiry_tui.ui.launch.kept import Kept
from mimiry_tui.ui.launch.section import Edited, View


class CriteriaForm(Vertical):
    """Families, form factors, and the order in which candidates are taken."""

    DEFAULT_CSS = """
    CriteriaForm { height: auto; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__(id="launch-criteria")
        self._kept_choices: Kept[tuple[tuple[str, ...], tuple[str, ...]]] = Kept()
        self.families = Chips("families", id="launch-families")
        self.forms = Chips("form", id="launch-forms")
        self.priority = Chips("priority", ordered=True, none="as usual", words=_plain, id="launch-priority")

    def compose(self) -> ComposeResult:
        yield self.families
        yield self.forms
        yield self.priority

    def show(self, view: View) -> None:
        offers, wanted = view.picture.offers.value, view.draft.criteria
        families, forms = self._kept_choices.made_of((offers,), lambda: _choices(offers))
        self.families.show(families, wanted.families)
        self.forms.show(forms, wanted.form_factors)
        self.priority.show(PRIORITIES, wanted.priority)

    @on(Chips.Toggled)
    def _toggle(self, event: Chips.Toggled) -> None:
        event.stop()
        if event.chips is self.families:
            change = with_criteria(toggled_family=event.choice)
        elif event.chips is self.forms:
            change = with_criteria(toggled_form=event.choice)
        else:
            change = with_criteria(toggled_key=event.choice)
        self.post_message(Edited(change))

    @on(Chips.Moved)
    def _move(self, event: Chips.Moved) -> None:
        event.stop()
        self.post_message(Edited(with_criteria(moved_key=(event.choice, event.step))))


def _choices(offers: Iterable[Offer]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The families and the form factors that are on offer."""
    known = [offer for offer in offers if offer.has_gpu]
    return _distinct(offer.family for offer in known), _distinct(offer.form_factor for offer in known)


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({word for word in words if word}, key=str.casefold))


def _plain(key: str) -> str:
    """A sort key in plain letters: "FORM_FACTOR" → "form factor"."""
    return key.replace("_", " ").lower()
