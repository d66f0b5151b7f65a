"""A form that a cloud declares: its fields in their sections, and what is to be said of each in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from textual.app import ComposeResult
from textual.message import Message

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.extras import Extras
from mimiry_tui.domain.doing.forms import Field, FieldKind, Form, Note, Values, Weight
from mimiry_tui.domain.offers import Offer
from mimiry_tui.ui.forms.asked_choices import AskedChoices
from mimiry_tui.ui.forms.controls import Wires, control_for
from mimiry_tui.ui.forms.field_box import FieldBox, label_cells
from mimiry_tui.ui.forms.form_notes import FormNotes
from mimiry_tui.ui.forms.form_section import sections_of
from mimiry_tui.ui.forms.judged import is_sendable, listed, meant, shown
from mimiry_tui.ui.forms.line_control import LineControl
from mimiry_tui.ui.forms.pick_list import PickList
from mimiry_tui.ui.forms.picks import choice_picks, offer_picks
from mimiry_tui.ui.forms.section_keys import SectionKeys
from mimiry_tui.ui.launch.form_sight import bring_into_sight
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned

_NOTES_EVERY = 30.0
"""Seconds after which what is said of the form may be another thing though nobody typed."""


class FormView(SectionKeys):
    """As high as its fields: whoever shows it lets it scroll. Its values count at every letter.

    In no message is what was typed: it may be a secret.
    """

    DEFAULT_CSS = """
    FormView { height: auto; width: 1fr; }
    """

    class Changed(Message):
        """A value is another one, or something else is to be said of one."""

        def __init__(self, view: FormView) -> None:
            super().__init__()
            self.view = view

        @property
        def control(self) -> FormView:
            return self.view

    def __init__(
        self,
        form: Form,
        extras: Extras,
        values: Values | None = None,
        *,
        offers: Callable[[], Sequence[Offer]] = tuple,
        clock: Clock,
        as_sent: Callable[[dict[str, str]], Values] = dict,
        framed: bool = True,
        id: str | None = None,
    ) -> None:
        """`values` is what it begins with, None for its defaults. `offers` tells what OFFER fields choose
        from, `as_sent` what is really sent of some values: of that the service's notes are. `framed`: each
        section has a frame, as in the launch form; without, as in a dialog.
        """
        super().__init__(id=id)
        self.form = form
        self.extras = extras
        self._values: dict[str, str] = dict(form.defaults if values is None else values)
        self._offers = offers
        self._clock = clock
        self._asked = AskedChoices(form, extras, self, self._answered)
        self._boxes = {field.key: self._box(field) for field in form.fields}
        self._notes = FormNotes(form, extras, self._boxes, as_sent)
        self.sections = sections_of(form, self._boxes, framed=framed)
        self._shown_offers: tuple[Offer, ...] | None = None
        # Before it is first laid out, so that this finds every line.
        self._show_offers()
        self._judge()

    def compose(self) -> ComposeResult:
        yield from self.sections

    def on_mount(self) -> None:
        self._asked.ask_all(self._shown, self.values)
        self._wait()

    def _wait(self) -> None:
        """Some notes tell of moments to come: look again by and by."""
        Ticker.of(self.app, self._clock).wake(self, self._clock.monotonic() + _NOTES_EVERY, self._time_passed)

    def _time_passed(self) -> None:
        self._judge()
        self._wait()

    # What is in it

    @property
    def values(self) -> dict[str, str]:
        """What is to be sent: the values of the fields that are shown, without those that are empty."""
        return meant(self.form, self._values)

    @property
    def everything(self) -> dict[str, str]:
        """All values, also of fields that are hidden now: what a draft keeps (see `Form.keepable`)."""
        return {key: value for key, value in self._values.items() if value}

    @property
    def notes(self) -> dict[str, Note]:
        """What is to be said of its fields; "" is the form as a whole."""
        return dict(self._notes.found)

    @property
    def sendable(self) -> bool:
        """Whether nothing in it is wrong, and nothing that is required is empty."""
        return is_sendable(self._notes.found)

    def put(self, values: Values) -> None:
        """Fill it with these values instead."""
        self._values = dict(values)
        self._notes.forget_refusal()
        self._notes.is_strict = False
        for key, box in self._boxes.items():
            box.control.put(self._values.get(key, ""))
        for field in self.form.fields:
            if field.depends_on and self._asked.is_asked(field) and self.is_attached:
                self._asked.ask(field, self.values)
        self._tell()

    def suggest(self, key: str, words: str) -> None:
        """What stands in an empty line of text: what is taken for it. Foreign text."""
        box = self._boxes.get(key)
        if box is not None and isinstance(box.control, LineControl):
            box.control.suggest(words)

    def look_again(self) -> None:
        """What it depends on outside of it may have changed: offers, or what the service says."""
        if self._show_offers():
            self._tell()

    def refuse(self, words: str) -> bool:
        """Say what the service has against it, at the field that the words name; False where they name
        none. Over with the next change, and no reason not to try again. Foreign text.
        """
        field = self._notes.refuse(words, self._shown)
        self._judge()
        if field is not None:
            self.focus_field(field.key)
        return field is not None

    # Where the cursor is

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        if self._shown:
            self.focus_field(self._shown[0].key)

    def focus_wrong(self) -> bool:
        """Put the cursor where something is wrong, and say what; False where nothing is."""
        self._notes.is_strict = True
        self._notes.show()
        for field, note in listed(self.form, self._notes.found):
            if note.weight is Weight.WRONG:
                if field is not None:
                    self.focus_field(field.key)
                return True
        return False

    def focus_field(self, key: str) -> bool:
        """Put the cursor into that field; False where it is not shown."""
        box = self._boxes.get(key)
        if box is None or not box.display or not self.is_attached:
            return False
        self.screen.set_focus(box.control.target)
        bring_into_sight(box)
        return True

    # Its parts

    def _box(self, field: Field) -> FieldBox:
        wires = Wires(partial(self._typed, field), self._tell, partial(self._ask, field))
        labels = [one.label for one in self.form.fields]
        return FieldBox(
            field, control_for(field, self._values.get(field.key, ""), wires), label_cells(labels)
        )

    @property
    def _shown(self) -> tuple[Field, ...]:
        return shown(self.form, self._values)

    def _typed(self, field: Field, value: str) -> None:
        self._values[field.key] = value
        self._notes.forget_refusal()
        if self.is_attached:
            self._asked.changed(field.key, self._shown, self.values)
        self._tell()
        if self.is_attached:
            self._asked.ask_all(self._shown, self.values)

    def _ask(self, field: Field) -> None:
        if self._asked.is_asked(field):
            self._asked.ask(field, self.values)

    def _answered(self, field: Field) -> None:
        answer = self._asked.answers[field.key]
        control = self._boxes[field.key].control
        if isinstance(control, PickList):
            control.offer(choice_picks(answer.choices), answer.words)
            self._hint()
        self._tell()

    def _show_offers(self) -> bool:
        """Whether other offers are to choose from now."""
        fields = [field for field in self.form.fields if field.kind is FieldKind.OFFER]
        offers = tuple(self._offers()) if fields else ()
        if offers == self._shown_offers:
            return False
        self._shown_offers = offers
        for field in fields:
            control = self._boxes[field.key].control
            if isinstance(control, PickList):
                control.offer(offer_picks(offers), toned("no offers are known by now", "dim"))
        return True

    # What is to be said

    def _tell(self) -> None:
        self._judge()
        self._hint()
        if self.is_attached:
            self.post_message(self.Changed(self))

    def _judge(self) -> None:
        self._notes.judge(self._values, self._asked, self._shown_offers or ())
        visible = {field.key for field in self._shown}
        for key, box in self._boxes.items():
            box.display = key in visible
        for section in self.sections:
            section.display = any(box.display for box in section.boxes)

    def _hint(self) -> None:
        for section in self.sections:
            if section.is_attached and section.has_focus_within:
                section.hint()
