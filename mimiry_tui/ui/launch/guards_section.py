"""What keeps a session from costing more than was meant."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from mimiry_tui.domain.launching.draft import AutoTerminate, Draft, Field
from mimiry_tui.domain.launching.lengths import read_length
from mimiry_tui.domain.launching.matching import candidates
from mimiry_tui.domain.launching.request import effective_auto_terminate
from mimiry_tui.domain.money import symbol
from mimiry_tui.ui.launch.choices import Choices
from mimiry_tui.ui.launch.form_input import DraftInput
from mimiry_tui.ui.launch.form_row import FormRow, trouble_with
from mimiry_tui.ui.launch.framed import FramedSection
from mimiry_tui.ui.launch.section import View
from mimiry_tui.ui.launch.stepper import Stepper
from mimiry_tui.ui.launch.words_line import Note, Words
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.part_line import Part

QUICK = ("30m", "1h", "4h", "8h", "24h")
"""Lengths that are one key away; behind them stands "none"."""

_ENDINGS: tuple[AutoTerminate | None, ...] = (
    None,
    AutoTerminate.NEVER,
    AutoTerminate.ON_COMPLETE,
    AutoTerminate.ON_SUCCESS,
)
_WORDS = {
    AutoTerminate.NEVER: "you end it",
    AutoTerminate.ON_COMPLETE: "the command ends",
    AutoTerminate.ON_SUCCESS: "the command succeeds",
}


class GuardsSection(FramedSection):
    """When it ends by itself, how long and how dear it may be, and who pays."""

    NUMBER: ClassVar[int] = 5
    NAME: ClassVar[str] = "Guards"
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field.AUTO_TERMINATE,
        Field.DURATION,
        Field.PRICE,
        Field.ORGANISATION,
    )
    DEFAULT_CSS = """
    GuardsSection {
        FramedBody > Note { margin-left: 10; }
        #duration, #price { width: 12; }
        #organisation { width: 1fr; max-width: 44; }
        #quick, #price-words, #follows { margin-left: 2; }
        #price-words, #follows { width: 1fr; }
    }
    """

    def __init__(self, *, id: str = "launch-guards") -> None:
        super().__init__(id=id)
        self._ending = Stepper(id="ending")
        self._follows = Words(id="follows")
        self._duration = DraftInput(
            self.edit,
            lambda draft, text: replace(draft, max_duration=text),
            placeholder="no limit",
            id="duration",
        )
        self._quick = Choices(
            self.edit,
            lambda draft, index: replace(draft, max_duration=QUICK[index] if index < len(QUICK) else ""),
            (*QUICK, "none"),
            signs=False,
            id="quick",
        )
        self._price = DraftInput(
            self.edit, lambda draft, text: replace(draft, max_price=text), placeholder="none", id="price"
        )
        self._price_words = Words(id="price-words")
        self._organisation = DraftInput(
            self.edit,
            lambda draft, text: replace(draft, org_id=text),
            placeholder="yourself, or an organisation's id",
            id="organisation",
        )
        self._notes = {field: Note() for field in self.FIELDS}

    def fields(self) -> ComposeResult:
        yield FormRow("end when", self._ending, self._follows)
        yield self._notes[Field.AUTO_TERMINATE]
        yield FormRow("at most", self._duration, self._quick)
        yield self._notes[Field.DURATION]
        yield FormRow("ceiling", self._price, self._price_words)
        yield self._notes[Field.PRICE]
        yield FormRow("paid by", self._organisation)
        yield self._notes[Field.ORGANISATION]

    def on_mount(self) -> None:
        self._hint()

    def on_descendant_focus(self) -> None:
        self._hint()

    def on_descendant_blur(self) -> None:
        self._hint()

    def show(self, view: View) -> None:
        draft = view.draft
        ending = effective_auto_terminate(draft)
        self._ending.show(ending, _WORDS[ending])
        self._follows.say(Part(toned("follows Run", "dim") if draft.auto_terminate is None else Content("")))
        self._duration.show(draft.max_duration)
        self._quick.show(_quick_of(draft.max_duration))
        self._price.show(draft.max_price)
        self._price_words.say(*_price_words(view))
        self._organisation.show(draft.org_id)
        for field, note in self._notes.items():
            note.say(trouble_with(view, field))

    def focus_field(self, field: Field) -> bool:
        widget = {
            Field.AUTO_TERMINATE: self._ending,
            Field.DURATION: self._duration,
            Field.PRICE: self._price,
            Field.ORGANISATION: self._organisation,
        }.get(field)
        if widget is None:
            return False
        self.go(widget)
        return True

    @on(Stepper.Stepped)
    def _turn(self, event: Stepper.Stepped) -> None:
        event.stop()
        step = event.step

        def change(draft: Draft) -> Draft:
            at = _ENDINGS.index(draft.auto_terminate)
            return replace(draft, auto_terminate=_ENDINGS[(at + step) % len(_ENDINGS)])

        self.edit(change)

    def _hint(self) -> None:
        focused = self.screen.focused if self.is_attached else None
        chooses = focused is self._ending or focused is self._quick
        self.say(key_hints(("← →", "choose")) if chooses else Content(""))


def _quick_of(text: str) -> int | None:
    """Which of the quick choices that length is, however it was typed."""
    if not text.strip():
        return len(QUICK)
    length = read_length(text)
    return next((at for at, quick in enumerate(QUICK) if length == read_length(quick)), None)


def _price_words(view: View) -> list[Part]:
    """What the ceiling is measured in, and what the offer that would be taken costs."""
    places = view.preflight.matching or candidates(
        view.draft, view.picture.offers.value, view.preflight.place
    )
    rates = [offer.rate for offer in places if offer.rate is not None]
    parts = [Part(toned(f"{symbol(rates[0].currency) if rates else '€'}/h per GPU", "dim"))]
    if rates:
        parts += [
            Part(toned(" · ", "dim") + toned(rates[0].figure(), "bright", bold=True) + toned(" now", "dim"))
        ]
    return parts
