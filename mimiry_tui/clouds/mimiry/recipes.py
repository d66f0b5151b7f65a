"""A session by other means: curl, the `mirc` helper, the vendor's SDK program.

Every value is resolved, so that a line works where it is pasted (Mimiry compute API, what the peers
print after a launch); the curl line comes with the one that sets its token.
"""

from __future__ import annotations

import shlex
from pathlib import Path

from mimiry_tui.clouds.base import Recipe
from mimiry_tui.clouds.paths import segment
from mimiry_tui.domain.sessions import Session

_AUTHORISED = '-H "Authorization: Bearer $MIMIRY_TOKEN"'


def session_recipes(api_base: str, session: Session, key_path: Path | None) -> tuple[Recipe, ...]:
    """Status, log and end of one session with each program; the ending ones only while it lives."""
    url = f"{api_base}/api/compute/v1/sessions/{segment(session.id)}"
    key = str(key_path).removesuffix(".pub") if key_path is not None else ""
    sdk = ["mimiry", *(("--ssh-key", key) if key else ()), "--api-base", api_base]
    token = f"MIMIRY_TOKEN=$({shlex.join([*sdk, 'token'])})"

    def curl(options: str, address: str) -> str:
        return f"{token}\ncurl -sS {options}{_AUTHORISED} {shlex.quote(address)}"

    def mirc(verb: str) -> str:
        return shlex.join(["mirc", "session", verb, session.id, *(("--key", key) if key else ())])

    def mimiry(verb: str) -> str:
        return shlex.join([*sdk, "session", verb, session.id])

    found = [
        Recipe("c", "curl: this record", curl("", f"{url}?events_tail=-1")),
        Recipe("g", "curl: its log", curl("", f"{url}/logs?tail=1000&timestamps=true")),
        Recipe("t", "mirc status", mirc("status")),
        Recipe("p", "mimiry status", mimiry("status")),
        Recipe("f", "mimiry logs", f"{mimiry('logs')} --follow"),
    ]
    if session.is_live:
        found += [
            Recipe("x", "curl: terminate it", curl("-X DELETE ", url)),
            Recipe("k", "mirc terminate", mirc("terminate")),
        ]
    return tuple(found)
