"""What is sent: the JSON of each call that makes or changes something, out of a form's values.

An empty field is left out, as the service's own client does (Mags: submit fields).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

import msgspec

from mimiry_tui.clouds.mags import forms
from mimiry_tui.clouds.mags.forms import is_on
from mimiry_tui.domain.doing.forms import Values
from mimiry_tui.domain.doing.paths import paths_typed
from mimiry_tui.domain.launch import FormRequest
from mimiry_tui.domain.launching.numbers import whole_number

MOST_DISK_GB = 100_000
MOST_PORT = 65_535
_STAND_IN = "<id of "
"""How that begins which forms and requests show for the id of a file that was not sent yet."""


def launch_fields(request: FormRequest) -> dict[str, object]:
    """The object of POST /mags-jobs. A file that was not sent yet stands there as what it will be."""
    values = dict(request.values)
    build = _sandbox if request.form == forms.NEW else _run
    return build(values, files_of(values, request.uploads))


def json_of_fields(fields: Mapping[str, object]) -> bytes:
    return msgspec.json.encode(dict(fields))


def resized_fields(workspace: str, disk_gb: int, kept: Mapping[str, object]) -> dict[str, object]:
    """A sandbox on the same workspace with another disk; `kept` are settings of the machine before."""
    fields: dict[str, object] = {
        "script": forms.SANDBOX_SCRIPT,
        "type": "inline",
        "persistent": True,
        "name": workspace,
        "workspace_id": workspace,
    }
    return fields | _given(kept) | {"disk_gb": disk_gb}


def schedule_fields(values: Values) -> dict[str, object]:
    """The object of POST /mags-cron."""
    fields: dict[str, object] = {
        "name": values.get("name", "").strip(),
        "cron_expression": expression_of(values),
        "script": values.get("script", ""),
        "persistent": is_on(values.get("persistent")),
    }
    optional = {
        "workspace_id": values.get("workspace_id", "").strip(),
        "environment": dict(pairs_of(values.get("environment", ""))),
    }
    return fields | _given(optional)


def alias_fields(values: Values, workspace: str) -> dict[str, object]:
    """The object of POST /mags-url-aliases."""
    return {
        "subdomain": values.get("subdomain", "").strip(),
        "workspace_id": workspace,
        "domain": values.get("domain", "").strip(),
    }


def expression_of(values: Values) -> str:
    """The times of a schedule, with single spaces."""
    return " ".join(values.get("cron_expression", "").split())


def pairs_of(text: str) -> tuple[tuple[str, str], ...]:
    """Names and values of an environment, one to a line; the value is all that follows the first "="."""
    lines = [line for line in text.split("\n") if line.strip()]
    return tuple((line.partition("=")[0].strip(), line.partition("=")[2]) for line in lines)


def files_of(values: Values, uploads: tuple[tuple[str, str], ...]) -> list[str]:
    """The ids of the files, in their order; of one that was not sent yet, what stands for it."""
    ids = dict(uploads)
    paths = paths_typed(values.get("file_ids", ""))
    return [ids.get(path) or f"{_STAND_IN}{PurePath(path).name}>" for path in paths]


def not_sent(request: FormRequest) -> tuple[str, ...]:
    """The files that have no id yet, without which the launch cannot be sent."""
    ids = dict(request.uploads)
    paths = paths_typed(dict(request.values).get("file_ids", ""))
    return tuple(path for path in paths if ids.get(path, _STAND_IN).startswith(_STAND_IN))


def _run(values: Values, files: list[str]) -> dict[str, object]:
    fields: dict[str, object] = {
        "script": values.get("script", ""),
        "type": "inline",
        "persistent": is_on(values.get("persistent")),
    }
    optional = {
        "no_sync": is_on(values.get("no_sync")) or None,
        "name": values.get("name", "").strip(),
        "workspace_id": values.get("workspace_id", "").strip(),
    }
    return fields | _given(optional | _common(values, files))


def _sandbox(values: Values, files: list[str]) -> dict[str, object]:
    name = values.get("workspace_id", "").strip()
    fields: dict[str, object] = {"script": forms.SANDBOX_SCRIPT, "type": "inline", "persistent": True}
    optional = {
        "no_sync": None if is_on(values.get(forms.SYNC)) else True,
        "name": name,
        "workspace_id": name,
    }
    return fields | _given(optional | _common(values, files))


def _common(values: Values, files: list[str]) -> dict[str, object]:
    """What both forms can say."""
    rootfs = values.get("rootfs_type", "")
    return {
        "base_workspace_id": values.get("base_workspace_id", "").strip(),
        "no_sleep": is_on(values.get("no_sleep")) or None,
        "startup_command": values.get("startup_command", "").strip(),
        "environment": dict(pairs_of(values.get("environment", ""))),
        "file_ids": files,
        "disk_gb": whole_number(values.get("disk_gb", ""), MOST_DISK_GB),
        "rootfs_type": rootfs if rootfs != forms.STANDARD else "",
    }


def _given(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
