"""What a service can do besides, said by what it calls it: "do sync the workspace"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from mimiry_tui.domain.doing import deeds as doing
from mimiry_tui.ui.command_line.command import Argument, Candidate, Command, CommandError, Deed, Given
from mimiry_tui.ui.command_line.scope import Scope
from mimiry_tui.ui.widgets.key_bar import key_label


@runtime_checkable
class HasTargets(Protocol):
    """A screen on which something can be done to what is under the cursor."""

    @property
    def targets(self) -> Sequence[doing.Target]:
        """That first, then what it is in."""


def do_commands(scope: Scope) -> tuple[Command, ...]:
    """Means what is under the cursor, as the key does, and asks what the deed asks."""
    screen, services = scope.screen, scope.services
    if services is None or not isinstance(screen, HasTargets):
        return ()
    targets, desk, profile = screen.targets, services.deeds, services.profile
    known = services.account.deeds

    def possible() -> dict[doing.Deed, doing.Target]:
        found: dict[doing.Deed, doing.Target] = {}
        for target in targets:
            for deed in known.possible(target):
                found.setdefault(deed, target)
        return found

    def prepare(given: Given) -> Deed:
        said = " ".join(given.rest.split())
        deeds = possible()
        deed = named(said, tuple(deeds)) if said else None
        if deed is not None and deed.why_not:
            raise CommandError(f"{deed.label}: {deed.why_not}")

        async def act() -> None:
            if deed is None:
                desk.menu(targets[0], profile, *targets[1:])
            else:
                desk.begin(deed, deeds[deed], profile)

        return act

    def candidates() -> list[Candidate]:
        return [Candidate(one.label, one.why_not or one.words, one.key) for one in possible()]

    if not possible():
        return ()
    key = scope.key_of("actions") or scope.key_of("collections.actions")
    words = "What else can be done with what is under the cursor"
    return (
        Command(
            "do",
            words,
            prepare,
            arguments=(Argument("WHAT", candidates),),
            key=key_label(key) if key else "",
            is_raw=True,
        ),
    )


def named(said: str, deeds: tuple[doing.Deed, ...]) -> doing.Deed:
    """The one that is called that, or the only one that begins so. Raises CommandError."""
    wanted = said.casefold()
    for deed in deeds:
        if wanted in (deed.label.casefold(), deed.id.casefold()):
            return deed
    begun = [deed for deed in deeds if deed.label.casefold().startswith(wanted)]
    if len(begun) == 1:
        return begun[0]
    known = ", ".join(deed.label for deed in begun or deeds)
    raise CommandError(
        f"{said!r} could be {known}" if begun else f"nothing here is called {said!r}, but {known}"
    )
