"""A session and a launch by other means: curl, the service's own program, its Python client.

No token is in any of them: each takes `$MAGS_API_TOKEN` from where it is pasted. What a program has no
known option for stands in a comment above it. curl and Python can say everything.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from mimiry_tui.clouds.base import Recipe
from mimiry_tui.clouds.mags import forms
from mimiry_tui.clouds.mags.bodies import launch_fields, not_sent
from mimiry_tui.clouds.mags.calls import FILES, JOBS, PREFIX, job_path
from mimiry_tui.clouds.mags.wire import workspace_of
from mimiry_tui.clouds.shell_words import command_lines, json_text, option, shell_word
from mimiry_tui.domain.launch import FormRequest
from mimiry_tui.domain.sessions import Session

DEFAULT_BASE = "https://api.magpiecloud.com"
_AUTHORISED = '-H "Authorization: Bearer $MAGS_API_TOKEN"'
_SAYABLE = frozenset({"script", "type", "persistent", "workspace_id", "no_sleep", "startup_command"})
"""What `mags run` has options for."""
_PYTHON = (
    *("name", "workspace_id", "base_workspace_id", "persistent", "no_sleep", "startup_command"),
    *("environment", "file_ids", "disk_gb", "no_sync", "rootfs_type"),
)


def session_recipes(api_base: str, session: Session) -> tuple[Recipe, ...]:
    """Status, log, shell and end of one session with each program; what needs it alive only while it is."""
    program = _program(api_base)
    name = workspace_of(session) or session.name

    def curl(options: str, call: str) -> str:
        return (
            f"curl -sS {options}{_AUTHORISED} {shlex.quote(api_base + PREFIX + job_path(session.id, call))}"
        )

    def mags(verb: str, what: str = session.id) -> str:
        return f"{program} {verb} {shell_word(what)}"

    found = [
        Recipe("c", "curl: its status", curl("", "status")),
        Recipe("g", "curl: its log", curl("", "logs")),
        Recipe("t", "mags status", mags("status")),
        Recipe("f", "mags logs", mags("logs")),
    ]
    if session.is_live:
        if name and not name.startswith("-"):
            found.append(Recipe("s", "mags ssh", mags("ssh", name)))
        found += [
            Recipe("u", "mags url", mags("url")),
            Recipe("x", "curl: stop it", curl("-X POST ", "stop")),
            Recipe("k", "mags stop", mags("stop")),
        ]
    return tuple(found)


def launch_recipes(api_base: str, request: FormRequest) -> tuple[Recipe, ...]:
    """The same launch with each program. They hold the values of the environment: show a masked request."""
    fields = launch_fields(request)
    return (
        Recipe("c", "curl", _curl(api_base, request, fields)),
        Recipe("m", "mags", _mags(api_base, request, fields)),
        Recipe("p", "Python", _python(api_base, request, fields)),
    )


def _curl(api_base: str, request: FormRequest, fields: Mapping[str, object]) -> str:
    """The body comes on standard input, so that its secrets are in no list of processes."""
    uploads = [
        f"curl -sS {_AUTHORISED} -F {shell_word(f'file=@{path}')} {shell_word(api_base + PREFIX + FILES)}"
        for path in not_sent(request)
    ]
    head = ["# each of these prints a file's id, which goes into file_ids below", *uploads] if uploads else []
    return "\n".join(
        [
            *head,
            f'curl -sS {_AUTHORISED} -H "Content-Type: application/json" \\',
            f"  --data-binary @- {shell_word(api_base + PREFIX + JOBS)} <<'JSON'",
            json_text(dict(fields)),
            "JSON",
        ]
    )


def _mags(api_base: str, request: FormRequest, fields: Mapping[str, object]) -> str:
    """Only the options that its documents show; what others it has is not known."""
    program = _program(api_base)
    if request.form == forms.NEW:
        name = str(fields.get("workspace_id", ""))
        missing = [key for key in fields if key not in {*_SAYABLE, "no_sync", "name"}]
        missing += [key for key in ("no_sleep", "startup_command") if key in fields]
        if name.startswith("-"):
            return "# mags new takes no name that begins with a hyphen"
        kept = "" if "no_sync" in fields else " -p"
        return _noted("mags new", missing, f"{program} new {shell_word(name)}{kept}")
    options = []
    if workspace := fields.get("workspace_id"):
        options.append(option("--workspace", str(workspace)))
    if fields.get("persistent"):
        options.append("-p")
    if fields.get("no_sleep"):
        options.append("--no-sleep")
    if command := fields.get("startup_command"):
        options.append(option("--startup-command", str(command)))
    options.append(shell_word(str(fields["script"])))
    missing = [key for key in fields if key not in _SAYABLE]
    return _noted("mags run", missing, command_lines(f"{program} run", options))


def _python(api_base: str, request: FormRequest, fields: Mapping[str, object]) -> str:
    where = "" if api_base == DEFAULT_BASE else f"api_url={api_base!r}"
    given = [(key, fields[key]) for key in _PYTHON if key in fields]
    lines = [f"    {key}={value!r}," for key, value in given if key != "file_ids" or not not_sent(request)]
    if missing := not_sent(request):
        ids = [one for one in _ids(fields) if not one.startswith("<")]
        more = f"{ids!r} + " if ids else ""
        lines.append(f"    file_ids={more}mags.upload_files({list(missing)!r}),")
    return "\n".join(
        [
            "from mags import Mags",
            "",
            f"mags = Mags({where})  # the token is in MAGS_API_TOKEN",
            "job = mags.run(",
            f"    {fields['script']!r},",
            *lines,
            ")",
            'print(job["request_id"])',
        ]
    )


def _ids(fields: Mapping[str, object]) -> list[str]:
    found = fields.get("file_ids")
    return [str(one) for one in found] if isinstance(found, list) else []


def _noted(program: str, missing: list[str], command: str) -> str:
    """Names of the protocol, no values: one could be anything."""
    if not missing:
        return command
    return f"# {program} has no known option for: {', '.join(dict.fromkeys(missing))}\n{command}"


def _program(api_base: str) -> str:
    return "mags" if api_base == DEFAULT_BASE else f"MAGS_API_URL={shell_word(api_base)} mags"
