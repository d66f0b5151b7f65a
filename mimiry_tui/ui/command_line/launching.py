"""`launch` with words: a form that is filled in, and never a launch by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from mimiry_tui.domain.launching.draft import AutoTerminate, Criteria, Draft, MountWish, Variable
from mimiry_tui.domain.launching.environment_text import name_trouble
from mimiry_tui.domain.launching.lengths import length_trouble
from mimiry_tui.domain.launching.mount_paths import suggest_path
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
from mimiry_tui.ui.command_line.naming import (
    model_candidates,
    pick_named,
    volume_candidates,
    volume_named,
)
from mimiry_tui.ui.command_line.scope import Scope
from mimiry_tui.ui.widgets.key_bar import key_label

_CRITERIA = ("--family", "--form-factor", "--min-vram")


def launch_command(scope: Scope) -> Command:
    """Opens the form: as the key does without words, and filled in with them."""

    def prepare(given: Given) -> Deed:
        if not given.words and not given.options and scope.key_of("launch"):
            return scope.press("launch")
        screen = scope.launch_screen
        draft = filled(_base(scope, given), given, scope.offers, scope.volumes)

        async def deed() -> None:
            await screen.open_form(draft)

        return deed

    return Command(
        "launch",
        "Open the launch form, filled in",
        prepare,
        arguments=(Argument("GPU", lambda: model_candidates(scope.offers), repeats=True),),
        options=_options(scope),
        key=key_label(scope.key_of("launch")),
    )


def _options(scope: Scope) -> tuple[Option, ...]:
    def parts(part: str) -> list[Candidate]:
        return [Candidate(one) for one in sorted({getattr(offer, part) for offer in scope.offers} - {""})]

    return (
        Option("--image", "URI", "the container image", lambda: _images(scope)),
        Option("--name", "NAME", "what it is called"),
        Option("--command", "TEXT", "what it runs, in quotes"),
        Option("--count", "N", "how many GPUs"),
        Option("--env", "NAME=VALUE", "an environment variable", repeats=True),
        Option("--volume", "NAME[:PATH]", "mounts it", lambda: volume_candidates(scope.volumes), True),
        Option("--max-duration", "8h", "ends it by then"),
        Option("--max-price", "EURO", "the most per hour and GPU"),
        Option("--auto-terminate", "WHEN", "when it ends by itself", _modes),
        Option("--provider", "NAME", "rather there", lambda: parts("provider")),
        Option("--location", "NAME", "rather there", lambda: parts("location")),
        Option("--family", "NAME", "any GPU of it", lambda: parts("family"), True),
        Option("--form-factor", "NAME", "any GPU of it", lambda: parts("form_factor"), True),
        Option("--min-vram", "GB", "any GPU with so much memory"),
        Option("--no-ssh", "", "without a way in"),
        Option("--template", "NAME", "begins with that", lambda: _templates(scope)),
    )


def filled(base: Draft, given: Given, offers: Sequence[Offer], volumes: Sequence[Volume]) -> Draft:
    """The form with all that was said in it. Raises CommandError for what cannot be put there."""
    by_criteria = any(given.one(option) is not None for option in _CRITERIA)
    if by_criteria and given.words:
        raise CommandError(f"either GPUs by name, or {', '.join(_CRITERIA)}")
    place = (given.one("--provider") or "", given.one("--location") or "")
    draft = replace(
        base,
        image=_or(given.one("--image"), base.image),
        name=_or(given.one("--name"), base.name),
        count=_or(given.one("--count"), base.count),
        provider=_or(given.one("--provider"), base.provider),
        location=_or(given.one("--location"), base.location),
        max_duration=_length(given.one("--max-duration"), base.max_duration),
        max_price=_or(given.one("--max-price"), base.max_price),
        auto_terminate=_mode(given.one("--auto-terminate"), base.auto_terminate),
        ssh_enabled=base.ssh_enabled and given.one("--no-ssh") is None,
        environment=(*base.environment, *map(_variable, given.all("--env"))),
        mounts=_mounts(base.mounts, given.all("--volume"), volumes),
    )
    command = given.one("--command")
    if command is not None:
        draft = replace(draft, command=command, has_command=bool(command.strip()))
    if given.words:
        picks = (pick_named(word, offers, provider=place[0], location=place[1]) for word in given.words)
        draft = replace(draft, by_criteria=False, picks=tuple(dict.fromkeys(picks)))
    elif by_criteria:
        draft = replace(draft, by_criteria=True, criteria=_criteria(given, base.criteria))
    return draft


def _base(scope: Scope, given: Given) -> Draft:
    """What the words are laid over: a template, or an empty form with the usual guards."""
    services = scope.services
    name = given.one("--template")
    if services is None or name is None:
        return services.fresh_draft() if services is not None else Draft()
    found = services.account.templates.get(name)
    if found is None:
        raise CommandError(f"no template is called {name!r}")
    return found


T = TypeVar("T", str, str | None)


def _or(said: str | None, otherwise: T) -> str | T:
    return otherwise if said is None else said


def _length(said: str | None, otherwise: str) -> str:
    if said and (trouble := length_trouble(said)):
        raise CommandError(f"--max-duration: {trouble}")
    return _or(said, otherwise)


def _mode(said: str | None, otherwise: AutoTerminate | None) -> AutoTerminate | None:
    if said is None:
        return otherwise
    found = next((mode for mode in AutoTerminate if mode.value == said.replace("-", "_")), None)
    if found is None:
        raise CommandError(f"--auto-terminate is one of {', '.join(mode.value for mode in AutoTerminate)}")
    return found


def _modes() -> list[Candidate]:
    return [Candidate(mode.value) for mode in AutoTerminate]


def _variable(said: str) -> Variable:
    name, _, value = said.partition("=")
    if trouble := name_trouble(name):
        raise CommandError(f"--env: {trouble}")
    return Variable(name, value)


def _mounts(
    before: tuple[MountWish, ...], said: Iterable[str], volumes: Sequence[Volume]
) -> tuple[MountWish, ...]:
    wishes = list(before)
    for one in said:
        name, _, path = one.partition(":")
        volume = volume_named(name, volumes)
        where = path or suggest_path(volume.name, [wish.path for wish in wishes])
        wishes.append(MountWish(volume.id, volume.name, where))
    return tuple(wishes)


def _criteria(given: Given, before: Criteria) -> Criteria:
    return replace(
        before,
        families=given.all("--family") or before.families,
        form_factors=given.all("--form-factor") or before.form_factors,
        min_vram_gb=_or(given.one("--min-vram"), before.min_vram_gb),
    )


def _images(scope: Scope) -> list[Candidate]:
    """Those used before, the latest first, then those that the service suggests."""
    if scope.services is None:
        return []
    account = scope.services.account
    past = {one.uri: "used before" for one in account.history.images()}
    hints = {hint.uri: hint.words for hint in account.cloud.image_hints}
    return [Candidate(uri, meaning) for uri, meaning in (past | hints).items()]


def _templates(scope: Scope) -> list[Candidate]:
    return [Candidate(name) for name in scope.services.account.templates.names] if scope.services else []
