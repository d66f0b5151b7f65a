"""The columns of the table of cards."""

from __future__ import annotations

from datetime import datetime

from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.money import DEFAULT_CURRENCY, symbol
from mimiry_tui.ui.columns.common import NOTHING, name_or_reason
from mimiry_tui.ui.history import card_words as words
from mimiry_tui.ui.template_lines import image_word
from mimiry_tui.ui.widgets.cells import Cell, Span, Tone, cell
from mimiry_tui.ui.widgets.table.columns import Column


def card_columns() -> list[Column[Card]]:
    """From the sign to what it cost; narrow screens drop the place, the image and the boot."""
    return [
        Column(
            key="state",
            title="",
            render=lambda card, now: Cell((words.sign(card),)),
            text=lambda card: card.outcome.value,
            width=1,
            gap=1,
            about="how it turned out, as a sign",
            fixed=True,
        ),
        Column(
            key="name",
            title="NAME",
            render=lambda card, now: name_or_reason(card.name, card.session_id),
            text=lambda card: f"{card.name} {card.session_id}",
            sort=lambda card: (card.name or card.session_id).casefold(),
            min_width=11,
            want=16,
            weight=2,
            about="what it was called",
            fixed=True,
        ),
        Column(
            key="gpu",
            title="GPU",
            render=_gpu,
            text=lambda card: card.gpu,
            sort=lambda card: card.gpu.casefold() or None,
            min_width=11,
            about="model and how many",
        ),
        Column(
            key="where",
            title="WHERE",
            render=lambda card, now: cell(card.where) if card.where else NOTHING,
            text=lambda card: card.where,
            sort=lambda card: card.where.casefold() or None,
            min_width=10,
            want=13,
            drop=3,
            about="provider and location",
        ),
        Column(
            key="ended",
            title="HOW IT ENDED",
            render=_ended,
            text=words.outcome_words,
            sort=lambda card: words.outcome_words(card).casefold(),
            min_width=17,
            want=22,
            weight=4,
            about="how it turned out, in words",
        ),
        Column(
            key="image",
            title="IMAGE",
            render=lambda card, now: cell(image_word(card.image), "dim") if card.image else NOTHING,
            text=lambda card: card.image,
            sort=lambda card: card.image.casefold() or None,
            min_width=12,
            want=18,
            drop=4,
            about="the image it ran",
        ),
        Column(
            key="launched",
            title="LAUNCHED",
            render=lambda card, now: cell(words.when_words(card.created_at, now) or "–", "dim"),
            text=lambda card: "",
            sort=lambda card: -card.created_at.timestamp() if card.created_at else None,
            width=words.when_width(),
            align="right",
            about="when it was asked for",
        ),
        Column(
            key="ready",
            title="READY",
            render=lambda card, now: _length(words.span_words(words.ready_after(card))),
            text=lambda card: "",
            sort=words.ready_after,
            width=6,
            align="right",
            drop=2,
            about="from the launch to usable",
        ),
        Column(
            key="ran",
            title="RAN",
            render=lambda card, now: _length(words.span_words(words.ran(card))),
            text=lambda card: "",
            sort=words.ran,
            width=6,
            align="right",
            drop=1,
            about="from the launch to the end",
        ),
        Column(
            key="cost",
            title="COST",
            render=_cost,
            text=lambda card: "",
            sort=lambda card: card.cost.amount if card.cost is not None else None,
            width=8 + (len(symbol(DEFAULT_CURRENCY)) - 1),
            align="right",
            about="in all, ≈ where it is our own figure",
        ),
    ]


def card_tone(card: Card) -> Tone | None:
    """What went well recedes a little; what failed and what lives does not."""
    return "text" if card.outcome in (Outcome.DONE, Outcome.BY_USER) else None


def _gpu(card: Card, now: datetime) -> Cell:
    model, count = words.gpu_words(card)
    return Cell((Span(model), Span(count, "dim"))) if model else NOTHING


def _ended(card: Card, now: datetime) -> Cell:
    """How it ended, and where there is room why, if that tells more."""
    said = Span(words.short_outcome(card), words.tone(card))
    told = words.why(card)
    return Cell((said,), extras=((Span(f"  {told.cause}"),),) if told is not None and told.telling else ())


def _length(text: str) -> Cell:
    return cell(text) if text else NOTHING


def _cost(card: Card, now: datetime) -> Cell:
    text = words.cost_words(card)
    return cell(text, "bright", bold=True) if text else NOTHING
