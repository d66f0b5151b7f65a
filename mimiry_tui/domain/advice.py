"""Why a session ended before its time, in a sentence, and what to do about it.

Read from whatever the service tells: state words, error text, stop reason, exit code and events. The
words of the service stay beside ours; nothing here replaces them.
"""

from __future__ import annotations

import re

from mimiry_tui.domain.durations import short
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Event, Session


@dataclass(frozen=True, slots=True)
class Advice:
    """The likely cause and what one can do, most promising first. Both may quote foreign text."""

    cause: str
    steps: tuple[str, ...]
    telling: bool = True
    """Whether the cause says more than state, exit code and error text do."""


# Keys stand in brackets: whoever may not launch still reads what would help.
_COPY = "launch it again as a copy (c)"
_COPY_ONCE_MENDED = f"{_COPY} once it is mended"
_OTHER_PLACE = "launch a copy at another provider or location (C)"
_NO_SUCH_IMAGE = re.compile(
    r"manifest unknown|not found|no such (image|tag)|does not exist|name unknown", re.I
)
_IMAGE_DENIED = re.compile(r"denied|unauthori[sz]ed|forbidden|credential|authentication required", re.I)
_REGISTRY_BUSY = re.compile(r"too ?many ?requests|rate limit|\b429\b", re.I)
_DISK_FULL = re.compile(r"no space left|disk (is )?full|disk quota", re.I)
_GPU_MEMORY = re.compile(r"CUDA out of memory|OutOfMemoryError|CUBLAS_STATUS_ALLOC_FAILED", re.I)
_CAPACITY = re.compile(
    r"no capacity|capacity|out of stock|insufficient (resources|instances)|unavailable", re.I
)
_UNOFFERED = re.compile(r"unsupported GPU|no GPU matches|unknown GPU", re.I)
_ELSEWHERE = re.compile(r"\bvolume\b.*\bis in\b|different location|location conflict", re.I)
_ATTEMPT_AT = re.compile(r"\bat ([\w.-]{1,60}/[\w.-]{1,60})")
_IMAGE_STATE, _MACHINE_STATE = "pull_failed", "provision_failed"

_EXITS: dict[int, tuple[str, tuple[str, ...]]] = {
    126: (
        "the command could not be run (exit 126)",
        ("give the file execute permission, or name its interpreter",),
    ),
    127: (
        "the command was not found in the image (exit 127)",
        ("check the spelling of the command and that the image contains it",),
    ),
    130: ("the command was interrupted (exit 130)", ()),
    134: ("the command aborted itself (exit 134)", ("look for a failed assertion in the last log lines",)),
    137: (
        "the command was killed (exit 137): most often the machine's memory ran out",
        ("use less memory: smaller batches, fewer loader workers", "take a GPU that comes with more memory"),
    ),
    139: (
        "the command crashed (exit 139, segmentation fault)",
        ("check that the image's CUDA and driver versions fit the GPU",),
    ),
    143: ("the command was told to stop (exit 143)", ()),
}  # fmt: skip


def advice(session: Session) -> Advice | None:
    """Why it ended early and what to do; None while it lives, and when it ended as it should."""
    if not session.phase.is_ended or (session.ended_by_user and session.phase is Phase.ENDED_OK):
        return None
    reason = session.stop_reason.strip().lower()
    if reason == "balance_depleted":
        return Advice(
            "the balance ran out, so the service ended it",
            ("top up, or ask the organisation's administrator to", f"then {_COPY}"),
        )
    if reason == "timed_out":
        return _timed_out(session)
    if session.phase is not Phase.ENDED_FAILED:
        return None
    said = _said(session)
    states = {session.state.strip().lower(), session.status.strip().lower()}
    if _IMAGE_STATE in states or _IMAGE_STATE in said.lower():
        return _image(session, said)
    unplaced = _CAPACITY.search(session.error) or _UNOFFERED.search(session.error)
    if _MACHINE_STATE in states or (session.exit_code is None and unplaced):
        return _machine(session, said)
    if session.exit_code:
        return _exit(session.exit_code, said)
    if "stopped" in states:
        return Advice(
            "it was stopped, and not by you",
            (
                "read the last events: the provider may have taken the machine back",
                f"{_COPY}, elsewhere if it recurs (C)",
            ),
        )
    if session.error:
        steps = ("read the last events and log lines", _COPY)
        return Advice("the service reports an error", steps, telling=False)
    return Advice(
        "the service says that it failed, and not why",
        ("read the last events and log lines", "ask the provider's support with the session's id"),
        telling=False,
    )


