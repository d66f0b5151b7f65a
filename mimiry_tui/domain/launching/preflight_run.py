"""Rules about what runs: the image, the name, when it ends, and how old the figures are."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

from mimiry_tui.domain.durations import freshness
from mimiry_tui.domain.image_past import ImagePast
from mimiry_tui.domain.launching.checks import Check, Fix, Mark
from mimiry_tui.domain.launching.draft import AutoTerminate, Field
from mimiry_tui.domain.launching.image_reference import reference_hint
from mimiry_tui.domain.launching.lengths import read_length, show_length
from mimiry_tui.domain.launching.preflight_case import FRESH, Case, unknown
from mimiry_tui.domain.launching.request import effective_auto_terminate
from mimiry_tui.domain.launching.session_name import taken_by

_USUAL_LENGTH = "4h"
_MINUTE = timedelta(minutes=1)
_FIGURES = "figures fresh"
_RARELY = FRESH * 4
"""Balance and quotas are read once in one or two minutes: that is no reason for a warning."""


def image(case: Case) -> Check:
    """The reference can be read, names one build, and nothing bad is known of it."""
    title, uri = "image", case.draft.image.strip()
    if trouble := case.problem(Field.IMAGE):
        return Check(title, Mark.BAD, trouble, Field.IMAGE)
    past = next((one for one in case.past if one.uri == uri), None)
    if past is not None and past.failures and not past.boots:
        return Check(title, Mark.WARN, f"never booted here, failed {_times(past.failures)}", Field.IMAGE)
    known = next((one for one in case.images if one.uri == uri), None)
    if known is not None and known.doubtful and not (past and past.boots):
        return Check(title, Mark.WARN, known.words or "was seen to fail", Field.IMAGE)
    if hint := reference_hint(uri):
        return Check(title, Mark.WARN, hint, Field.IMAGE)
    return Check(title, Mark.OK, _experience(past) if past is not None else "reads well", Field.IMAGE)


def name_free(case: Case) -> Check:
    """No live session has this name. The service allows two; people and searches mix them up."""
    title, sessions = "name free", case.picture.sessions
    if trouble := case.problem(Field.NAME):
        return Check(title, Mark.BAD, trouble, Field.NAME)
    if sessions.as_of is None:
        return unknown(title, "names", sessions, Field.NAME)
    if taken_by(case.name, sessions.value) is None:
        return Check(title, Mark.OK, case.name, Field.NAME)
    other = case.suggested_name
    free = other and taken_by(other, sessions.value) is None
    fix = Fix(f"call it {other}", replace(case.draft, name=other)) if free else None
    return Check(title, Mark.WARN, f"{case.name} is alive already", Field.NAME, fix)


def variables_have_values(case: Case) -> Check | None:
    """No variable is sent empty by oversight: copies and templates know the names only."""
    empty = [one.name.strip() for one in case.draft.environment if one.name.strip() and not one.value]
    if not empty or case.problem(Field.ENVIRONMENT):
        return None
    reason = f"{empty[0]} has no value" if len(empty) == 1 else f"{len(empty)} variables have no value"
    return Check("environment", Mark.WARN, reason, Field.ENVIRONMENT)


def has_an_end(case: Case) -> Check:
    """Something ends the session, so that it does not cost money until somebody remembers it."""
    title = "has an end"
    duration = read_length(case.draft.max_duration)
    if trouble := case.problem(Field.DURATION):
        return Check(title, Mark.BAD, trouble, Field.DURATION)
    if duration is not None:
        return Check(title, Mark.OK, f"after {show_length(duration)} at the latest", Field.DURATION)
    mode = effective_auto_terminate(case.draft)
    if mode is AutoTerminate.ON_COMPLETE and case.draft.has_command:
        return Check(title, Mark.OK, "when the command ends", Field.AUTO_TERMINATE)
    fails = mode is AutoTerminate.ON_SUCCESS
    reason = "goes on if the command fails" if fails else "runs until somebody ends it"
    if case.guarded:
        # Better than nothing, and no end that can be relied on: the dashboard may be closed by then.
        reason = f"{'if the command fails, ' if fails else ''}only {case.guarded}"
    fix = Fix(f"end it after {_USUAL_LENGTH}", replace(case.draft, max_duration=_USUAL_LENGTH))
    return Check(title, Mark.WARN, reason, Field.DURATION, fix)


def figures_are_fresh(case: Case) -> Check | None:
    """What all this rests on is recent; what is not is asked again before the launch."""
    picture = case.picture
    ages = [
        ("offers", picture.offers.age(case.now), picture.offers.trouble, FRESH),
        ("sessions", picture.sessions.age(case.now), picture.sessions.trouble, FRESH),
        ("balance", picture.balance.age(case.now), picture.balance.trouble, _RARELY),
        ("quota", picture.quotas.age(case.now), picture.quotas.trouble, _RARELY),
    ]
    if case.draft.mounts:
        ages.append(("volumes", picture.volumes.age(case.now), picture.volumes.trouble, FRESH))
    known = [(name, age, trouble, limit) for name, age, trouble, limit in ages if age is not None]
    if not known:
        return None
    old = [(name, age, trouble) for name, age, trouble, limit in known if age > limit]
    if not old:
        minutes = math.ceil(max(age for _, age, _, _ in known) / _MINUTE) or 1
        return Check(_FIGURES, Mark.OK, f"none older than {minutes} min", Field.GPU)
    parts = [
        f"{name} {freshness(age).text} old" + (f" ({trouble})" if trouble else "")
        for name, age, trouble in old
    ]
    return Check(_FIGURES, Mark.WARN, f"{', '.join(parts)}: asked again before launch", Field.GPU)


def _experience(past: ImagePast) -> str:
    boots = f"{past.boots} boot{'s' if past.boots != 1 else ''} here"
    return f"{boots}, all fine" if not past.failures else f"{boots}, {_times(past.failures)} not"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
