"""A job as a session (Mimiry public API, job)."""

from __future__ import annotations

from mimiry_tui.clouds.jobs.offers import Catalogue
from mimiry_tui.clouds.jobs.wire import JobWire
from mimiry_tui.domain import coerce
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.phases import BY_USER, Phase
from mimiry_tui.domain.sessions import Asked, Got, Session

_PHASES = {
    "queued": Phase.ACCEPTED,
    "pending": Phase.ACCEPTED,
    "provisioning": Phase.PROVISIONING,
    "running": Phase.READY,
    "cancelling": Phase.STOPPING,
    "canceling": Phase.STOPPING,
    "completed": Phase.ENDED_OK,
    "failed": Phase.ENDED_FAILED,
}
_CANCELLED = frozenset({"cancelled", "canceled"})


def session_of(wire: JobWire, raw: bytes, catalogue: Catalogue) -> Session:
    """The session that a job is, at the price of its machine; what cannot be read is empty. Never raises."""
    status, error = coerce.text(wire.status), coerce.text(wire.error_message)
    phase = read_phase(status, error)
    instance_type = coerce.text(wire.instance_type)
    provider, location = coerce.text(wire.provider), coerce.text(wire.location)
    count, gpu = catalogue.gpus(instance_type)
    machine = catalogue.machine(instance_type, provider)
    started = coerce.moment(wire.started_at)
    # Before that it waits for a machine, and one that never got any has cost nothing.
    has_machine = started is not None or phase is Phase.READY
    awaits_machine = not has_machine and not phase.is_ended
    script = coerce.text(wire.startup_script)
    shuts_down = coerce.flag(wire.auto_shutdown)
    return Session(
        id=coerce.text(wire.id),
        name=coerce.text(wire.name),
        phase=phase,
        state=status,
        operation="",
        status="",
        image=coerce.text(wire.image),
        asked=Asked((gpu or instance_type,) if instance_type else (), count, provider, location),
        got=Got(
            gpu_type=(gpu or instance_type) if has_machine else "",
            provider=provider if has_machine else "",
            location=location if has_machine else "",
            rate=machine.price if machine is not None and has_machine else None,
        ),
        ssh_enabled=None,
        ssh=None,
        command=script,
        auto_terminate="" if shuts_down is None else "on_complete" if shuts_down else "never",
        max_duration=coerce.span(wire.max_runtime_seconds) or None,
        mounts=(),
        created_at=coerce.moment(wire.created_at),
        updated_at=None,
        started_at=started,
        ended_at=coerce.moment(wire.completed_at),
        error=error,
        stop_reason=BY_USER if phase is Phase.ENDED_OK and status.strip().lower() in _CANCELLED else "",
        exit_code=None,
        events=(),
        raw=raw,
        heartbeat_at=coerce.moment(wire.last_heartbeat),
        heartbeat_timeout=coerce.span(wire.heartbeat_timeout_seconds) or None,
        billed_at=started,
        facts=_facts(wire, instance_type, machine.price if awaits_machine and machine is not None else None),
    )


def read_phase(status: str, error: str) -> Phase:
    """What a status word means; one that nobody knows counts as alive.

    A job that was cancelled with an error was not cancelled by its owner.
    """
    word = status.strip().lower()
    if word in _CANCELLED:
        return Phase.ENDED_FAILED if error.strip() else Phase.ENDED_OK
    return _PHASES.get(word, Phase.UNKNOWN)


def _facts(wire: JobWire, instance_type: str, price: Money | None) -> tuple[tuple[str, str], ...]:
    """`price`: of the machine, while it is waited for; later the session has it."""
    keys = coerce.texts(wire.ssh_key_ids)
    told = (
        ("type", instance_type),
        ("price", f"{price}/h once it runs" if price is not None else ""),
        ("machine", coerce.text(wire.provider_instance_id)),
        ("SSH keys", str(len(keys)) if keys else ""),
    )
    return tuple((label, value) for label, value in told if value)
