"""What is to be said of a form as it is filled in: found here, in the market, or told by its service."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from mimiry_tui.clouds.extras import Extras
from mimiry_tui.domain.doing.forms import Field, Form, Note, Values, Weight
from mimiry_tui.domain.offers import Offer
from mimiry_tui.ui.forms.asked_choices import AskedChoices
from mimiry_tui.ui.forms.field_box import FieldBox
from mimiry_tui.ui.forms.files_control import FilesControl
from mimiry_tui.ui.forms.judged import NEEDED, doubt_of, judged, meant, shown
from mimiry_tui.ui.forms.pairs_control import PairsControl

_LONGEST_REFUSAL = 400


class FormNotes:
    """The notes by field, and what the service refused last. Shows each below its field."""

    def __init__(
        self,
        form: Form,
        extras: Extras,
        boxes: Mapping[str, FieldBox],
        as_sent: Callable[[dict[str, str]], Values],
    ) -> None:
        """`as_sent` tells what is really sent of some values: of that the service's notes are."""
        self.is_strict = False
        """Whether empty fields that are needed say so: not before somebody tried without them."""
        self.found: dict[str, Note] = {}
        """By field; "" is the form as a whole."""
        self._form = form
        self._extras = extras
        self._boxes = boxes
        self._as_sent = as_sent
        self._refused: dict[str, Note] = {}

    def refuse(self, words: str, fields: Sequence[Field]) -> Field | None:
        """The service has that against it: the field that the words name; None where they name none."""
        field = next((one for one in fields if _names(words, one)), None)
        self._refused = {field.key if field else "": Note(words[:_LONGEST_REFUSAL], Weight.CARE)}
        return field

    def forget_refusal(self) -> None:
        """Another form is no reason to say it still."""
        self._refused = {}

    def judge(self, values: Values, asked: AskedChoices, offers: Sequence[Offer]) -> None:
        """Say what there is to say of these values."""
        service = dict(self._extras.notes(self._form.id, self._as_sent(meant(self._form, values))))
        here = dict(self._refused)
        for field in shown(self._form, values):
            note = self._found_here(field, values.get(field.key, ""), asked, offers)
            if note is not None:
                here.setdefault(field.key, note)
        self.found = judged(self._form, values, service, here)
        self.show()

    def show(self) -> None:
        """Each below its field."""
        for key, box in self._boxes.items():
            note = self.found.get(key)
            is_early = note is not None and note.words == NEEDED and not self.is_strict
            # Files say themselves which of them cannot be sent.
            is_said = isinstance(box.control, FilesControl) and note == box.control.trouble
            box.say(None if is_early or is_said else note)

    def _found_here(
        self, field: Field, value: str, asked: AskedChoices, offers: Sequence[Offer]
    ) -> Note | None:
        control = self._boxes[field.key].control
        if isinstance(control, FilesControl | PairsControl):
            return control.trouble
        answer = asked.answers.get(field.key)
        known = answer.choices if answer is not None and answer.is_known else None
        return doubt_of(field, value, offers, known)


def _names(words: str, field: Field) -> bool:
    return re.search(rf"(?<![\w]){re.escape(field.key)}(?![\w])", words) is not None
