"""Sessions out of whatever JSON came; what cannot be read becomes its empty value."""

from __future__ import annotations

from mimiry_tui.domain import coerce
from mimiry_tui.domain.money import build_price
from mimiry_tui.domain.phases import read_phase
from mimiry_tui.domain.sessions import DEFAULT_SSH_PORT, Asked, Event, Got, Mount, Session, SshEndpoint


def build_session(
    *,
    id: object,
    name: object = None,
    state: object = None,
    operation: object = None,
    status: object = None,
    image: object = None,
    gpu_types: object = None,
    gpu_count: object = None,
    asked_provider: object = None,
    asked_location: object = None,
    gpu_type: object = None,
    provider: object = None,
    location: object = None,
    hourly_rate: object = None,
    currency: object = None,
    final_cost: object = None,
    ssh_enabled: object = None,
    ssh: object = None,
    command: object = None,
    auto_terminate: object = None,
    max_duration: object = None,
    mounts: object = None,
    created_at: object = None,
    updated_at: object = None,
    started_at: object = None,
    ended_at: object = None,
    error: object = None,
    stop_reason: object = None,
    exit_code: object = None,
    events: object = None,
    raw: bytes = b"",
) -> Session:
    """A Session from any JSON values; what cannot be read becomes its empty value.

    Times are RFC 3339 or unix seconds, `hourly_rate` is per hour for the whole session,
    `max_duration` is seconds (Mimiry compute API, session object). Never raises.
    """
    endpoint = build_ssh_endpoint(ssh)
    return Session(
        id=coerce.text(id),
        name=coerce.text(name),
        phase=read_phase(
            state=state,
            operation=operation,
            status=status,
            ssh_host=endpoint.host if endpoint else None,
            exit_code=exit_code,
            stop_reason=stop_reason,
            error=_message(error),
        ),
        state=coerce.text(state),
        operation=coerce.text(operation),
        status=coerce.text(status),
        image=coerce.text(image),
        asked=Asked(
            gpu_types=coerce.texts(gpu_types),
            gpu_count=max(1, coerce.integer(gpu_count) or 1),
            provider=coerce.text(asked_provider),
            location=coerce.text(asked_location),
        ),
        got=Got(
            gpu_type=coerce.text(gpu_type),
            provider=coerce.text(provider),
            location=coerce.text(location),
            rate=build_price(hourly_rate, currency),
            final_cost=build_price(final_cost, currency),
        ),
        ssh_enabled=coerce.flag(ssh_enabled),
        ssh=endpoint,
        command=coerce.text(command),
        auto_terminate=_auto_terminate(auto_terminate),
        max_duration=coerce.span(max_duration) or None,
        mounts=_mounts(mounts),
        created_at=coerce.moment(created_at),
        updated_at=coerce.moment(updated_at),
        started_at=coerce.moment(started_at),
        ended_at=coerce.moment(ended_at),
        error=_message(error),
        stop_reason=coerce.text(stop_reason),
        exit_code=coerce.integer(exit_code),
        events=build_events(events),
        raw=raw,
    )


def build_ssh_endpoint(value: object) -> SshEndpoint | None:
    """The endpoint of an `ssh` object, or None while no host is published."""
    ssh = coerce.mapping(value)
    host = coerce.text(ssh.get("host")).strip()
    if not host:
        return None
    told = ssh.get("port")
    # A port that is none stays one: connecting to another than the one published would be a guess.
    port = DEFAULT_SSH_PORT if told is None or told == "" else coerce.integer(told) or 0
    username = coerce.text(ssh.get("username") or ssh.get("user"))
    return SshEndpoint(host, port, username)


def build_events(value: object) -> tuple[Event, ...]:
    """The events of a session, oldest first; entries that are no objects become their text."""
    events = [_event(item) for item in coerce.items(value)]
    dated = [event.at for event in events if event.at is not None]
    if len(dated) == len(events):
        events = [event for _, event in sorted(zip(dated, events, strict=True), key=lambda pair: pair[0])]
    return tuple(events)


def _event(item: object) -> Event:
    entry = coerce.mapping(item)
    state, operation, status = entry.get("state"), entry.get("operation"), entry.get("status")
    said = [word for word in map(coerce.text, (state, operation, status)) if word]
    at = next((entry[key] for key in ("timestamp", "created_at", "time", "at") if entry.get(key)), None)
    return Event(
        at=coerce.moment(at),
        phase=read_phase(state=state, operation=operation, status=status) if said else None,
        type=coerce.text(entry.get("type") or entry.get("event")),
        words=" · ".join(said),
        message=_message(entry.get("message") or entry.get("error")) if entry else coerce.text(item),
    )


def _message(value: object) -> str:
    """An error field's text: a plain string, or the message inside an object."""
    fields = coerce.mapping(value)
    return coerce.text(fields.get("message") or fields.get("error") or fields.get("code")) or coerce.text(
        value
    )


def _mounts(value: object) -> tuple[Mount, ...]:
    entries = map(coerce.mapping, coerce.items(value))
    return tuple(
        Mount(
            coerce.text(entry.get("volume_name") or entry.get("name") or entry.get("volume_id")),
            coerce.text(entry.get("mount_path") or entry.get("path")),
        )
        for entry in entries
        if entry
    )


def _auto_terminate(value: object) -> str:
    """The mode word; older deployments say true for on_complete and false for never."""
    word = coerce.text(coerce.mapping(value).get("mode")) or coerce.text(value)
    return {"true": "on_complete", "false": "never"}.get(word, word)
