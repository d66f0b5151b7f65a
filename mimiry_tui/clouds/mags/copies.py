"""A launch form filled in from a session, as far as its record tells what was asked for."""

from __future__ import annotations

import msgspec

from mimiry_tui.clouds.mags import forms
from mimiry_tui.clouds.mags.wire import ALWAYS_ON, LOCAL_DISK, PERSISTENT, fields_of, startup_of, workspace_of
from mimiry_tui.domain import coerce
from mimiry_tui.domain.doing.forms import ON
from mimiry_tui.domain.sessions import Session


def values_of(session: Session) -> tuple[str, dict[str, str]]:
    """The form and its values. Never the environment, whose values are secrets, nor files."""
    fields = _fields(session.raw)
    workspace = workspace_of(session)
    is_sandbox = bool(workspace) and session.command.strip() == forms.SANDBOX_SCRIPT
    disk = coerce.integer(fields.get("disk_gb"))
    common = {
        "workspace_id": workspace,
        "base_workspace_id": coerce.text(fields.get("base_workspace_id")),
        "no_sleep": ON if ALWAYS_ON in session.marks else "",
        "startup_command": startup_of(session),
        "disk_gb": str(disk) if disk else "",
        "rootfs_type": session.image or forms.STANDARD,
    }
    is_local = LOCAL_DISK in session.marks
    if is_sandbox:
        return forms.NEW, _given(common | {forms.SYNC: "" if is_local else ON})
    own = {
        "script": session.command,
        "name": session.name if session.name != workspace else "",
        "no_sync": ON if is_local else "",
        "persistent": ON if PERSISTENT in session.marks else "",
    }
    return forms.RUN, _given(common | own)


def _fields(raw: bytes) -> dict[str, object]:
    try:
        return fields_of(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}


def _given(values: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in values.items() if value}
