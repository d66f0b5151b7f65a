"""What is done with a session by its name, whatever the cursor is on."""

from __future__ import annotations

from collections.abc import Callable

from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.command_line.command import Argument, Candidate, Command, CommandError, Deed, Given
from mimiry_tui.ui.command_line.naming import session_candidates, session_named
from mimiry_tui.ui.command_line.scope import Scope
from mimiry_tui.ui.session.book import TABS
from mimiry_tui.ui.widgets.key_bar import key_label


def session_commands(scope: Scope) -> tuple[Command, ...]:
    """Each means the session under the cursor when none is named, as its key does."""
    return (
        _ssh(scope, "ssh", "A shell on the machine, in this terminal", elsewhere=False),
        _ssh(scope, "ssh.tmux", "A shell on the machine, in a window of its own", elsewhere=True),
        _one(scope, "logs", "A session's log", lambda found: _show(scope, found, "Logs")),
        _open(scope),
        _terminate(scope),
    )


def _ssh(scope: Scope, name: str, does: str, *, elsewhere: bool) -> Command:
    def enter(session_id: str) -> Deed:
        services = scope.session_screen.services
        assert services is not None

        async def deed() -> None:
            if elsewhere:
                services.shell.ssh_elsewhere(session_id)
            else:
                services.shell.ssh(session_id)

        return deed

    return _one(scope, name, does, enter)


def _one(scope: Scope, name: str, does: str, act: Callable[[str], Deed]) -> Command:
    """For one session, by its id."""

    def prepare(given: Given) -> Deed:
        if not given.words:
            return scope.press(name)
        return act(session_named(given.words[0], scope.sessions).id)

    candidates = Argument("NAME", lambda: session_candidates(scope.sessions))
    return Command(name, does, prepare, arguments=(candidates,), key=key_label(scope.key_of(name)))


def _open(scope: Scope) -> Command:
    def prepare(given: Given) -> Deed:
        tab = given.words[1] if len(given.words) > 1 else TABS[0]
        known = next((one for one in TABS if one.casefold() == tab.casefold()), None)
        if known is None:
            raise CommandError(f"a session has no {tab!r}, but {', '.join(TABS)}")
        return _show(scope, session_named(given.words[0], scope.sessions).id, known)

    arguments = (
        Argument("NAME", lambda: session_candidates(scope.sessions), required=True),
        Argument("TAB", lambda: [Candidate(tab) for tab in TABS]),
    )
    return Command("open", "A session with the whole screen", prepare, arguments=arguments)


def _show(scope: Scope, session_id: str, tab: str) -> Deed:
    screen = scope.session_screen

    async def deed() -> None:
        screen.open_session(session_id, tab)

    return deed


def _terminate(scope: Scope) -> Command:
    """Asks, as its key does: nothing is ended by what is typed."""

    def prepare(given: Given) -> Deed:
        if not given.words:
            return scope.press("terminate")
        screen, services = scope.session_screen, scope.services
        assert services is not None
        endings = services.account.endings
        if endings.read_only:
            raise CommandError("this account is only looked at: nothing is ended in it")
        named = (session_named(word, scope.sessions).id for word in given.words)
        ids = tuple(dict.fromkeys(named))
        if not endings.endable(ids):
            raise CommandError(endings.nothing_to_end(ids))

        async def deed() -> None:
            screen.ask_to_end(ids)

        return deed

    return Command(
        "terminate",
        "End sessions, after asking",
        prepare,
        arguments=(Argument("NAME", lambda: session_candidates(_live(scope)), repeats=True),),
        key=key_label(scope.key_of("terminate")),
    )


def _live(scope: Scope) -> list[Session]:
    return [one for one in scope.sessions if one.is_live]
