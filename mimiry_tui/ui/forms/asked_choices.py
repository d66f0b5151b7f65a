"""Choices of fields that the service has to be asked for: asked when first needed, and when others change."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.content import Content
from textual.widget import Widget

from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.clouds.extras import Extras
from mimiry_tui.domain.doing.forms import Choice, Field, FieldKind, Form, Values
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.toned import key_hints, toned

_LOADING = toned("loading …", "dim")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a field's choices."""

    choices: tuple[Choice, ...] = ()
    words: Content = _LOADING
    """Stands for them where there are none."""
    is_known: bool = False


class AskedChoices:
    """Asks in workers of the form, at most one at a time for a field; the last question counts."""

    def __init__(self, form: Form, extras: Extras, host: Widget, answered: Callable[[Field], None]) -> None:
        self._form = form
        self._extras = extras
        self._host = host
        self._answered = answered
        self.answers: dict[str, Answer] = {}

    def is_asked(self, field: Field) -> bool:
        """Whether its choices are not declared."""
        return field.kind in (FieldKind.CHOICE, FieldKind.CHOICES) and not field.choices

    def ask_all(self, fields: Iterable[Field], values: Values) -> None:
        """Ask for those that were never asked for."""
        for field in fields:
            if self.is_asked(field) and field.key not in self.answers:
                self.ask(field, values)

    def changed(self, key: str, fields: Iterable[Field], values: Values) -> None:
        """Another value in that field: ask again for what depends on it."""
        for field in fields:
            if self.is_asked(field) and key in field.depends_on:
                self.ask(field, values)

    def ask(self, field: Field, values: Values) -> None:
        before = self.answers.get(field.key, Answer())
        self.answers[field.key] = Answer(before.choices, _LOADING)
        self._answered(field)
        self._host.run_worker(
            self._ask(field, dict(values)),
            group=f"choices of {field.key}",
            exclusive=True,
            exit_on_error=True,
        )

    async def _ask(self, field: Field, values: Values) -> None:
        try:
            choices = await self._extras.choices(self._form.id, field.key, values)
        except CloudError as error:
            said = safe_text(str(error), 120)
            words = toned(f"cannot be told: {said}  ", "warn") + key_hints(("↓", "asks again"))
            self.answers[field.key] = Answer((), words)
        else:
            self.answers[field.key] = Answer(choices, toned("there are none", "dim"), is_known=True)
        self._answered(field)
