"""What has to be in the launch form to run a job again, as far as its record tells."""

from __future__ import annotations

import msgspec

from mimiry_tui.clouds.jobs.launching import ANYWHERE, offer_id
from mimiry_tui.clouds.jobs.wire import JobWire, read_job
from mimiry_tui.domain import coerce
from mimiry_tui.domain.doing.forms import ON
from mimiry_tui.domain.launching.lengths import show_length
from mimiry_tui.domain.sessions import Session


def values_of_job(session: Session, *, knows_machines: bool) -> dict[str, str]:
    """By the keys of the form's fields. What the record does not tell is left out. Never raises.

    Where no machines are known the instance type stands alone, as it is typed then.
    """
    try:
        job = read_job(session.raw)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        job = JobWire()
    instance_type = coerce.text(job.instance_type)
    provider, location = coerce.text(job.provider), coerce.text(job.location)
    machine = offer_id(instance_type, provider, location) if knows_machines else instance_type
    values = {
        "instance_type": machine if instance_type else "",
        "image": coerce.text(job.image),
        "location": (ANYWHERE if not location else "") if knows_machines else location,
        "name": coerce.text(job.name) or session.name,
        "startup_script": coerce.text(job.startup_script),
        "auto_shutdown": _switch(job),
        "ssh_key_ids": "\n".join(coerce.texts(job.ssh_key_ids)),
        "max_runtime_seconds": _length(job.max_runtime_seconds),
        "heartbeat_timeout_seconds": _length(job.heartbeat_timeout_seconds),
    }
    return {key: value for key, value in values.items() if value}


def _switch(job: JobWire) -> str:
    """Of a job that does not say: on where a script ran, which is what the form begins with."""
    told = coerce.flag(job.auto_shutdown)
    return ON if told or (told is None and coerce.text(job.startup_script).strip()) else ""


def _length(value: object) -> str:
    length = coerce.span(value)
    return show_length(length) if length else ""
