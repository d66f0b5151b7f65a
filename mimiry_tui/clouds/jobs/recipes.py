"""A job, or a launch, by other means: curl, and Python with nothing but its own library.

The key is never in them: `$MIMIRY_API_KEY` is, and the line that sets it where it is kept elsewhere.
"""

from __future__ import annotations

import shlex

from mimiry_tui.clouds.base import Recipe
from mimiry_tui.clouds.jobs.launching import job_fields
from mimiry_tui.clouds.paths import segment
from mimiry_tui.clouds.shell_words import json_text, shell_word
from mimiry_tui.domain.doing.forms import Values
from mimiry_tui.domain.sessions import Session
from mimiry_tui.settings.tokens import KEYRING_SERVICE

VARIABLE = "MIMIRY_API_KEY"
_AUTHORISED = f'-H "Authorization: Bearer ${VARIABLE}"'
_OUTPUT = """python3 -c 'import json, sys; print(json.load(sys.stdin)["output"] or "")'"""


def session_recipes(base: str, reference: str, session: Session) -> tuple[Recipe, ...]:
    """Record, output and end of one job; the end only while it lives."""
    url = shell_word(f"{base}/jobs/{segment(session.id)}")
    setting = _setting(reference)
    found = [
        Recipe("c", "curl: this record", f"{setting}curl -sS {_AUTHORISED} {url}"),
        Recipe("g", "curl: its output", f"{setting}curl -sS {_AUTHORISED} {url} | {_OUTPUT}"),
    ]
    if session.is_live:
        found.append(Recipe("x", "curl: cancel it", f"{setting}curl -sS -X DELETE {_AUTHORISED} {url}"))
    return tuple(found)


def launch_recipes(base: str, reference: str, values: Values) -> tuple[Recipe, ...]:
    """The same launch by other means."""
    fields = job_fields(values)
    return (
        Recipe("c", "curl", _setting(reference) + _curl(base, fields)),
        Recipe("p", "Python", _python(base, fields)),
    )


def _curl(base: str, fields: dict[str, object]) -> str:
    """The body comes on standard input, so that a script is in no list of processes."""
    return (
        f'curl -sS {_AUTHORISED} -H "Content-Type: application/json" \\\n'
        f"  --data-binary @- {shell_word(f'{base}/jobs')} <<'JSON'\n"
        f"{json_text(fields)}\n"
        "JSON"
    )


def _python(base: str, fields: dict[str, object]) -> str:
    lines = "".join(f"    {name!r}: {value!r},\n" for name, value in fields.items())
    return (
        "import json, os, urllib.request\n"
        "\n"
        f"job = {{\n{lines}}}\n"
        "request = urllib.request.Request(\n"
        f"    {f'{base}/jobs'!r},\n"
        "    data=json.dumps(job).encode(),\n"
        "    headers={\n"
        f'        "Authorization": "Bearer " + os.environ["{VARIABLE}"],\n'
        '        "Content-Type": "application/json",\n'
        "    },\n"
        ")\n"
        'print(json.load(urllib.request.urlopen(request))["id"])'
    )


def _setting(reference: str) -> str:
    """The line that sets the variable from where the key is kept; none where it is that variable."""
    source, _, where = reference.partition(":")
    where = where.strip()
    match source:
        case "env" if where != VARIABLE and where.isidentifier() and where.isascii():
            return f"{VARIABLE}=${where}\n"
        case "file":
            path = f"~/{shell_word(where[2:])}" if where.startswith("~/") else shell_word(where)
            return f"{VARIABLE}=$(cat -- {path})\n"
        case "keyring":
            return f"{VARIABLE}=$({shlex.join(['keyring', 'get', KEYRING_SERVICE, where])})\n"
    return ""
