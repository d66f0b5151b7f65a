"""What the history is narrowed down to: words, an outcome, a GPU, an image, the last so many days. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.memory.cards import Outcome
from mimiry_tui.domain.memory.questions import CardQuery
from mimiry_tui.domain.offers import short_model
from mimiry_tui.ui.template_lines import image_word

T = TypeVar("T")

OUTCOMES = (None, Outcome.FAILED, Outcome.DONE, Outcome.BY_USER, Outcome.VANISHED, Outcome.LIVE)
"""In the order that a key goes round."""
DAYS = (None, 7, 30, 90)


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Every empty field lets everything through."""

    text: str = ""
    outcome: Outcome | None = None
    gpu: str = ""
    image: str = ""
    days: int | None = None

    @property
    def is_empty(self) -> bool:
        return self == HistoryFilter()

    def query(self, now: datetime) -> CardQuery:
        """The question that finds these cards."""
        return CardQuery(
            text=self.text.strip(),
            outcomes=frozenset() if self.outcome is None else frozenset({self.outcome}),
            gpu=self.gpu,
            image=self.image,
            since=None if self.days is None else now - timedelta(days=self.days),
        )

    def next_outcome(self) -> HistoryFilter:
        return replace(self, outcome=_following(OUTCOMES, self.outcome))

    def next_days(self) -> HistoryFilter:
        return replace(self, days=_following(DAYS, self.days))

    def only_gpu(self, gpu: str) -> HistoryFilter:
        """Only that model, or all again where one was chosen."""
        return replace(self, gpu="" if self.gpu else gpu)

    def only_image(self, image: str) -> HistoryFilter:
        """Only that image, or all again where one was chosen."""
        return replace(self, image="" if self.image else image)

    def words(self) -> tuple[tuple[str, str, bool], ...]:
        """For each key its binding's id, what it is set to, and whether that narrows anything."""
        outcome = "all outcomes" if self.outcome is None else f"only {self.outcome.value}"
        return (
            ("history.outcome", outcome, self.outcome is not None),
            ("history.gpu", short_model(self.gpu) or "any GPU", bool(self.gpu)),
            ("history.image", image_word(self.image) or "any image", bool(self.image)),
            ("history.days", f"last {self.days} days" if self.days else "any time", self.days is not None),
        )


def _following(choices: tuple[T, ...], chosen: T) -> T:
    return choices[(choices.index(chosen) + 1) % len(choices)] if chosen in choices else choices[0]
