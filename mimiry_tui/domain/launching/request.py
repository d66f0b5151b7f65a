"""From a draft to the one request it means, or to what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mimiry_tui.domain.launch import PRIORITIES, GpuWish, SessionRequest, VolumeMount
from mimiry_tui.domain.launching.checks import Place, Problem
from mimiry_tui.domain.launching.draft import AutoTerminate, Draft, Field, Pick
from mimiry_tui.domain.launching.environment import assigned, environment_troubles
from mimiry_tui.domain.launching.image_reference import why_not
from mimiry_tui.domain.launching.lengths import length_trouble, read_length
from mimiry_tui.domain.launching.mount_paths import normal_path
from mimiry_tui.domain.launching.numbers import (
    MOST_ATTEMPTS,
    MOST_GPUS,
    gigabytes,
    price,
    whole_number,
)
from mimiry_tui.domain.launching.picture import Picture
from mimiry_tui.domain.launching.placing import volume_of
from mimiry_tui.domain.launching.session_name import session_name_trouble
from mimiry_tui.domain.launching.storage import storage_troubles
from mimiry_tui.domain.plain_text import is_plain, is_sendable

MASK = "•••"
"""Stands for the value of a variable wherever one is shown."""

_UNSENDABLE = "it holds characters that cannot be sent"


def problems_of(draft: Draft, picture: Picture, *, name: str, place: Place) -> tuple[Problem, ...]:
    """Everything of which no request can be made, in the order of the form."""
    found = {
        Field.GPU: _gpu_troubles(draft),
        Field.COUNT: [] if whole_number(draft.count, MOST_GPUS) else [_whole("how many", MOST_GPUS)],
        Field.PLACE: _place_troubles(place),
        Field.IMAGE: [why_not(draft.image)],
        Field.NAME: [session_name_trouble(name)],
        Field.COMMAND: _command_troubles(draft),
        Field.ENVIRONMENT: environment_troubles(draft),
        Field.SSH: _ssh_troubles(draft, picture),
        Field.STORAGE: storage_troubles(draft, picture),
        Field.DURATION: [length_trouble(draft.max_duration)] if draft.max_duration.strip() else [],
        Field.PRICE: _price_troubles(draft),
        Field.ORGANISATION: [] if is_plain(draft.org_id.strip()) else [_UNSENDABLE],
    }
    return tuple(Problem(field, words) for field, troubles in found.items() for words in troubles if words)


def build_request(draft: Draft, picture: Picture, *, name: str, place: Place) -> SessionRequest:
    """What is to be sent. Raises ValueError where `problems_of` finds anything."""
    problems = problems_of(draft, picture, name=name, place=place)
    if problems:
        raise ValueError("; ".join(problem.words for problem in problems))
    return SessionRequest(
        name=name.strip(),
        image=draft.image.strip(),
        gpu=_gpu(draft, place),
        auto_terminate=effective_auto_terminate(draft).value,
        command=plain_command(draft),
        ssh_enabled=draft.ssh_enabled,
        ssh_public_key=picture.key.line.strip() if draft.ssh_enabled else "",
        environment=tuple((one.name, one.value) for one in assigned(draft)),
        mounts=tuple(
            VolumeMount(known.name if known else wish.volume_name, normal_path(wish.path))
            for wish in draft.mounts
            for known in [volume_of(wish, picture.volumes.value)]
        ),
        max_duration=read_length(draft.max_duration),
        org_id=draft.org_id.strip(),
    )


def masked(request: SessionRequest) -> SessionRequest:
    """The same request with the values of its variables hidden, for showing."""
    return replace(request, environment=tuple((name, MASK) for name, _ in request.environment))


def effective_auto_terminate(draft: Draft) -> AutoTerminate:
    """The mode chosen, else the documents' rule: a command ends its session, a shell does not."""
    if draft.auto_terminate is not None:
        return draft.auto_terminate
    return AutoTerminate.ON_COMPLETE if draft.has_command else AutoTerminate.NEVER


def models_of(picks: Iterable[Pick]) -> tuple[str, ...]:
    """The models picked, each once, in order of preference."""
    return tuple(dict.fromkeys(pick.model for pick in picks if pick.model))


def plain_command(draft: Draft) -> str:
    """The command as it is sent: none when interactive, line ends as Unix has them."""
    if not draft.has_command:
        return ""
    return draft.command.replace("\r\n", "\n").replace("\r", "\n").strip()


def _gpu(draft: Draft, place: Place) -> GpuWish:
    wish = GpuWish(
        count=whole_number(draft.count, MOST_GPUS) or 1,
        max_hourly_rate=price(draft.max_price),
        provider=place.provider.strip(),
        location=place.location.strip(),
    )
    if not draft.by_criteria:
        return replace(wish, types=models_of(draft.picks))
    criteria = draft.criteria
    return replace(
        wish,
        families=_words(criteria.families),
        form_factors=_words(criteria.form_factors),
        min_vram_gb=gigabytes(criteria.min_vram_gb),
        priority=tuple(dict.fromkeys(criteria.priority)),
        max_attempts=whole_number(criteria.max_attempts, MOST_ATTEMPTS),
    )


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


def _gpu_troubles(draft: Draft) -> list[str]:
    if not draft.by_criteria:
        models = models_of(draft.picks)
        if not models:
            return ["pick a GPU"]
        return [] if all(is_plain(model) for model in models) else [_UNSENDABLE]
    criteria = draft.criteria
    wanted = _words((*criteria.families, *criteria.form_factors))
    troubles = []
    if not wanted and not criteria.min_vram_gb.strip():
        troubles.append("say a family, a form factor or how much memory")
    if not all(is_plain(word) for word in wanted):
        troubles.append(_UNSENDABLE)
    if criteria.min_vram_gb.strip() and gigabytes(criteria.min_vram_gb) is None:
        troubles.append("memory is a whole number of GB, such as 80")
    if not set(criteria.priority) <= set(PRIORITIES):
        troubles.append(f"the order knows only {', '.join(PRIORITIES)}")
    if criteria.max_attempts.strip() and whole_number(criteria.max_attempts, MOST_ATTEMPTS) is None:
        troubles.append(_whole("attempts", MOST_ATTEMPTS))
    return troubles


def _place_troubles(place: Place) -> list[str]:
    return [] if is_plain(place.provider) and is_plain(place.location) else [_UNSENDABLE]


def _command_troubles(draft: Draft) -> list[str]:
    if not draft.has_command:
        return []
    if not plain_command(draft):
        return ["write the command, or make it interactive"]
    return [] if is_sendable(draft.command) else [_UNSENDABLE]


def _ssh_troubles(draft: Draft, picture: Picture) -> list[str]:
    if not draft.ssh_enabled:
        return []
    key = picture.key
    line = key.line.strip()
    if line:
        return [] if is_plain(line) and " " in line else ["the public key is not one line of OpenSSH"]
    return [key.trouble or "there is no public key to let in: turn SSH off, or choose a key"]


def _price_troubles(draft: Draft) -> list[str]:
    if not draft.max_price.strip() or price(draft.max_price) is not None:
        return []
    return ["a price per hour and GPU, such as 2.50"]


def _whole(what: str, most: int) -> str:
    return f"{what}: a whole number from 1 to {most:,}"
