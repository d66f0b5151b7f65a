"""A launch as it is typed and as it is sent (Mimiry public API, `POST /jobs`)."""

from __future__ import annotations

from functools import cache

import msgspec

from mimiry_tui.clouds.errors import BadRequest
from mimiry_tui.domain.doing.forms import ON, Field, FieldKind, Form, Role, Values
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.launching.lengths import read_length

FORM_ID = "job"
ANYWHERE = "any"
"""The location of whoever does not mind; no place of theirs is called so (`FIN-01`)."""


@cache
def launch_form(*, knows_machines: bool) -> Form:
    """What a job needs. Where machines, images and places cannot be listed they are typed."""
    return Form(
        id=FORM_ID,
        title="Run a job",
        verb="launch",
        words="a machine boots an image and runs a script",
        fields=(
            *(_LISTED if knows_machines else _TYPED),
            Field(
                "name",
                "Name",
                FieldKind.LINE,
                words="what the job is called",
                placeholder="job-…",
                section="Job",
                role=Role.NAME,
            ),
            Field(
                "startup_script",
                "Script",
                FieldKind.AREA,
                words="bash, run when the machine has booted",
                placeholder="#!/bin/bash",
                section="Job",
                role=Role.SCRIPT,
            ),
            Field(
                "auto_shutdown",
                "Shut down after",
                FieldKind.SWITCH,
                words="the machine is given back as soon as the script has finished",
                default=ON,
                section="Job",
            ),
            Field(
                "ssh_key_ids",
                "SSH keys",
                FieldKind.CHOICES,
                words="who may log in to the machine",
                section="Job",
            ),
            Field(
                "max_runtime_seconds",
                "Run at most",
                FieldKind.LENGTH,
                words="the job is ended after this time, whatever it does",
                placeholder="4h",
                section="Guards",
                role=Role.LIMIT,
            ),
            Field(
                "heartbeat_timeout_seconds",
                "Silent at most",
                FieldKind.LENGTH,
                words="the job is given up when its machine gives no sign of life for this long",
                placeholder="10m",
                section="Guards",
            ),
        ),
    )


_LISTED = (
    Field("instance_type", "Machine", FieldKind.OFFER, required=True, section="Machine"),
    Field(
        "image",
        "Image",
        FieldKind.CHOICE,
        words="what the machine boots",
        required=True,
        depends_on=("instance_type",),
        section="Machine",
        role=Role.IMAGE,
    ),
    Field(
        "location",
        "Location",
        FieldKind.CHOICE,
        words="where the machine stands",
        depends_on=("instance_type",),
        section="Machine",
    ),
)
_TYPED = (
    Field(
        "instance_type",
        "Machine",
        FieldKind.LINE,
        words="an instance type, by its name",
        required=True,
        placeholder="1V100.6V",
        section="Machine",
    ),
    Field(
        "image",
        "Image",
        FieldKind.LINE,
        words="what the machine boots, by its code",
        required=True,
        placeholder="ubuntu-22.04-cuda-12.0",
        section="Machine",
        role=Role.IMAGE,
    ),
    Field(
        "location",
        "Location",
        FieldKind.LINE,
        words="where the machine stands; empty is anywhere",
        placeholder="FIN-01",
        section="Machine",
    ),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The machine of a launch: an offer's id taken apart, or an instance type alone."""

    instance_type: str
    provider: str
    location: str


def wanted(values: Values) -> Wanted:
    """What is asked for; the location is the offer's own unless another one, or any, is chosen."""
    machine = values.get("instance_type", "").strip()
    parts = machine.rsplit("|", 2)
    instance_type, provider, place = parts if len(parts) == 3 else (machine, "", "")
    location = values.get("location", "").strip() or place
    return Wanted(instance_type, provider, "" if location == ANYWHERE else location)


def offer_id(instance_type: str, provider: str, location: str) -> str:
    """The value of the machine's field for an offer (see `Offer.id`)."""
    return f"{instance_type}|{provider}|{location}"


def job_fields(values: Values) -> dict[str, object]:
    """The object of `POST /jobs`, for showing it as well; what is empty or cannot be read is left out."""
    machine = wanted(values)
    script = values.get("startup_script", "")
    optional: dict[str, object] = {
        "name": values.get("name", "").strip(),
        "instance_type": machine.instance_type,
        "image": values.get("image", "").strip(),
        "location": machine.location,
        "ssh_key_ids": [line.strip() for line in values.get("ssh_key_ids", "").splitlines() if line.strip()],
        "startup_script": script if script.strip() else "",
        # Said in either case: what the service does where nothing is said costs money or work.
        "auto_shutdown": values.get("auto_shutdown", "") == ON,
        "provider": machine.provider,
        "heartbeat_timeout_seconds": _seconds(values.get("heartbeat_timeout_seconds", "")),
        "max_runtime_seconds": _seconds(values.get("max_runtime_seconds", "")),
    }
    return {name: value for name, value in optional.items() if value not in (None, "", [])}


def job_body(values: Values) -> bytes:
    """The JSON of `POST /jobs`. Raises BadRequest for text that no JSON can carry."""
    try:
        return msgspec.json.encode(job_fields(values))
    except UnicodeEncodeError:
        raise BadRequest("half of a character is among what was typed or pasted") from None


def _seconds(text: str) -> int | None:
    length = read_length(text) if text.strip() else None
    return None if length is None else int(length.total_seconds())
