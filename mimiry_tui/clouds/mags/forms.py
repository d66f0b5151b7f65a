"""What is asked for before something is launched at Mags; and what all forms are called.

Fields are called as the service calls them. `persistent`, `no_sleep` and the like are switches.
"""

from __future__ import annotations

from mimiry_tui.domain.doing.forms import ON, Choice, Field, FieldKind, Form, Role

RUN = "run"
NEW = "new"
EXEC = "exec"
PORT = "url"
STARTUP = "startup"
RESIZE = "resize"
ALIAS = "alias"
SCHEDULE = "schedule"
RESCHEDULE = "reschedule"

SANDBOX_SCRIPT = "sleep infinity"
"""What keeps a sandbox up (Mags: new sandbox)."""
DEFAULT_DISK_GB = 2
DEFAULT_PORT = 8080
DEFAULT_TIMEOUT = 30
LONGEST_TIMEOUT = 3600
STANDARD = "standard"
SYNC = "sync"
"""The switch of a sandbox that the service knows as its opposite, `no_sync`."""

_ROOTFS = (
    Choice(STANDARD, "standard", "Alpine Linux"),
    Choice("claude", "claude"),
    Choice("pi", "pi"),
)
_WHERE, _LIFE, _SETUP = "Where its files are", "How it lives", "What it finds"

_base = Field(
    "base_workspace_id",
    "starts from",
    FieldKind.CHOICE,
    "a workspace whose files it begins with; nothing is ever written back to it",
    section=_WHERE,
)
_no_sleep = Field(
    "no_sleep",
    "always on",
    FieldKind.SWITCH,
    "never put to sleep when idle, and started again should its host fail",
    section=_LIFE,
)
_startup = Field(
    "startup_command",
    "on waking",
    FieldKind.LINE,
    "what runs whenever it wakes up from sleep",
    section=_LIFE,
    placeholder="python3 -m http.server 8080",
)
_setup = (
    Field("environment", "environment", FieldKind.PAIRS, "variables that the script sees", section=_SETUP),
    Field("file_ids", "files", FieldKind.FILES, "sent first; they land in /root", section=_SETUP),
    Field(
        "disk_gb",
        "disk",
        FieldKind.NUMBER,
        "of the machine; if empty, as its workspace has it",
        placeholder=str(DEFAULT_DISK_GB),
        section=_SETUP,
        unit="GB",
    ),
    Field(
        "rootfs_type",
        "system",
        FieldKind.CHOICE,
        default=STANDARD,
        choices=_ROOTFS,
        section=_SETUP,
        role=Role.IMAGE,
    ),
)

RUN_FORM = Form(
    RUN,
    "Run a script",
    (
        Field(
            "script",
            "script",
            FieldKind.AREA,
            "run by a shell in a fresh machine",
            required=True,
            section="What it does",
            placeholder="echo hello",
            role=Role.SCRIPT,
        ),
        Field(
            "name",
            "name",
            FieldKind.LINE,
            "what to call it; by it a launch in doubt is found again",
            section="What it does",
            role=Role.NAME,
        ),
        Field(
            "workspace_id",
            "workspace",
            FieldKind.LINE,
            "whose files it has in /root and keeps there; a new name makes a new one",
            section=_WHERE,
            role=Role.VOLUME,
        ),
        _base,
        Field(
            "no_sync",
            "local disk only",
            FieldKind.SWITCH,
            "nothing is kept beyond the machine",
            section=_WHERE,
        ),
        Field(
            "persistent",
            "persistent",
            FieldKind.SWITCH,
            "stays when the script has ended, for a shell or its web address; sleeps when idle",
            section=_LIFE,
        ),
        _no_sleep,
        _startup,
        *_setup,
    ),
    verb="run",
    words="one script on a machine of its own, which ends with it unless it is persistent",
)

NEW_FORM = Form(
    NEW,
    "New sandbox",
    (
        Field(
            "workspace_id",
            "name",
            FieldKind.LINE,
            "of the sandbox and of its workspace",
            required=True,
            section=_WHERE,
            role=Role.NAME,
        ),
        Field(
            SYNC,
            "keep its files",
            FieldKind.SWITCH,
            "syncs /root every 30 seconds and when it stops; else they are gone with the machine",
            section=_WHERE,
        ),
        _base,
        _no_sleep,
        _startup,
        *_setup,
    ),
    verb="create",
    words="a machine to work in: it runs until it is stopped, and sleeps when idle",
)

LAUNCH_FORMS = (RUN_FORM, NEW_FORM)


def is_on(value: str | None) -> bool:
    """Whether a switch is on."""
    return value == ON