def _timed_out(session: Session) -> Advice:
    limit = f" of {short(session.max_duration)}" if session.max_duration else ""
    return Advice(
        f"it reached its time limit{limit}",
        ("launch a copy (c) with a longer limit, from its last checkpoint",),
    )


def _image(session: Session, said: str) -> Advice:
    image = session.image or "the image"
    if _REGISTRY_BUSY.search(said):
        return Advice("the registry refused: too many downloads", ("wait a few minutes", _COPY))
    if _DISK_FULL.search(said):
        return Advice("the image did not fit on the machine's disk", ("use a smaller image", _OTHER_PLACE))
    missing, denied = bool(_NO_SUCH_IMAGE.search(said)), bool(_IMAGE_DENIED.search(said))
    check = f"check name and tag of {image}, letter by letter"
    login = "if it is private, use a public copy: the service has no login for your registry"
    if denied and not missing:
        steps = (login, check, _COPY_ONCE_MENDED)
        return Advice("the registry did not let the machine have the image", steps)
    if missing:
        cause = "there is no such image, or it is private" if denied else "there is no such image"
        return Advice(cause, (check, login, _COPY_ONCE_MENDED))
    steps = (check, login, _OTHER_PLACE)
    return Advice("the image could not be pulled", steps, telling=False)


def _machine(session: Session, said: str) -> Advice:
    if _UNOFFERED.search(said):
        return Advice(
            "nobody offers the GPU that was asked for",
            ("choose one from the list of GPUs: n on it launches there",),
        )
    if _ELSEWHERE.search(said):
        return Advice(
            "the machine came up where its volume is not",
            ("launch a copy (c) in the volume's location", "or launch it without the volume"),
        )
    setbacks = [event for event in session.events if _is_setback(event)]
    if setbacks or _CAPACITY.search(said):
        tried = tuple(
            dict.fromkeys(found[1] for event in setbacks if (found := _ATTEMPT_AT.search(event.message)))
        )
        where = f" at {', '.join(tried[:4])}" if tried else ""
        count = f" in {len(setbacks)} attempts" if len(setbacks) > 1 else ""
        return Advice(
            f"no machine was to be had{where}{count}",
            (
                _OTHER_PLACE,
                "ask for another GPU of the same memory",
                "watch the GPU (w) and launch when it is back",
            ),
        )
    return Advice("the machine could not be made ready", (_OTHER_PLACE, _COPY))


def _exit(code: int, said: str) -> Advice:
    if _GPU_MEMORY.search(said):
        return Advice(
            f"the GPU's memory ran out (exit {code})",
            ("use smaller batches or a smaller model", "take a GPU with more memory"),
        )
    if _DISK_FULL.search(said):
        return Advice(f"the disk was full (exit {code})", ("write to a volume", "clean up between steps"))
    cause, steps = _EXITS.get(code, (f"the command ended with exit code {code}", ()))
    return Advice(
        cause,
        ("read the last log lines: they say what it tripped over", *steps, _COPY_ONCE_MENDED),
        telling=code in _EXITS,
    )


def _said(session: Session) -> str:
    """What the service wrote about it in words, newest last."""
    return "\n".join([*(event.message for event in session.events), session.stop_reason, session.error])


def _is_setback(event: Event) -> bool:
    return "capacity" in event.type.lower() or bool(_CAPACITY.search(event.message))
