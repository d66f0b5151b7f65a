"""A launch by other means: curl, the `mirc` helper, the vendor's SDK program, Python."""

from __future__ import annotations

import shlex
from pathlib import Path

from mimiry_tui.clouds.base import Recipe
from mimiry_tui.clouds.mimiry.requests import session_body
from mimiry_tui.domain.launch import SessionRequest


def launch_recipes(api_base: str, request: SessionRequest, key_path: Path | None) -> tuple[Recipe, ...]:
    """The same launch with each program."""
    key = str(key_path).removesuffix(".pub") if key_path is not None else ""
    sdk = ["mimiry", *(("--ssh-key", key) if key else ()), "--api-base", api_base]
    curl = (
        f"MIMIRY_TOKEN=$({shlex.join([*sdk, 'token'])})\n"
        f'curl -sS -H "Authorization: Bearer $MIMIRY_TOKEN" -H "Content-Type: application/json" '
        f"--data-binary {shlex.quote(session_body(request).decode())} "
        f"{shlex.quote(f'{api_base}/api/compute/v1/sessions')}"
    )
    return (Recipe("c", "curl", curl),)
