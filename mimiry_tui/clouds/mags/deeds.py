"""What can be done to a session, a workspace, a schedule or an address, and what speaks against it now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from mimiry_tui.clouds.mags import deed_forms, forms
from mimiry_tui.clouds.mags.addresses import ADDRESSES
from mimiry_tui.clouds.mags.schedules import SCHEDULES, expression_of
from mimiry_tui.clouds.mags.wire import ALWAYS_ON, LOCAL_DISK, base_of, startup_of, workspace_of
from mimiry_tui.domain.doing.collections import Collection, Item
from mimiry_tui.domain.doing.deeds import Asking, Deed, Target
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume

WAKE, KEEP_AWAKE, LET_SLEEP = "wake", "keep-awake", "let-sleep"
SYNC, DELETE, PAUSE, RESUME, SHOW = "sync", "delete", "pause", "resume", "show"

_NOT_PERSISTENT = "it is not persistent: it ends with its script"
_CHECKED = (Phase.READY, Phase.SLEEPING)


def deeds_of(target: Target, live: Sequence[Session]) -> tuple[Deed, ...]:
    """What can be done; `live` are the sessions that may have a workspace."""
    if isinstance(target, Session):
        return _of_session(target)
    if isinstance(target, Volume):
        return _of_workspace(target, live)
    if isinstance(target, Item):
        return _of_schedule(target) if target.collection == SCHEDULES.id else _of_address()
    return _of_collection(target) if isinstance(target, Collection) else ()


def _of_session(session: Session) -> tuple[Deed, ...]:
    workspace = workspace_of(session)
    is_local = LOCAL_DISK in session.marks
    asleep = "" if session.phase is Phase.SLEEPING else "it does not sleep"
    reachable = _unless_reachable(session)
    settable = "it has ended" if not session.is_live else _unless_persistent(session)
    rest = (
        Deed(LET_SLEEP, "let it sleep", "when idle it sleeps, and wakes when somebody comes", "l")
        if ALWAYS_ON in session.marks
        else Deed(
            KEEP_AWAKE,
            "keep it awake",
            "never put to sleep when idle",
            "k",
            asking=Asking.CONFIRMATION,
            warning="it runs day and night until it is stopped",
        )
    )
    no_sync = _no_sync(session, workspace, is_local)
    return (
        Deed(WAKE, "wake it", "asks for a way in, which wakes it", "w", why_not=asleep),
        Deed(
            forms.EXEC,
            "run a command",
            "in its machine; wakes it if it sleeps",
            "e",
            form=deed_forms.EXEC_FORM,
            why_not=_unless_running(session),
        ),
        Deed(
            forms.PORT,
            "public web address",
            "for one of its ports",
            "p",
            form=deed_forms.PORT_FORM,
            why_not=reachable,
        ),
        Deed(
            forms.ALIAS,
            "lasting web address",
            "for its workspace, from session to session",
            "a",
            form=deed_forms.alias_form(workspace) if workspace else None,
            why_not="" if workspace else "it has no workspace, to which addresses belong",
        ),
        Deed(SYNC, "sync the workspace", "keeps what is in /root now", "y", why_not=no_sync),
        _with_reason(rest, settable),
        Deed(
            forms.STARTUP,
            "command on waking",
            "what runs whenever it wakes",
            "u",
            form=deed_forms.startup_form(startup_of(session)),
            why_not=settable,
        ),
    )


def _of_workspace(volume: Volume, live: Sequence[Session]) -> tuple[Deed, ...]:
    holders = [one for one in live if workspace_of(one) == volume.id]
    grown = ", ".join(one.name or one.id for one in live if base_of(one) == volume.id)
    holder = holders[0] if holders else None
    no_sync = "nothing runs on it" if holder is None else _no_sync(holder, volume.id, _is_local(holder))
    called = _called(holder)
    return (
        Deed(SYNC, "sync the workspace", "keeps what its session has in /root now", "y", why_not=no_sync),
        Deed(
            forms.RESIZE,
            "resize the disk",
            "syncs it, stops its session, makes a new one",
            "r",
            form=deed_forms.resize_form(volume.size_gb),
            asking=Asking.CONFIRMATION,
            warning=f"the {called} is stopped, and what runs in it is lost; a new sandbox with that disk "
            "takes its place and fetches its files again, without its script and its environment"
            if holder is not None
            else "nobody has it: a new sandbox with that disk is made on it, and stays up",
            why_not=_no_resize(holders),
        ),
        Deed(
            forms.ALIAS,
            "lasting web address",
            "for whichever session has it",
            "a",
            form=deed_forms.alias_form(volume.id),
        ),
        Deed(
            DELETE,
            "delete the workspace",
            "and all it keeps",
            "d",
            asking=Asking.TYPED_NAME,
            warning="all its files are deleted for good" + (f"; {grown} began with them" if grown else ""),
            why_not=f"the {called} has it: stop that first" if holder is not None else "",
        ),
    )


def _of_schedule(item: Item) -> tuple[Deed, ...]:
    switch = (
        Deed(RESUME, "switch it on", "it runs again when it comes due", "o")
        if item.is_off
        else Deed(PAUSE, "switch it off", "it stays, and does not run", "o")
    )
    return (
        switch,
        Deed(
            forms.RESCHEDULE,
            "change times",
            "when it comes due",
            "t",
            form=deed_forms.reschedule_form(expression_of(item)),
        ),
        Deed(
            DELETE,
            "delete it",
            "what it made stays",
            "d",
            asking=Asking.TYPED_NAME,
            warning="the schedule and its script are deleted for good",
        ),
    )


def _of_address() -> tuple[Deed, ...]:
    return (
        Deed(SHOW, "open the address", "the whole address, to copy or open", "o", changes=False),
        Deed(
            DELETE,
            "delete it",
            "its workspace stays",
            "d",
            asking=Asking.TYPED_NAME,
            warning="links to it lead nowhere then, and others may take its name",
        ),
    )


def _of_collection(collection: Collection) -> tuple[Deed, ...]:
    made = {
        SCHEDULES.id: (forms.SCHEDULE, "new schedule", deed_forms.SCHEDULE_FORM),
        ADDRESSES.id: (forms.ALIAS, "new address", deed_forms.alias_form()),
    }.get(collection.id)
    return (Deed(made[0], made[1], collection.words, "n", form=made[2]),) if made else ()


def _with_reason(deed: Deed, why_not: str) -> Deed:
    return replace(deed, why_not=why_not)


def _unless_running(session: Session) -> str:
    return "" if session.phase in _CHECKED else "it has ended" if not session.is_live else "it is not up yet"


def _unless_persistent(session: Session) -> str:
    """Only a service that says that it is not is believed: some lists leave it out."""
    return _NOT_PERSISTENT if session.ssh_enabled is False else ""


def _unless_reachable(session: Session) -> str:
    """Only a shell wakes a sleeper by the call that opens a port."""
    if session.phase is Phase.SLEEPING:
        return "it sleeps: wake it first"
    return _unless_running(session) or _unless_persistent(session)


def _no_sync(session: Session, workspace: str, is_local: bool) -> str:
    if not workspace:
        return "it has no workspace"
    if is_local:
        return "its files are on the local disk only, by wish"
    if session.phase is Phase.SLEEPING:
        return "it sleeps: what it had was synced before"
    return _unless_running(session)


def _no_resize(holders: Sequence[Session]) -> str:
    if len(holders) > 1:
        return f"{len(holders)} sessions have it: stop all but one first"
    refuse: tuple[tuple[Callable[[Session], bool], str], ...] = (
        (_is_local, "its files are on the local disk only, and would be lost"),
        (lambda one: one.phase not in _CHECKED, "its session is not up: wait until it is, or has ended"),
    )
    return next((words for applies, words in refuse if holders and applies(holders[0])), "")


def _is_local(session: Session) -> bool:
    return LOCAL_DISK in session.marks


def _called(session: Session | None) -> str:
    return f"session {session.name or session.id}" if session is not None else ""
