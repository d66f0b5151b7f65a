"""Everything that is shown beside a launch form of a cloud's own, at one moment. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mimiry_tui.clouds.extras import Extras
from mimiry_tui.domain.doing.forms import FieldKind, Form, Note, Role, Values, Weight
from mimiry_tui.domain.doing.paths import paths_typed
from mimiry_tui.domain.launch import FormRequest
from mimiry_tui.domain.launching.checks import LaunchCost, Place, Preflight
from mimiry_tui.domain.launching.cost import cost_of
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.launching.lengths import read_length
from mimiry_tui.domain.launching.picture import Picture
from mimiry_tui.domain.launching.session_name import suggest_name, unique_name
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.raw_json import MASK
from mimiry_tui.ui.forms.field_box import plain_label
from mimiry_tui.ui.forms.judged import is_sendable, listed
from mimiry_tui.ui.forms.notes_list import checks_of

_MASKED_KINDS = frozenset({FieldKind.PAIRS})


@dataclass(frozen=True)
class LaunchView:
    """A form as it would be launched now."""

    form: Form
    values: dict[str, str] = field(repr=False)
    """What would be sent, with the name that is suggested where none was typed."""
    notes: dict[str, Note]
    request: FormRequest | None
    """None while something is wrong. Of files that are still to be sent it has names instead of ids."""
    masked: FormRequest | None
    masks: int
    missing: str
    """What has to be settled before there is a request."""
    cost: LaunchCost
    no_price: str
    preflight: Preflight
    """The notes and the cost as the launch form of containers tells them."""


def launch_view(
    form: Form,
    values: Values,
    notes: dict[str, Note],
    extras: Extras,
    picture: Picture,
    offers: Sequence[Offer],
    *,
    has_prices: bool,
) -> LaunchView:
    """`values` are those that are meant (see `FormView.values`)."""
    named = with_name(form, values, picture)
    missing = [
        plain_label(one.label) if one else "the form"
        for one, note in listed(form, notes)
        if note.weight is Weight.WRONG
    ]
    request = masked = None
    hidden, masks = mask(form, named)
    if is_sendable(notes):
        uploads = _expected(form, named)
        request = extras.request(form.id, named, uploads)
        masked = extras.request(form.id, hidden, uploads)
    cost = _cost(form, named, picture, offers)
    checks = checks_of(form, notes)
    preflight = Preflight(checks, (), None, named.get(_key(form, Role.NAME), ""), Place(), (), cost)
    return LaunchView(
        form,
        named,
        notes,
        request,
        masked,
        masks,
        ", ".join(dict.fromkeys(missing)),
        cost,
        _no_price(form, named, has_prices=has_prices),
        preflight,
    )


def suggested_name(form: Form, values: Values, picture: Picture) -> str:
    """What the session is called where nobody says it: by its script, else by the form; and free."""
    script = Draft(has_command=True, command=values.get(_key(form, Role.SCRIPT), ""))
    sessions = picture.sessions.value
    # Without the sessions the name that nothing suggests is known by how it reads.
    is_nameless = suggest_name(script, ()) == suggest_name(Draft(), ())
    return unique_name(form.id, sessions) if is_nameless else suggest_name(script, sessions)


def with_name(form: Form, values: Values, picture: Picture) -> dict[str, str]:
    """The values with a name in any case, where one can be given: without one a launch whose answer was
    lost is hard to find again. A name that is needed is the user's to give.
    """
    found = form.of_role(Role.NAME)
    named = dict(values)
    if found is not None and not found.required and not named.get(found.key, "").strip():
        named[found.key] = suggested_name(form, values, picture)
    return named


def mask(form: Form, values: Values) -> tuple[dict[str, str], int]:
    """The values as they may be shown, and how many secrets are hidden in them."""
    shown, count = dict(values), 0
    for one in form.fields:
        value = shown.get(one.key, "")
        if one.kind in _MASKED_KINDS and value:
            lines = [line.partition("=") for line in value.splitlines() if line.strip()]
            shown[one.key] = "\n".join(f"{name}={MASK if held else ''}" for name, _, held in lines)
            count += len(lines)
        elif one.is_secret and value:
            shown[one.key] = MASK
            count += 1
    return shown, count


def files_of(form: Form, values: Values) -> str:
    """Everything that its fields of files name."""
    kinds = (one.key for one in form.fields if one.kind is FieldKind.FILES)
    return "\n".join(value for key in kinds if (value := values.get(key, "")))


def chosen_offer(form: Form, values: Values, offers: Sequence[Offer]) -> Offer | None:
    """The offer that is chosen in it, as far as it is on offer."""
    keys = [one.key for one in form.fields if one.kind is FieldKind.OFFER]
    return next((one for one in offers for key in keys if one.id == values.get(key)), None)


def _cost(form: Form, values: Values, picture: Picture, offers: Sequence[Offer]) -> LaunchCost:
    offer = chosen_offer(form, values, offers)
    rate = offer.rate * max(1, offer.count) if offer is not None and offer.rate is not None else None
    return cost_of(rate, rate, read_length(values.get(_key(form, Role.LIMIT), "")), picture)


def _no_price(form: Form, values: Values, *, has_prices: bool) -> str:
    if not has_prices:
        return "this service tells no prices"
    offered = [one.key for one in form.fields if one.kind is FieldKind.OFFER]
    if not offered:
        return "no prices can be asked for, so none is known"
    chosen = any(values.get(key) for key in offered)
    return "no price is known of that" if chosen else "no price before a machine is chosen"


def _expected(form: Form, values: Values) -> tuple[tuple[str, str], ...]:
    """Stand-ins for the ids that files get when they are sent."""
    paths = paths_typed(files_of(form, values))
    return tuple((path, f"<id of {path.rpartition('/')[2]}>") for path in paths)


def _key(form: Form, role: Role) -> str:
    found = form.of_role(role)
    return found.key if found is not None else ""
