"""States in plain words, for people. The raw words stay in the record."""

from __future__ import annotations

from mimiry_tui.domain.offers import parts_of_model
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session

_STOP_REASONS = {
    "user_requested": "ended by you",
    "timed_out": "reached its time limit",
    "balance_depleted": "balance ran out",
}
_FAILURES = {
    "pull_failed": "pull failed",
    "provision_failed": "provisioning failed",
    "failed": "failed",
    "stopped": "stopped",
}
_AUTO_TERMINATE = {
    "on_complete": "ends on complete",
    "on_success": "ends on success",
    "never": "never ends by itself",
}


def ending(session: Session) -> str:
    """How an ended session ended: "ended by you", "done · exit 0", "pull failed"."""
    reason = _STOP_REASONS.get(session.stop_reason.strip().lower())
    if reason is not None:
        return reason
    word = next(
        (_FAILURES[said] for said in (session.state.lower(), session.status.lower()) if said in _FAILURES), ""
    )
    if session.phase is Phase.ENDED_FAILED:
        code = f"exit {session.exit_code}" if session.exit_code else ""
        return " · ".join(part for part in (word or "failed", code) if part)
    return f"done · exit {session.exit_code}" if session.exit_code is not None else "done"


def phase_words(session: Session) -> str:
    """The phase in words; an unknown state as it came."""
    if session.phase.is_ended:
        # Until its machine is released it costs, so it does not read like one that is over.
        return f"{ending(session)} · terminating" if session.is_releasing else ending(session)
    if session.phase is Phase.UNKNOWN:
        return session.state or session.status or session.operation or "unknown"
    return session.phase.word


def auto_terminate_words(session: Session) -> str:
    """The guard against forgetting, in words; an unknown mode as it came."""
    mode = session.auto_terminate
    return _AUTO_TERMINATE.get(mode, mode)


def mismatches(session: Session) -> list[tuple[str, str]]:
    """What was asked for and what was got instead, for each wish that was not met."""
    asked, got = session.asked, session.got
    wishes = [
        ((asked.provider,), got.provider, str.__eq__),
        ((asked.location,), got.location, str.__eq__),
        (asked.gpu_types, got.gpu_type, same_model),
    ]
    return [
        (" or ".join(wanted), given)
        for wanted, given, same in wishes
        if any(wanted) and given and not any(same(one, given) for one in wanted)
    ]


def asked_and_got(session: Session) -> str:
    """Where what was got differs from what was asked for: "asked for FIN-03, got FIN-01", or ""."""
    return " · ".join(f"asked for {wanted}, got {given}" for wanted, given in mismatches(session))


def same_model(one: str, other: str) -> bool:
    """Whether two names can mean one model: legacy names leave memory or form factor out."""
    return all(
        not part or not counterpart or str(part).casefold() == str(counterpart).casefold()
        for part, counterpart in zip(parts_of_model(one), parts_of_model(other), strict=True)
    )


def times(gpu_count: int) -> str:
    """How many GPUs, behind their name: " ×8"; nothing where none is told of."""
    return f" ×{gpu_count}" if gpu_count > 0 else ""
