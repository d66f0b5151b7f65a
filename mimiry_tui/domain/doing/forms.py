"""Forms that a cloud declares and the dashboard draws: their fields, and what speaks for or against them.

A form's values are text by field, so that they can be kept, compared and shown without knowing the cloud.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from mimiry_tui.domain.frozen import dataclass

Values = Mapping[str, str]
"""What is in a form, by the keys of its fields; a field that is left empty may be missing."""
ON = "yes"
"""The value of a switch that is on; off is empty."""


class FieldKind(StrEnum):
    """What is typed or chosen in a field, and how that is written as a value."""

    LINE = "line"
    AREA = "area"
    """Several lines: a script."""
    SWITCH = "switch"
    """`ON` or nothing."""
    NUMBER = "number"
    """A whole number in digits."""
    LENGTH = "length"
    """A length of time as people write it: "2h", "90m" (see `domain.launching.lengths`)."""
    CHOICE = "choice"
    """The value of one of its choices."""
    CHOICES = "choices"
    """The values of several, one on each line."""
    OFFER = "offer"
    """The id of an offer in the market."""
    PAIRS = "pairs"
    """Environment: NAME=value, one on each line. Values are secrets and are never kept."""
    FILES = "files"
    """Paths on this machine, one on each line."""


class Role(StrEnum):
    """What a field means to the dashboard itself."""

    NAME = "name"
    """What the new thing is called."""
    IMAGE = "image"
    LIMIT = "limit"
    """The longest that it can run, which bounds its cost."""
    SCRIPT = "script"
    VOLUME = "volume"
    """The id of a volume that it works on; filled in when one is launched upon."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values a field can have."""

    value: str
    label: str
    words: str = ""
    """What is to be said of it, in a few words."""
    disabled: bool = False
    """Shown, and why in its words, but not to be chosen."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks for."""

    key: str
    """Its name in the values; unique within the form."""
    label: str
    kind: FieldKind
    words: str = ""
    """What it is, in one line."""
    default: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    """Of a CHOICE or CHOICES: those known without asking. Empty: the cloud is asked for them."""
    depends_on: tuple[str, ...] = ()
    """Fields whose change makes other choices."""
    section: str = ""
    """Headline under which it stands; the same as the field before it, or a new one."""
    placeholder: str = ""
    unit: str = ""
    role: Role | None = None
    shown_if: str = ""
    """The key of a switch or choice without which it means nothing, and is hidden."""
    is_secret: bool = False
    """Its value is never kept, logged or shown again; values of PAIRS never are."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked for before something is done."""

    id: str
    title: str
    """What is being made or changed: "Run a script"."""
    fields: tuple[Field, ...]
    verb: str = "do it"
    """What its button says: "run", "create"."""
    words: str = ""
    """What it does, in a line."""

    def field(self, key: str) -> Field | None:
        return next((one for one in self.fields if one.key == key), None)

    def of_role(self, role: Role) -> Field | None:
        return next((one for one in self.fields if one.role is role), None)

    @property
    def defaults(self) -> dict[str, str]:
        """What is in it before anything is typed."""
        return {one.key: one.default for one in self.fields if one.default}

    def keepable(self, values: Values) -> dict[str, str]:
        """Those values that may be written to disk: no secrets, and of pairs only the names."""
        kept: dict[str, str] = {}
        for one in self.fields:
            value = values.get(one.key, "")
            if value and not one.is_secret:
                kept[one.key] = _names_of(value) if one.kind is FieldKind.PAIRS else value
        return kept


class Weight(StrEnum):
    """How much a note matters."""

    WRONG = "wrong"
    """The form cannot be sent like this."""
    CARE = "care"
    """It can, but may not be what is meant."""
    FINE = "fine"
    """What it means, or will do."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said of a field as it is filled in now."""

    words: str
    weight: Weight = Weight.WRONG


Notes = Mapping[str, Note]
"""By field; "" is the form as a whole."""


def _names_of(pairs: str) -> str:
    return "\n".join(f"{line.partition('=')[0].strip()}=" for line in pairs.splitlines() if line.strip())
