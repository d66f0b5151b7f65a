"""What is to be said of a launch as it is filled in: mistakes, and what would cost more than is meant."""

from __future__ import annotations

from datetime import timedelta

from mimiry_tui.clouds.jobs.launching import wanted
from mimiry_tui.clouds.jobs.offers import Catalogue
from mimiry_tui.domain.doing.forms import ON, Note, Values, Weight
from mimiry_tui.domain.launching.lengths import length_trouble, read_length, show_length
from mimiry_tui.domain.money import Money

DEFAULT_HEARTBEAT = timedelta(seconds=600)
"""How long a machine may be silent where nothing is said (Mimiry public API, `POST /jobs`)."""
_DAY = timedelta(days=1)


def launch_notes(values: Values, catalogue: Catalogue, *, is_taken: bool = False) -> dict[str, Note]:
    """By field. Blocks on nothing and asks nobody. `is_taken`: none of these was free when last told."""
    script = values.get("startup_script", "")
    price = _price(values, catalogue)
    notes = {
        "instance_type": _machine(values, catalogue, is_taken=is_taken),
        "name": _name(values.get("name", "")),
        "startup_script": _script(script, shuts_down=values.get("auto_shutdown", "") == ON),
        "auto_shutdown": _shutdown(values, bool(script.strip()), price),
        "ssh_key_ids": _keys(values.get("ssh_key_ids", ""), bool(script.strip())),
        "max_runtime_seconds": _limit(values.get("max_runtime_seconds", ""), price),
        "heartbeat_timeout_seconds": _heartbeat(values, script),
    }
    return {field: note for field, note in notes.items() if note is not None}


def _machine(values: Values, catalogue: Catalogue, *, is_taken: bool) -> Note | None:
    machine = wanted(values)
    if any(sign.isspace() for sign in machine.instance_type):
        return Note("an instance type has no spaces")
    if is_taken:
        return Note("none was free when last asked: the service will probably refuse", Weight.CARE)
    known = catalogue.machine(machine.instance_type, machine.provider)
    # An offer says all of this of itself where it is chosen.
    if not machine.instance_type or known is None or machine.provider:
        return None
    gpus = f"{known.gpu_count} × {known.gpu_type}" if known.gpu_count else "no GPU"
    memory = f", {known.vram_gb} GB each" if known.vram_gb else ""
    price = f" · {known.price}/h for the machine" if known.price is not None else ""
    return Note(f"{gpus}{memory}{price}", Weight.FINE)


def _name(name: str) -> Note | None:
    if name.strip():
        return None
    return Note("the service names it; a name of yours is surer to be found again", Weight.FINE)


def _script(script: str, *, shuts_down: bool) -> Note | None:
    if not script.strip():
        what = "and may shut down again at once" if shuts_down else "for whoever logs in"
        return Note(f"nothing runs: the machine only boots, {what}", Weight.CARE)
    if not script.startswith("#!"):
        return Note("begin it with #!/bin/bash, or the machine may not know what runs it", Weight.CARE)
    if "\r" in script:
        return Note("it has line ends of Windows, which bash takes for a part of each command", Weight.CARE)
    return None


def _shutdown(values: Values, has_script: bool, price: Money | None) -> Note | None:
    if has_script and values.get("auto_shutdown", "") != ON:
        cost = f" at {price}/h" if price is not None else ""
        has_limit = read_length(values.get("max_runtime_seconds", "")) is not None
        until = "until its limit" if has_limit else "until you cancel it"
        return Note(f"the machine goes on after the script has finished{cost}, {until}", Weight.CARE)
    return None


def _keys(chosen: str, has_script: bool) -> Note | None:
    if chosen.strip():
        return None
    return Note("nobody can log in to it", Weight.FINE if has_script else Weight.CARE)


def _limit(text: str, price: Money | None) -> Note | None:
    if not text.strip():
        cost = f": {price}/h, {price.over(_DAY)} a day" if price is not None else ""
        return Note(f"without a limit a script that hangs goes on costing{cost}", Weight.CARE)
    trouble = length_trouble(text)
    return Note(trouble) if trouble else None


def _heartbeat(values: Values, script: str) -> Note | None:
    text = values.get("heartbeat_timeout_seconds", "")
    if not text.strip():
        return Note(f"{show_length(DEFAULT_HEARTBEAT)}, as the service has it", Weight.FINE)
    if trouble := length_trouble(text):
        return Note(trouble)
    silent, limit = read_length(text), read_length(values.get("max_runtime_seconds", ""))
    if silent is not None and limit is not None and silent > limit:
        return Note("longer than the job may run: it means nothing", Weight.CARE)
    if silent is not None and silent < DEFAULT_HEARTBEAT and "heartbeat" not in script.casefold():
        return Note(
            "shorter than usual: a script that sends no heartbeats may be given up while it works",
            Weight.CARE,
        )
    return None


def _price(values: Values, catalogue: Catalogue) -> Money | None:
    machine = wanted(values)
    known = catalogue.machine(machine.instance_type, machine.provider)
    return None if known is None else known.price
