"""A launch by other means: curl, the `mirc` helper, the vendor's SDK program, Python.

Each asks for the same session, every value resolved. What a program has no option for stands in a
comment above it, by the names of the protocol, and is left out. curl and Python can say everything.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path

from mimiry_tui.clouds.base import Recipe
from mimiry_tui.clouds.mimiry.requests import session_fields
from mimiry_tui.clouds.shell_words import command_lines, json_text, option, shell_word
from mimiry_tui.domain.launch import SessionRequest


def launch_recipes(api_base: str, request: SessionRequest, key_path: Path | None) -> tuple[Recipe, ...]:
    """The same launch with each program. They hold the values of the environment: show a masked request."""
    key = str(key_path).removesuffix(".pub") if key_path is not None else ""
    return (
        Recipe("c", "curl", _curl(api_base, request, key)),
        Recipe("k", "mirc", _mirc(api_base, request, key)),
        Recipe("i", "mimiry CLI", _mimiry(api_base, request, key)),
        Recipe("p", "Python", _python(api_base, request, key)),
    )


def _curl(api_base: str, request: SessionRequest, key: str) -> str:
    """The body comes on standard input, so that its secrets are in no list of processes."""
    token = shlex.join([*_sdk(api_base, key), "token"])
    return (
        f"MIMIRY_TOKEN=$({token})\n"
        'curl -sS -H "Authorization: Bearer $MIMIRY_TOKEN" -H "Content-Type: application/json" \\\n'
        f"  --data-binary @- {shell_word(f'{api_base}/api/compute/v1/sessions')} <<'JSON'\n"
        f"{json_text(session_fields(request))}\n"
        "JSON"
    )


def _mimiry(api_base: str, request: SessionRequest, key: str) -> str:
    gpu = request.gpu
    missing = _unsayable(request)
    if not gpu.types:
        return f"# mimiry session create takes one GPU model, no criteria: {', '.join(missing)}"
    options = [
        option("--name", request.name),
        option("--image", request.image),
        option("--gpu", gpu.types[0]),
    ]
    if gpu.count != 1:
        options.append(option("--gpu-count", str(gpu.count)))
    options += [
        option(name, value)
        for name, value in (
            ("--provider", gpu.provider),
            ("--location", gpu.location),
            ("--command", request.command),
        )
        if value
    ]
    options += [option("--env", f"{name}={value}") for name, value in request.environment]
    # The program splits at the first colon, so a name that has one cannot be said.
    sayable = [mount for mount in request.mounts if ":" not in mount.volume_name]
    if len(sayable) < len(request.mounts):
        missing.append("volume_mounts of a volume with a colon in its name")
    options += [option("--volume", f"{mount.volume_name}:{mount.mount_path}") for mount in sayable]
    options.append(option("--auto-terminate", request.auto_terminate))
    if not request.ssh_enabled:
        options.append("--no-ssh")
    head = f"{shlex.join(_sdk(api_base, key))} session create"
    return _noted("mimiry session create has no option for", missing, command_lines(head, options))


def _mirc(api_base: str, request: SessionRequest, key: str) -> str:
    """Only the options that its documents show; what others it has is not known."""
    gpu = request.gpu
    by_rule = "on_complete" if request.command else "never"
    missing = _unsayable(request)
    missing += [
        name
        for name, is_wanted in (
            ("gpu.count", gpu.count != 1),
            ("gpu.location", gpu.location),
            ("ssh_enabled", not request.ssh_enabled),
            ("auto_terminate", request.auto_terminate != by_rule),
            ("environment_vars", request.environment),
            ("volume_mounts", request.mounts),
        )
        if is_wanted
    ]
    if not gpu.types:
        return f"# mirc session create takes one GPU model, no criteria: {', '.join(missing)}"
    options = [
        option(name, value)
        for name, value in (
            ("--name", request.name),
            ("--image", request.image),
            ("--gpu", gpu.types[0]),
            ("--command", request.command),
            ("--provider", gpu.provider),
            ("--key", key),
        )
        if value
    ]
    head = f"MIMIRY_API_BASE={shell_word(api_base)} mirc session create"
    return _noted("mirc session create has no known option for", missing, command_lines(head, options))


def _python(api_base: str, request: SessionRequest, key: str) -> str:
    where = f"{key!r}, {api_base!r}" if key else f"get_config().ssh_key_path, {api_base!r}"
    imports = ["from mimiry._auth import get_token", "from mimiry._client import MimiryClient"]
    if not key:
        imports.append("from mimiry._config import get_config")
    return "\n".join(
        [
            *imports,
            "",
            f"request = {_literal(session_fields(request))}",
            f"with MimiryClient(get_token({where})) as client:",
            '    print(client.create_session(request)["id"])',
        ]
    )


def _literal(value: object, indent: str = "") -> str:
    """A value as Python source, one field of an object to a line."""
    inner = indent + "    "
    if isinstance(value, dict):
        items = [f"{key!r}: {_literal(item, inner)}" for key, item in value.items()]
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        items = [_literal(item, inner) for item in value]
    else:
        return repr(value)
    brackets = "{}" if isinstance(value, dict) else "[]"
    return brackets[0] + "".join(f"\n{inner}{item}," for item in items) + f"\n{indent}{brackets[1]}"


def _unsayable(request: SessionRequest) -> list[str]:
    """What neither program can say, by the names of the protocol. No value: it could be anything."""
    gpu = request.gpu
    wanted: Iterable[tuple[str, object]] = (
        ("gpu.types after the first", len(gpu.types) > 1),
        ("gpu.family", gpu.families),
        ("gpu.form_factor", gpu.form_factors),
        ("gpu.vram_gb", gpu.min_vram_gb),
        ("gpu.priority", gpu.priority),
        ("gpu.max_attempts", gpu.max_attempts),
        ("gpu.max_hourly_rate", gpu.max_hourly_rate),
        ("max_duration", request.max_duration),
        ("org_id", request.org_id),
    )
    return [name for name, value in wanted if value]


def _noted(words: str, missing: list[str], command: str) -> str:
    return f"# {words}: {', '.join(missing)}\n{command}" if missing else command


def _sdk(api_base: str, key: str) -> list[str]:
    return ["mimiry", *(("--ssh-key", key) if key else ()), "--api-base", api_base]
