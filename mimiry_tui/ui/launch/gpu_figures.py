"""The criteria that are figures: how much memory, how many attempts."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.offers import Offer
from mimiry_tui.ui.launch.chips import LABEL
from mimiry_tui.ui.launch.gpu_edits import number, with_criteria
from mimiry_tui.ui.launch.kept import Kept
from mimiry_tui.ui.launch.section import Edit, Edited, View
from mimiry_tui.ui.launch.stepper import Stepper

USUAL_ATTEMPTS = 3
"""How often the service tries where nothing is said (Mimiry compute API, POST /sessions)."""
_MOST_ATTEMPTS = 20
"""Where the arrows end; more can be typed."""


class CriteriaFigures(Horizontal):
    """Two figures beside each other."""

    DEFAULT_CSS = """
    CriteriaFigures { height: 1; width: 1fr; }
    CriteriaFigures Stepper { margin-right: 2; }
    """

    def __init__(self) -> None:
        super().__init__(id="launch-figures")
        self.memory = Stepper(f"{'memory':<{LABEL - 1}}", digits=True, removable=True, id="launch-vram")
        self.attempts = Stepper("tries", digits=True, removable=True, id="launch-attempts")
        self._sizes: tuple[int, ...] = ()
        self._kept_sizes: Kept[tuple[int, ...]] = Kept()

    def compose(self) -> ComposeResult:
        yield self.memory
        yield self.attempts

    def show(self, view: View) -> None:
        offers = view.picture.offers.value
        self._sizes = self._kept_sizes.made_of((offers,), lambda: _sizes(offers))
        wanted = view.draft.criteria
        _show_figure(self.memory, wanted.min_vram_gb, " GB or more", "any")
        _show_figure(self.attempts, wanted.max_attempts, "", f"{USUAL_ATTEMPTS}")

    @on(Stepper.Stepped, "#launch-vram")
    def _step_memory(self, event: Stepper.Stepped) -> None:
        event.stop()
        sizes = self._sizes
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

    def _ask(self, change: Edit) -> None:
        self.post_message(Edited(change))


def _show_figure(stepper: Stepper, text: str, unit: str, none: str) -> None:
    text = text.strip()
    if not text:
        stepper.show("", none, tone="text")
    else:
        good = (number(text) or 0) > 0
        stepper.show(text, text + unit if good else text, tone="bright" if good else "bad")


def _sizes(offers: tuple[Offer, ...]) -> tuple[int, ...]:
    return tuple(sorted({offer.vram_gb for offer in offers if offer.has_gpu and offer.vram_gb}))


def _next_size(draft: Draft, sizes: tuple[int, ...], step: int) -> str:
    """The next larger or smaller memory that any offer has; below the smallest, no minimum."""
    least = number(draft.criteria.min_vram_gb) or 0
    if step > 0:
        return str(next((size for size in sizes if size > least), least or ""))
    return str(next((size for size in reversed(sizes) if size < least), ""))
