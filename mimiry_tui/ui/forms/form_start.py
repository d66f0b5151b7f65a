"""What a launch form of a cloud's own begins with. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mimiry_tui.domain.doing.forms import FieldKind, Form, Role, Values


@dataclass(frozen=True)
class Start:
    """Nothing of it: what was left, or the form's defaults."""

    form: str = ""
    """The form's id, where one is meant."""
    values: Mapping[str, str] | None = field(default=None, repr=False)
    """All that is to be in it; None for what was left in it."""
    offer: str = ""
    """The id of the offer to take."""
    volume: str = ""
    """The id of the volume to work on."""
    words: str = ""
    """Where it comes from, told when the form opens."""

    def form_of(self, forms: Sequence[Form], last: str) -> Form:
        """The one that is meant, or has the field that is asked for, or was typed in last."""
        usual = next((form for form in forms if form.id == last), forms[0])
        if self.form:
            return next((form for form in forms if form.id == self.form), usual)
        wanted = [form for form in (usual, *forms) if self._has_field(form)]
        return wanted[0] if wanted else usual

    def values_for(self, form: Form, draft: Values | None) -> dict[str, str]:
        """What that form begins with; `draft` is what was left in it."""
        if self.values is not None and form.id == self.form:
            return dict(self.values)
        values = dict(form.defaults if draft is None else draft)
        for one in form.fields:
            if self.offer and one.kind is FieldKind.OFFER:
                values[one.key] = self.offer
            if self.volume and one.role is Role.VOLUME:
                values[one.key] = self.volume
        return values

    def _has_field(self, form: Form) -> bool:
        offer = not self.offer or any(one.kind is FieldKind.OFFER for one in form.fields)
        volume = not self.volume or form.of_role(Role.VOLUME) is not None
        return offer and volume
