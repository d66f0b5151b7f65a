"""Which widget a field of a form is typed or chosen in."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from mimiry_tui.domain.doing.forms import Field, FieldKind
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.forms.area_control import AreaControl
from mimiry_tui.ui.forms.control import Control, Heard
from mimiry_tui.ui.forms.files_control import FilesControl
from mimiry_tui.ui.forms.line_control import LineControl
from mimiry_tui.ui.forms.pairs_control import PairsControl
from mimiry_tui.ui.forms.pick_list import PickList
from mimiry_tui.ui.forms.picks import choice_picks
from mimiry_tui.ui.forms.radio import SWITCH, Radio, fits_a_line, when_on


class Wires(NamedTuple):
    """Whom a control tells what."""

    heard: Heard
    looked: Callable[[], None]
    """What is on this machine's disk is known now."""
    ask: Callable[[], None]
    """The choices are to be asked for again."""


def control_for(field: Field, value: str, wires: Wires) -> Control:
    """A new widget for that field, with that value in it."""
    match field.kind:
        case FieldKind.AREA:
            return AreaControl(field, value, wires.heard)
        case FieldKind.SWITCH:
            return Radio(SWITCH, value, wires.heard, when_on(field.words))
        case FieldKind.PAIRS:
            return PairsControl(value, wires.heard)
        case FieldKind.FILES:
            return FilesControl(field, value, wires.heard, wires.looked)
        case FieldKind.CHOICE if fits_a_line(field.choices):
            return Radio(field.choices, value, wires.heard, field.words)
        case FieldKind.CHOICE | FieldKind.CHOICES | FieldKind.OFFER:
            return _list(field, value, wires)
    return LineControl(field, value, wires.heard)


def _list(field: Field, value: str, wires: Wires) -> PickList:
    picks = PickList(
        wires.heard,
        several=field.kind is FieldKind.CHOICES,
        always_open=field.kind is FieldKind.OFFER,
        none=safe_text(field.placeholder, 60) or ("choose one" if field.required else "none"),
        words=field.words,
        required=field.required,
        ask=wires.ask,
    )
    picks.offer(choice_picks(field.choices))
    picks.put(value)
    return picks
