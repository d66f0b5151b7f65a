"""What speaks against a form as it is filled in: its fields' own rules, then those of its service. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mimiry_tui.domain.doing.forms import Choice, Field, FieldKind, Form, Note, Notes, Values, Weight
from mimiry_tui.domain.launching.environment_text import name_trouble
from mimiry_tui.domain.launching.lengths import length_trouble
from mimiry_tui.domain.offers import Offer

NEEDED = "needed"
"""Of a required field that is empty."""


def shown(form: Form, values: Values) -> tuple[Field, ...]:
    """The fields that mean something with these values; one that hangs on a hidden field is hidden too."""
    found: dict[str, Field] = {}
    for field in form.fields:
        if not field.shown_if or (field.shown_if in found and values.get(field.shown_if)):
            found[field.key] = field
    return tuple(found.values())


def meant(form: Form, values: Values) -> dict[str, str]:
    """What would be sent: the values of the fields that are shown, without those that are empty."""
    return {field.key: value for field in shown(form, values) if (value := values.get(field.key, ""))}


def judged(form: Form, values: Values, service: Notes, here: Mapping[str, Note]) -> dict[str, Note]:
    """One note for each field of which there is something to say, and "" for the form as a whole.

    `service` is what the cloud says, `here` what was found on this machine. What is wrong comes before
    all else; a field that is merely empty says so only where nobody says more.
    """
    notes: dict[str, Note] = {}
    for field in shown(form, values):
        value = values.get(field.key, "")
        candidates = [
            here.get(field.key),
            _own(field, value),
            service.get(field.key),
            Note(NEEDED) if field.required and not value.strip() else None,
        ]
        found = [note for note in candidates if note is not None and note.words]
        if found:
            notes[field.key] = min(found, key=_urgency)
    if "" in service:
        notes[""] = service[""]
    return notes


def doubt_of(
    field: Field, value: str, offers: Sequence[Offer], known: Sequence[Choice] | None
) -> Note | None:
    """What the market, or the choices that the service told (None before it did), have against a value."""
    if not value:
        return None
    if field.kind is FieldKind.OFFER and offers:
        offer = next((one for one in offers if one.id == value), None)
        if offer is None:
            return Note("not on offer now", Weight.CARE)
        return None if offer.available else Note("sold out: it may well be refused", Weight.CARE)
    if known is None or field.kind not in (FieldKind.CHOICE, FieldKind.CHOICES):
        return None
    values = {one.value for one in known}
    missing = [one for one in value.split("\n") if one not in values]
    return Note(f"not to be had now: {', '.join(missing)}", Weight.CARE) if missing else None


def is_sendable(notes: Notes) -> bool:
    return all(note.weight is not Weight.WRONG for note in notes.values())


def listed(form: Form, notes: Notes) -> Iterable[tuple[Field | None, Note]]:
    """The notes in the order of the form, what is said of all of it at the end."""
    for field in form.fields:
        if field.key in notes:
            yield field, notes[field.key]
    if "" in notes:
        yield None, notes[""]


def _urgency(note: Note) -> int:
    return list(Weight).index(note.weight)


def _own(field: Field, value: str) -> Note | None:
    """What the kind of a field has against its value."""
    words = ""
    if value.strip():
        match field.kind:
            case FieldKind.NUMBER:
                digits = value.strip()
                words = "" if digits.isascii() and digits.isdigit() and len(digits) <= 12 else "digits only"
            case FieldKind.LENGTH:
                words = length_trouble(value)
            case FieldKind.PAIRS:
                return _pairs_note(value)
            case _:
                words = ""
    return Note(words) if words else None


def _pairs_note(value: str) -> Note | None:
    pairs = [line.partition("=") for line in value.splitlines() if line.strip()]
    names = [name.strip() for name, _, _ in pairs]
    for name in names:
        if trouble := name_trouble(name):
            return Note(trouble)
    if len(set(names)) < len(names):
        return Note("one of them is named twice")
    # Drafts keep names without their values.
    empty = [name.strip() for name, _, held in pairs if not held]
    return Note(f"no value: {', '.join(empty)}", Weight.CARE) if empty else None
