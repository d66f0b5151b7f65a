"""Drafts made from something else: a session to be repeated, an offer, a volume."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from mimiry_tui.domain import coerce
from mimiry_tui.domain.launching.draft import AutoTerminate, Criteria, Draft, MountWish, Pick, Variable
from mimiry_tui.domain.launching.lengths import show_length
from mimiry_tui.domain.launching.mount_paths import suggest_path
from mimiry_tui.domain.launching.session_name import unique_name
from mimiry_tui.domain.offers import Offer, by_price
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.domain.words import same_model


def copy_of(session: Session, offers: Iterable[Offer], sessions: Iterable[Session] = ()) -> Draft:
    """What would launch this session again: what was asked for, else what was got.

    Of its environment only the names come: a service need not tell values, and may tell masked ones.
    `sessions` are those its name must not collide with.
    """
    record = _record(session)
    gpu = coerce.mapping(record.get("gpu"))
    picks = _picks(session, tuple(offers))
    draft = Draft(
        by_criteria=not session.asked.gpu_types and any(gpu.get(key) for key in _CRITERIA),
        picks=picks,
        criteria=_criteria(gpu),
        count=str(session.asked.gpu_count),
        image=session.image,
        has_command=bool(session.command.strip()),
        command=session.command,
        name=unique_name(session.name, (session, *sessions)) if session.name else "",
        environment=tuple(Variable(name) for name in coerce.mapping(record.get("environment_vars"))),
        ssh_enabled=session.ssh_enabled is not False,
        mounts=tuple(MountWish("", mount.volume, mount.path) for mount in session.mounts),
        auto_terminate=_mode(session),
        max_duration=show_length(session.max_duration) if session.max_duration else "",
        max_price=_figure(gpu.get("max_hourly_rate")),
        org_id=coerce.text(record.get("org_id")),
    )
    if not gpu:
        return draft
    return replace(
        draft,
        provider=_hint(session.asked.provider, {pick.provider for pick in picks}, draft),
        location=_hint(session.asked.location, {pick.location for pick in picks}, draft),
    )


def from_offer(offer: Offer, base: Draft | None = None) -> Draft:
    """A form in which this offer is picked, and nothing else; the place follows it."""
    return replace(base or Draft(), by_criteria=False, picks=(Pick.of(offer),), provider=None, location=None)


def from_volume(volume: Volume, base: Draft | None = None) -> Draft:
    """A form in which this volume is mounted too; the place follows it."""
    base = base or Draft()
    others = tuple(
        wish for wish in base.mounts if wish.volume_id != volume.id and wish.volume_name != volume.name
    )
    path = suggest_path(volume.name, [wish.path for wish in others])
    wish = MountWish(volume.id, volume.name, path)
    return replace(base, mounts=(*others, wish), provider=None, location=None)


_CRITERIA = ("family", "form_factor", "vram_gb")


def _record(session: Session) -> dict[str, object]:
    try:
        return coerce.mapping(json.loads(session.raw or b"{}"))
    except (ValueError, RecursionError):
        return {}


def _picks(session: Session, offers: tuple[Offer, ...]) -> tuple[Pick, ...]:
    """One offer for each model: where it was asked for, else where it was got, else the cheapest."""
    models = session.asked.gpu_types or ((session.got.gpu_type,) if session.got.gpu_type else ())
    return tuple(dict.fromkeys(_pick(model, session, offers) for model in models))


def _pick(model: str, session: Session, offers: tuple[Offer, ...]) -> Pick:
    asked, got = session.asked, session.got
    wished = (asked.provider, asked.location)
    given = (got.provider, got.location) if not got.gpu_type or same_model(model, got.gpu_type) else ("", "")

    def rank(offer: Offer) -> tuple[object, ...]:
        return (
            not _fits(offer, *wished),
            offer.model != model,
            bool(got.gpu_type) and not same_model(offer.model, got.gpu_type),
            not _fits(offer, *given),
            by_price(offer),
        )

    alike = [offer for offer in offers if offer.has_gpu and same_model(offer.model, model)]
    best = min(alike, key=rank, default=None)
    if best is not None and _fits(best, *wished):
        return Pick.of(best)
    provider, location = (asked.provider or given[0], asked.location or given[1])
    return Pick(model, provider, location)


def _fits(offer: Offer, provider: str, location: str) -> bool:
    return (not provider or offer.provider == provider) and (not location or offer.location == location)


def _hint(asked: str, picked: set[str], draft: Draft) -> str | None:
    """None where following the picks comes to the same as what was asked for."""
    follows = next(iter(picked)) if len(picked) == 1 and not draft.by_criteria else ""
    return None if follows == asked else asked


def _criteria(gpu: dict[str, object]) -> Criteria:
    vram = gpu.get("vram_gb")
    least = coerce.integer(vram[0] if isinstance(vram, list) and vram else vram)
    attempts = coerce.integer(gpu.get("max_attempts"))
    return Criteria(
        families=coerce.texts(gpu.get("family")),
        form_factors=coerce.texts(gpu.get("form_factor")),
        min_vram_gb=str(least) if least else "",
        priority=coerce.texts(gpu.get("priority")),
        max_attempts=str(attempts) if attempts else "",
    )


def _mode(session: Session) -> AutoTerminate | None:
    """The mode told; None where it is the rule's own, so that it keeps following the command."""
    by_rule = AutoTerminate.ON_COMPLETE if session.command.strip() else AutoTerminate.NEVER
    told = next((mode for mode in AutoTerminate if mode.value == session.auto_terminate), None)
    return None if told is by_rule else told


def _figure(value: object) -> str:
    amount = coerce.decimal(value)
    return f"{amount.normalize():f}" if amount is not None and amount > 0 else ""
