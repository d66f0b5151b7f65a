"""Which widget a field of a form is typed or chosen in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mimiry_tui.domain.doing.forms import Field
from mimiry_tui.domain.offers import Offer
from mimiry_tui.ui.forms.control import Control, Heard
from mimiry_tui.ui.forms.line_control import LineControl

Offers = Callable[[], Sequence[Offer]]
"""What can be rented now."""


def control_for(field: Field, value: str, heard: Heard, offers: Offers) -> Control:
    return LineControl(field, value, heard)
