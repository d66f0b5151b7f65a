"""What a service can do besides, said by what it calls it: "do sync the workspace"."""

from __future__ import annotations

from mimiry_tui.domain.doing import deeds as doing
from mimiry_tui.ui.command_line.command import Argument, Candidate, Command, CommandError, Deed, Given
from mimiry_tui.ui.command_line.scope import Scope
from mimiry_tui.ui.widgets.key_bar import key_label


def do_command(scope: Scope) -> Command:
    """Means the record under the cursor, as its key does; asks what the deed asks."""
    screen, services = scope.session_screen, scope.services
    assert services is not None
    target, desk = screen.target, services.deeds

    def possible() -> tuple[doing.Deed, ...]:
        return services.account.deeds.possible(target)

    def prepare(given: Given) -> Deed:
        said = " ".join(given.rest.split())
        if not said:
            return scope.press("actions")
        deed = named(said, possible())
        if deed.why_not:
            raise CommandError(f"{deed.label}: {deed.why_not}")

        async def act() -> None:
            desk.begin(deed, target, services.profile)

        return act

    def candidates() -> list[Candidate]:
        return [Candidate(one.label, one.why_not or one.words, one.key) for one in possible()]

    return Command(
        "do",
        "What else can be done with what is under the cursor",
        prepare,
        arguments=(Argument("WHAT", candidates),),
        key=key_label(scope.key_of("actions")),
        is_raw=True,
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
