"""Where the session is asked to run: two hints, each followed, chosen or taken away."""

from __future__ import annotations

from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from mimiry_tui.domain.launching.draft import Field
from mimiry_tui.domain.launching.matching import is_bound
from mimiry_tui.domain.launching.placing import place_of
from mimiry_tui.ui.launch.chips import LABEL
from mimiry_tui.ui.launch.gpu_edits import set_location, set_provider
from mimiry_tui.ui.launch.section import Edited, View
from mimiry_tui.ui.launch.stepper import Stepper
from mimiry_tui.ui.launch.words_line import Words
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part

_FOLLOW = ""
"""The choice to follow the picks and volumes, among names of places, which are never empty."""
_NONE = "\x00none"
"""The choice of no hint at all."""


class PlaceLine(Horizontal):
    """Arrows go round: as the picks and volumes say, anywhere, then each place that offers name."""

    DEFAULT_CSS = """
    PlaceLine { height: 1; width: 1fr; }
    PlaceLine Stepper { margin-right: 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.provider = Stepper(f"{'place':<{LABEL - 1}}", removable=True, id="launch-provider")
        self.location = Stepper(removable=True, id="launch-location")
        self._because = Words()
        self._view: View | None = None

    def compose(self) -> ComposeResult:
        yield self.provider
        yield self.location
        yield self._because

    @property
    def stop(self) -> Stepper | None:
        """The first of the two that can be changed; None where a volume has settled both."""
        return next((one for one in (self.provider, self.location) if one.can_focus), None)

    def show(self, view: View) -> None:
        self._view = view
        draft, place = view.draft, view.preflight.place
        bound = is_bound(draft, place)
        for stepper, value, hint, what in (
            (self.provider, place.provider, draft.provider, "provider"),
            (self.location, place.location, draft.location, "location"),
        ):
            chosen = hint is not None and not bound
            stepper.show(
                value,
                value or f"any {what}",
                tone="accent" if chosen and value else "bright" if value else "text",
                fixed=bound and bool(value),
            )
        problem = view.preflight.problem(Field.PLACE)
        if problem:
            self._because.say(Part(toned(f"✗ {problem}", "bad")))
        elif place.because and place.because != "you" and (place.provider or place.location):
            self._because.say(Part(toned(f"follows {place.because}", "good" if bound else "dim")))
        else:
            self._because.say()

    @on(Stepper.Stepped)
    def _step(self, event: Stepper.Stepped) -> None:
        event.stop()
        if self._view is None:
            return
        draft, offers = self._view.draft, self._view.picture.offers.value
        if event.stepper is self.provider:
            known = (offer.provider for offer in offers if offer.has_gpu)
            follows = place_of(replace(draft, provider=None), self._view.picture).provider
            self.post_message(Edited(set_provider(_next(draft.provider, set(known), event.step, follows))))
        else:
            provider = self._view.preflight.place.provider
            known = (
                offer.location
                for offer in offers
                if offer.has_gpu and (not provider or offer.provider == provider)
            )
            follows = place_of(replace(draft, location=None), self._view.picture).location
            self.post_message(Edited(set_location(_next(draft.location, set(known), event.step, follows))))

    @on(Stepper.Typed)
    def _remove(self, event: Stepper.Typed) -> None:
        event.stop()
        change = set_provider if event.stepper is self.provider else set_location
        self.post_message(Edited(change("")))


def _next(hint: str | None, places: set[str], step: int, follows: str) -> str | None:
    """The hint that many choices further than this one; `follows`: what it is where none is chosen.

    Where that is nothing, to follow and to have no hint are one choice: else a key would change nothing.
    """
    now = _FOLLOW if hint is None else hint or _NONE
    named = sorted(places - {""} | ({hint} if hint else set()), key=str.casefold)
    choices = [_FOLLOW, _NONE, *named] if follows or now == _NONE else [_FOLLOW, *named]
    then = choices[(choices.index(now) + step) % len(choices)]
    return None if then == _FOLLOW else "" if then == _NONE else then
