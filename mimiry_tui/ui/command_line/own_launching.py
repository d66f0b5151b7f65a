"""`launch` with words at a service that has launch forms of its own: each field can be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mimiry_tui.domain.doing.forms import ON, Field, FieldKind, Form, Role
from mimiry_tui.domain.launching.environment_text import name_trouble
from mimiry_tui.domain.launching.lengths import length_trouble
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ui.command_line.command import (
    Argument,
    Candidate,
    Command,
    CommandError,
    Deed,
    Given,
    Option,
)
from mimiry_tui.ui.command_line.naming import model_candidates, pick_named, volume_candidates
from mimiry_tui.ui.command_line.scope import Scope
from mimiry_tui.ui.widgets.key_bar import key_label

if TYPE_CHECKING:
    from mimiry_tui.ui.services import Services

_FORM = "--form"
_CALLED = {
    Role.NAME: "--name",
    Role.IMAGE: "--image",
    Role.SCRIPT: "--command",
    Role.LIMIT: "--max-duration",
    Role.VOLUME: "--volume",
}
"""As where containers are launched, so that the same words do everywhere."""
_SEVERAL = (FieldKind.PAIRS, FieldKind.FILES, FieldKind.CHOICES)


def own_launch_command(scope: Scope, services: Services) -> Command:
    """Opens the form that has what is said, filled in; without words as the key does."""
    forms = services.account.cloud.extras.launch_forms

    def prepare(given: Given) -> Deed:
        if not given.words and not given.options and scope.key_of("launch"):
            return scope.press("launch")
        screen = scope.launch_screen
        form, values = said(forms, given, scope.offers, scope.volumes)

        async def deed() -> None:
            await screen.open_filled_form(form.id, values)

        return deed

    has_offers = any(one.kind is FieldKind.OFFER for form in forms for one in form.fields)
    gpus = (Argument("GPU", lambda: model_candidates(scope.offers)),) if has_offers else ()
    return Command(
        "launch",
        "Open the launch form, filled in",
        prepare,
        arguments=gpus,
        options=_options(scope, forms),
        key=key_label(scope.key_of("launch")),
    )


def said(
    forms: Sequence[Form], given: Given, offers: Sequence[Offer], volumes: Sequence[Volume]
) -> tuple[Form, Mapping[str, str]]:
    """The form that has all that was said, and what is in it then. Raises CommandError."""
    named = given.one(_FORM)
    forms = [one for one in forms if named in (None, one.id)]
    if not forms:
        raise CommandError(f"no form is called {named!r}")
    wanted = set(given.options) - {_FORM}
    fitting = [one for one in forms if wanted <= _fields(one).keys() and (not given.words or _offer(one))]
    if not fitting:
        raise CommandError(f"no form takes all of {', '.join([*sorted(wanted), *given.words[:1]])}")
    form = fitting[0]
    values = dict(form.defaults)
    for option, field in _fields(form).items():
        if option in wanted:
            values[field.key] = _value(option, field, given, volumes)
    machine = _offer(form)
    if given.words and machine is not None:
        values[machine.key] = pick_named(given.words[0], offers).offer_id
    return form, values


def _options(scope: Scope, forms: Sequence[Form]) -> tuple[Option, ...]:
    found: dict[str, Option] = {}
    for form in forms:
        for name, field in _fields(form).items():
            found.setdefault(name, _option(scope, name, field))
    if len(forms) > 1:
        titles = [Candidate(form.id, form.title) for form in forms]
        found[_FORM] = Option(_FORM, "NAME", "which of the forms", lambda: titles)
    return tuple(found.values())


def _option(scope: Scope, name: str, field: Field) -> Option:
    if field.kind is FieldKind.SWITCH:
        return Option(name, "", field.words)
    value = {FieldKind.PAIRS: "NAME=VALUE", FieldKind.LENGTH: "8h", FieldKind.NUMBER: field.unit or "N"}
    choices = [Candidate(one.value, one.words or one.label) for one in field.choices if not one.disabled]

    def known() -> list[Candidate]:
        return volume_candidates(scope.volumes) if field.role is Role.VOLUME else choices

    shown = value.get(field.kind, "TEXT").replace(" ", "-")
    return Option(name, shown, field.words or field.label, known, field.kind in _SEVERAL)


def _fields(form: Form) -> dict[str, Field]:
    """What can be said of a form, by the options. Secrets are for the form alone: it keeps none."""
    return {_name(one): one for one in form.fields if one.kind is not FieldKind.OFFER and not one.is_secret}


def _name(field: Field) -> str:
    if field.kind is FieldKind.PAIRS:
        return "--env"
    return _CALLED[field.role] if field.role else f"--{field.key.replace('_', '-')}"


def _offer(form: Form) -> Field | None:
    return next((one for one in form.fields if one.kind is FieldKind.OFFER), None)


def _value(option: str, field: Field, given: Given, volumes: Sequence[Volume]) -> str:
    if field.kind is FieldKind.SWITCH:
        return ON
    text = "\n".join(given.all(option)) if field.kind in _SEVERAL else given.one(option) or ""
    trouble = ""
    if field.kind is FieldKind.LENGTH and text:
        trouble = length_trouble(text)
    elif field.kind is FieldKind.PAIRS:
        names = (one.partition("=")[0] for one in given.all(option))
        trouble = next((words for name in names if (words := name_trouble(name))), "")
    if trouble:
        raise CommandError(f"{option}: {trouble}")
    if field.role is Role.VOLUME:
        return next((one.id for one in volumes if text in (one.id, one.name)), text)
    return text
