"""The GPU section in sentences. Pure."""

from __future__ import annotations

from collections.abc import Collection

from textual.content import Content

from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.domain.offers import Offer, parts_of_model
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.launch.asking import asking
from mimiry_tui.ui.launch.gpu_rows import OfferRow
from mimiry_tui.ui.launch.section import View
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part

_NAMED = 4
"""Models named in a sentence; of more it gives the number."""


def model_words(model: str) -> str:
    """A model as the table names it: `A100_80G_SXM` → "A100 SXM"."""
    family, _, form = parts_of_model(model)
    return f"{family} {form}".strip()


def sentence(view: View) -> list[Content]:
    """What would be asked for, in one sentence; then the same in fewer words."""
    if view.draft.by_criteria:
        return _matching(view)
    if not view.draft.picks:
        return [
            toned("space picks a GPU, enter only this one; several are tried in your order", "dim"),
            toned("space picks a GPU, enter only this one", "dim"),
        ]
    order = _order(view.draft)
    return [toned(order + _following(view), "dim"), toned(order, "dim")]


def trouble(view: View) -> Content:
    """What is wrong with the GPU or its count, once something was chosen at all."""
    fields = [Field.COUNT] if not (view.draft.picks or view.draft.by_criteria) else [Field.GPU, Field.COUNT]
    problem = next((words for field in fields if (words := view.preflight.problem(field))), "")
    return toned(f"✗ {problem}", "bad") if problem else Content()


def _order(draft: Draft) -> str:
    """ "A100 SXM first, H100 SXM if there is none"."""
    # A model twice is one wish: places are hints for all of them together.
    models = list(dict.fromkeys(pick.model for pick in draft.picks))
    names = _told_apart(models)
    if len(models) == 1:
        return f"{names[0]} and nothing else"
    if len(models) > _NAMED:
        return f"{names[0]} first, then {len(models) - 1} others in your order"
    return f"{names[0]} first, {', then '.join(names[1:])} if there is none"


def _told_apart(models: list[str]) -> list[str]:
    """Short names, or whole ones where two would read alike."""
    short = [model_words(model) for model in models]
    return [name if short.count(name) == 1 else model for name, model in zip(short, models, strict=True)]


def _following(view: View) -> str:
    place = view.preflight.place
    asked = [word for word, value in (("provider", place.provider), ("location", place.location)) if value]
    if not asked:
        return "; anywhere"
    hints = " and ".join(asked)
    # Nobody follows oneself.
    if place.because in ("", "you"):
        return f"; {hints} as you asked"
    return f"; {hints} follow{'s' if len(asked) == 1 else ''} {place.because}"


def _matching(view: View) -> list[Content]:
    matching = view.preflight.matching
    if not matching:
        if view.picture.offers.as_of is None:
            return [no_offers(view)]
        return [toned("✗ no offer in stock matches", "warn")]
    first, count = matching[0], len(matching)
    taken = toned(f"{model_words(first.model)} {first.where}".strip(), "bright") + price_words(first)
    sign, dot = toned("● ", "good"), toned(" · ", "dim")
    offers = "1 offer matches" if count == 1 else f"{count} offers match"
    return [
        sign + toned(offers, "text") + dot + toned("would take ", "dim") + taken,
        sign + toned(f"{count} {'matches' if count == 1 else 'match'}", "text") + dot + taken,
        sign + toned(f"{count}", "text") + dot + taken,
    ]


def offers_counted(visible: int, rows: Collection[OfferRow]) -> str:
    """How many offers there are, of which a filter lets so many through: "15 of 17 in stock"."""
    if not rows:
        return ""
    if visible < len(rows):
        return f"{visible} of {len(rows)} shown"
    return f"{sum(row.offer.available for row in rows)} of {len(rows)} in stock"


def price_words(offer: Offer) -> Content:
    """ " €1.29/h", or nothing where no price is told."""
    if offer.rate is None:
        return Content()
    return toned(f" {offer.rate}", "bright", bold=True) + toned("/h", "dim")


def no_offers(view: View) -> Content:
    """What stands in the table while there is no offer."""
    reading = view.picture.offers
    if reading.trouble:
        return toned(f"offers unknown: {reading.trouble}", "warn")
    if reading.as_of is None:
        return toned("reading offers…", "dim")
    return toned("no GPUs on offer at the moment", "text")


def refusal(view: View, fields: tuple[Field, ...]) -> Content:
    """What the service's last refusal says of one of these fields, or nothing."""
    if view.refused_field not in fields or not view.refused_words:
        return Content()
    return toned(f"refused: {view.refused_words}", "bad")


def switch(by_criteria: bool) -> list[Part]:
    """The two ways to say which GPU, the one that does not hold to be clicked."""
    parts = [Part(toned(f"{key_now('gpu.mode', 'ctrl+o')}  ", "dim"))]
    for name, is_on in (("offers", not by_criteria), ("criteria", by_criteria)):
        if len(parts) > 1:
            parts.append(Part(toned(" · ", "dim")))
        words = toned(name, "accent" if is_on else "dim", bold=is_on)
        parts.append(Part(words, None if is_on else asking("mode")))
    return parts
