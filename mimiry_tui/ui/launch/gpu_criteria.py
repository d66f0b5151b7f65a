"""What a GPU must be like, where none is named."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from mimiry_tui.domain.draft import Draft
from mimiry_tui.domain.launch import PRIORITIES
from mimiry_tui.domain.offers import Offer
from mimiry_tui.ui.launch.chips import Chips
from mimiry_tui.ui.launch.gpu_edits import number, with_criteria
from mimiry_tui.ui.launch.section import Edit, Edited, View
from mimiry_tui.ui.launch.stepper import Stepper

USUAL_ATTEMPTS = 3
"""How often the service tries where nothing is said (Mimiry compute API, POST /sessions)."""
_MOST_ATTEMPTS = 20
"""Where the arrows end; more can be typed."""


class CriteriaForm(Vertical):
    """Families, memory, form factors, the order candidates are taken in, and how often it is tried."""

    DEFAULT_CSS = """
    CriteriaForm { height: auto; width: 1fr; }
    CriteriaForm Horizontal { height: 1; width: 1fr; }
    CriteriaForm Stepper { margin-right: 3; }
    """

    def __init__(self) -> None:
        super().__init__(id="launch-criteria")
        self.families = Chips("families", id="launch-families")
        self.forms = Chips("form", id="launch-forms")
        self.priority = Chips("priority", ordered=True, none="price", id="launch-priority")
        self.memory = Stepper("memory   ", digits=True, removable=True, id="launch-vram")
        self.attempts = Stepper("attempts", digits=True, removable=True, id="launch-attempts")
        self._view: View | None = None

    def compose(self) -> ComposeResult:
        yield self.families
        with Horizontal():
            yield self.memory
            yield self.attempts
        yield self.forms
        yield self.priority

    def show(self, view: View) -> None:
        self._view = view
        offers = [offer for offer in view.picture.offers.value if offer.has_gpu]
        wanted = view.draft.criteria
        self.families.show(_distinct(offer.family for offer in offers), wanted.families)
        self.forms.show(_distinct(offer.form_factor for offer in offers), wanted.form_factors)
        self.priority.show(PRIORITIES, wanted.priority)
        self._show_figure(self.memory, wanted.min_vram_gb, "{} GB or more", "any")
        self._show_figure(self.attempts, wanted.max_attempts, "{}", f"{USUAL_ATTEMPTS}, as usual")

    def _show_figure(self, stepper: Stepper, text: str, words: str, none: str) -> None:
        text = text.strip()
        if not text:
            stepper.show("", none, tone="text")
        else:
            good = (number(text) or 0) > 0
            stepper.show(text, words.format(text) if good else text, tone="bright" if good else "bad")

    # What is wanted

    @on(Stepper.Stepped, "#launch-vram")
    def _step_memory(self, event: Stepper.Stepped) -> None:
        event.stop()
        sizes = _sizes(self._view.picture.offers.value if self._view else ())
        self._ask(lambda draft: with_criteria(min_vram_gb=_next_size(draft, sizes, event.step))(draft))

    @on(Stepper.Typed, "#launch-vram")
    def _type_memory(self, event: Stepper.Typed) -> None:
        event.stop()
        self._ask(with_criteria(min_vram_gb=event.text))

    @on(Stepper.Stepped, "#launch-attempts")
    def _step_attempts(self, event: Stepper.Stepped) -> None:
        event.stop()

        def edit(draft: Draft) -> Draft:
            tried = number(draft.criteria.max_attempts) or USUAL_ATTEMPTS
            tried = max(1, min(max(tried, _MOST_ATTEMPTS), tried + event.step))
            return with_criteria(max_attempts=str(tried))(draft)

        self._ask(edit)

    @on(Stepper.Typed, "#launch-attempts")
    def _type_attempts(self, event: Stepper.Typed) -> None:
        event.stop()
        self._ask(with_criteria(max_attempts=event.text))

    @on(Chips.Toggled)
    def _toggle(self, event: Chips.Toggled) -> None:
        event.stop()
        if event.chips is self.families:
            self._ask(with_criteria(toggled_family=event.choice))
        elif event.chips is self.forms:
            self._ask(with_criteria(toggled_form=event.choice))
        else:
            self._ask(with_criteria(toggled_key=event.choice))

    @on(Chips.Moved)
    def _move(self, event: Chips.Moved) -> None:
        event.stop()
        self._ask(with_criteria(moved_key=(event.choice, event.step)))

    def _ask(self, change: Edit) -> None:
        self.post_message(Edited(change))


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({word for word in words if word}, key=str.casefold))


def _sizes(offers: tuple[Offer, ...]) -> tuple[int, ...]:
    return tuple(sorted({offer.vram_gb for offer in offers if offer.has_gpu and offer.vram_gb}))


def _next_size(draft: Draft, sizes: tuple[int, ...], step: int) -> str:
    """The next larger or smaller memory that any offer has; below the smallest, no minimum."""
    least = number(draft.criteria.min_vram_gb) or 0
    if step > 0:
        return str(next((size for size in sizes if size > least), least or ""))
    return str(next((size for size in reversed(sizes) if size < least), ""))
