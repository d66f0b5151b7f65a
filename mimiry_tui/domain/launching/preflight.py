"""What is looked at before money is spent: every rule, in the order it is shown.

A rule that knows enough says ✓ or ✗; one whose source cannot be read says ⚠ and never stands in the
way; a rule that does not apply to the draft says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from mimiry_tui.domain.image_past import ImagePast
from mimiry_tui.domain.launching import preflight_account, preflight_offers, preflight_run, preflight_storage
from mimiry_tui.domain.launching.checks import Check, Mark, Preflight
from mimiry_tui.domain.launching.cost import launch_cost
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.launching.matching import candidates, takeable
from mimiry_tui.domain.launching.picture import Picture
from mimiry_tui.domain.launching.placing import place_of
from mimiry_tui.domain.launching.preflight_case import Case, KnownImage
from mimiry_tui.domain.launching.request import build_request, problems_of

_RULES = (
    preflight_account.read_only,
    preflight_offers.in_stock,
    preflight_offers.under_the_ceiling,
    preflight_storage.volumes_fit,
    preflight_account.sessions_quota,
    preflight_account.gpus_quota,
    preflight_account.balance,
    preflight_account.signed_in,
    preflight_account.key_for_ssh,
    preflight_run.image,
    preflight_run.name_free,
    preflight_run.variables_have_values,
    preflight_run.has_an_end,
    preflight_run.figures_are_fresh,
)


def preflight(
    draft: Draft,
    picture: Picture,
    *,
    suggested_name: str,
    images: Iterable[KnownImage] = (),
    past: Iterable[ImagePast] = (),
    guarded: str = "",
) -> Preflight:
    """The draft as it would be launched now. `images` and `past` are what is known of images; `guarded`
    says what ends it from here.
    """
    name = draft.name.strip() or suggested_name
    place = place_of(draft, picture)
    asked = candidates(draft, picture.offers.value, place)
    found = takeable(draft, asked)
    problems = problems_of(draft, picture, name=name, place=place)
    case = Case(
        draft=draft,
        picture=picture,
        place=place,
        name=name,
        suggested_name=suggested_name,
        problems=problems,
        candidates=asked,
        matching=found,
        cost=launch_cost(draft, found, picture),
        images=tuple(images),
        past=tuple(past),
        guarded=guarded,
    )
    checks = tuple(check for rule in _RULES if (check := rule(case)) is not None)
    return Preflight(
        checks=(*checks, *_left_over(case, checks)),
        problems=problems,
        request=None if problems else build_request(draft, picture, name=name, place=place),
        name=name,
        place=place,
        matching=found,
        cost=case.cost,
    )


def _left_over(case: Case, checks: Iterable[Check]) -> tuple[Check, ...]:
    """One line for each field with a problem that no rule has told of."""
    told = {check.field for check in checks if check.mark is Mark.BAD}
    fields = dict.fromkeys(problem.field for problem in case.problems if problem.field not in told)
    return tuple(Check(str(field), Mark.BAD, case.problem(field), field) for field in fields)
