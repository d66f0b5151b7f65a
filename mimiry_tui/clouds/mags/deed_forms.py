"""What is asked for before something is done at Mags, or made besides sessions."""

from __future__ import annotations

from dataclasses import replace

from mimiry_tui.clouds.mags.forms import (
    ALIAS,
    DEFAULT_DISK_GB,
    DEFAULT_PORT,
    DEFAULT_TIMEOUT,
    EXEC,
    LAUNCH_FORMS,
    PORT,
    RESCHEDULE,
    RESIZE,
    SCHEDULE,
    STARTUP,
)
from mimiry_tui.clouds.mags.wire import APPS_DOMAIN
from mimiry_tui.domain.doing.forms import Field, FieldKind, Form, Role

EXEC_FORM = Form(
    EXEC,
    "Run a command",
    (
        Field(
            "command", "command", FieldKind.AREA, "run by a shell in the machine", required=True,
            placeholder="ls -la /root",
        ),
        Field(
            "timeout", "at most", FieldKind.NUMBER, "after which the service gives up",
            default=str(DEFAULT_TIMEOUT), required=True, unit="seconds",
        ),
    ),
    verb="run",
)  # fmt: skip

PORT_FORM = Form(
    PORT,
    "Public web address",
    (
        Field(
            "port", "port", FieldKind.NUMBER, "on which something in the machine answers over HTTP",
            default=str(DEFAULT_PORT), required=True,
        ),
    ),
    verb="publish",
    words="whoever knows the address can reach that port",
)  # fmt: skip


def startup_form(now: str) -> Form:
    """The command that runs on waking, with the one that is set now."""
    field = Field(
        "startup_command", "on waking", FieldKind.LINE, "empty: nothing runs when it wakes", default=now
    )
    return Form(STARTUP, "Command on waking", (field,), verb="set")


def resize_form(size_gb: int | None) -> Form:
    """The new size of a workspace's disk, with the one it has."""
    now = f"it has {size_gb} GB now" if size_gb else f"it has {DEFAULT_DISK_GB} GB unless it was made larger"
    words = f"{now}; a smaller one may not hold its files"
    field = Field("disk_gb", "disk", FieldKind.NUMBER, words, required=True, unit="GB")
    return Form(RESIZE, "Resize the workspace's disk", (field,), verb="resize")


def alias_form(workspace: str = "") -> Form:
    """An address for a workspace: that one, or one to choose."""
    asked = (
        ()
        if workspace
        else (
            Field(
                "workspace_id", "workspace", FieldKind.CHOICE, "whose running session answers", required=True
            ),
        )
    )
    return Form(
        ALIAS,
        f"Web address for {workspace}" if workspace else "New web address",
        (
            Field("subdomain", "address", FieldKind.LINE, "what stands before the domain", required=True),
            Field("domain", "domain", FieldKind.LINE, default=APPS_DOMAIN, required=True),
            *asked,
        ),
        verb="create",
        words="stays the same from session to session; whoever knows it can reach what answers there",
    )


_EXPRESSION = Field(
    "cron_expression",
    "when",
    FieldKind.LINE,
    "minute, hour, day of the month, month, day of the week",
    required=True,
    placeholder="0 3 * * *",
)
SCHEDULE_FORM = Form(
    SCHEDULE,
    "New schedule",
    (
        Field("name", "name", FieldKind.LINE, required=True, role=Role.NAME),
        _EXPRESSION,
        Field("script", "script", FieldKind.AREA, "run each time", required=True, role=Role.SCRIPT),
        Field(
            "workspace_id", "workspace", FieldKind.LINE, "whose files it has in /root; empty: none is kept"
        ),
        Field("persistent", "persistent", FieldKind.SWITCH, "each machine stays when its script has ended"),
        Field("environment", "environment", FieldKind.PAIRS, "variables that the script sees"),
    ),
    verb="create",
)


def reschedule_form(expression: str) -> Form:
    """When a schedule runs, with what it has now."""
    return Form(RESCHEDULE, "When it runs", (replace(_EXPRESSION, default=expression),), verb="change")


FORMS = {form.id: form for form in (*LAUNCH_FORMS, EXEC_FORM, PORT_FORM, SCHEDULE_FORM)} | {
    STARTUP: startup_form(""),
    RESIZE: resize_form(None),
    ALIAS: alias_form(),
    RESCHEDULE: reschedule_form(""),
}
"""By id; those that are made for one target in their general shape."""
