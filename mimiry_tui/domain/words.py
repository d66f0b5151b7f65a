"""States in plain words, for people. The raw words stay in the record."""

from __future__ import annotations

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
        return ending(session)
    if session.phase is Phase.UNKNOWN:
        return session.state or session.status or session.operation or "unknown"
    return session.phase.word


def auto_terminate_words(session: Session) -> str:
    """The guard against forgetting, in words; an unknown mode as it came."""
    mode = session.auto_terminate
    return _AUTO_TERMINATE.get(mode, mode)


def asked_and_got(session: Session) -> str:
    """Where what was got differs from what was asked for: "asked for FIN-03, got FIN-01", or ""."""
    asked, got = session.asked, session.got
    pairs = (
        (asked.provider, got.provider),
        (asked.location, got.location),
        (asked.gpu_types[0] if asked.gpu_types else "", got.gpu_type),
    )
    differing = [(wanted, given) for wanted, given in pairs if wanted and given and wanted != given]
    return " · ".join(f"asked for {wanted}, got {given}" for wanted, given in differing)
