"""What the programs of a script say in a simulated machine, and how long the brief ones take."""

from __future__ import annotations

import random
import re
import shlex
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from mimiry_tui.simulator import gpu_readout, workload
from mimiry_tui.simulator.records import GpuRequest, Launch, Placement, Session
from mimiry_tui.simulator.stages import Stage

_QUIET = re.compile(r"(set|export|cd|mkdir|source|trap|wait|true|rm|mv|cp|chmod|touch|#.*|:)\b|#")
_PART_SECONDS = 1.5
_ERRORS = (
    (214, "connection.execute(statement)", "psycopg.OperationalError: connection to 10.0.3.7:5432 timed out"),
    (
        88,
        "answer.raise_for_status()",
        "requests.HTTPError: 503 Server Error for url: https://api.example/v2/items",
    ),
    (131, "from app.settings import SECRET_KEY", "ModuleNotFoundError: No module named 'app.settings'"),
    (57, "assert answer.json()['status'] == 'ok'", "AssertionError: got 'degraded'"),
)
_PARTS = {"shards": "shard", "batches": "batch", "files": "file", "frames": "frame"}


@dataclass(frozen=True)
class Machine:
    """The one a script runs in: what `nvidia-smi` and a training would show there."""

    id: str
    name: str
    gpu: str = ""
    """A model of the catalogue; empty without one."""
    gpus: int = 0
    visited: bool = False
    """Strangers come by: a server there writes a line for each."""


def answer_of(machine: Machine, command: str, now: datetime) -> tuple[list[str], float]:
    """What a brief command prints, and how many seconds it takes."""
    words = _words(command)
    program = words[0] if words else ""
    if program in ("echo", "printf"):
        return [" ".join(words[1:]).replace("$(hostname)", machine.name)], 0.05
    if program == "nvidia-smi":
        if not machine.gpu:
            return ["sh: nvidia-smi: not found"], 0.1
        return gpu_readout.table(session_of(machine, None, now), now).splitlines(), 0.6
    if "install" in words and any(each.startswith("pip") or each == "uv" for each in words):
        packages = [word for word in words if word not in ("pip", "pip3", "uv", "install", "-q", "-U", "-m")]
        named = [word for word in packages if not word.startswith("-") and word != "python3"]
        return [*(f"Collecting {name}" for name in named), f"Successfully installed {' '.join(named)}"], 4.0
    if program == "apk":
        added = [word for word in words[2:] if not word.startswith("-")]
        steps = [f"({n}/{len(added)}) Installing {name}" for n, name in enumerate(added, 1)]
        return [*steps, f"OK: {180 + 23 * len(added)} MiB in {54 + 7 * len(added)} packages"], 2.0
    if program == "git":
        target = words[-1].rstrip("/").rpartition("/")[2].removesuffix(".git")
        return [f"Cloning into '{target}'..."], 1.5
    if program == "sleep" or _QUIET.match(command) or program in ("exit", "false"):
        slept = workload.duration_of(" ".join(words)) if program == "sleep" else 0.05
        return [], slept
    if program == "hostname":
        return [machine.name], 0.05
    if re.match(r"(python\S*|torchrun|\./\S+|bash|make|node|npm|accelerate)$", program):
        rows = _work(machine, command)
        return rows, len(rows) * _PART_SECONDS
    return [f"+ {command}"], 0.5


def _work(machine: Machine, command: str) -> list[str]:
    """Some program at work on the parts of something: `--shards N`, or twelve."""
    script = re.search(r"[\w-]+\.(?:py|sh|js)", command)
    name = script[0].rpartition(".")[0] if script else command.split()[0]
    asked = re.search(rf"--({'|'.join(_PARTS)})[ =](\d{{1,5}})\b", command)
    what = _PARTS[asked[1]] if asked else "part"
    parts = max(1, int(asked[2])) if asked else 12
    rng = random.Random(f"{machine.id}/{command}")
    pace = rng.uniform(180, 900)
    rows = [
        f"{name}: {what} {part:>{len(str(parts))}}/{parts} · {pace * rng.uniform(0.93, 1.06):.0f} items/s"
        for part in range(1, parts + 1)
    ]
    return [f"{name}: reading inputs", *rows, f"{name}: finished {parts}"]


def last_words(machine: Machine, command: str, code: int) -> tuple[str, ...]:
    """What a program says when it dies of an error."""
    usual = workload.traceback_of(command, code)
    if len(usual) < 2 or workload.training_of(command) is not None:
        return usual
    script = re.search(r"[\w./-]+\.py", command)
    error = random.Random(f"{machine.id}/dies").choice(_ERRORS)
    return (
        "Traceback (most recent call last):",
        f'  File "/root/{script[0] if script else "main.py"}", line {error[0]}, in <module>',
        f"    {error[1]}",
        error[2],
    )


def serving_words(command: str, port: str) -> list[str]:
    if "npm" in command or "node" in command:
        return ["> start", "> node server.js", f"listening on http://0.0.0.0:{port}"]
    if "uvicorn" in command:
        return [
            "INFO:     Application startup complete.",
            f"INFO:     Uvicorn running on http://0.0.0.0:{port}",
        ]
    return [f"Serving HTTP on 0.0.0.0 port {port} (http://0.0.0.0:{port}/) ..."]


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()


def session_of(machine: Machine, command: str | None, at: datetime) -> Session:
    """The machine as a session of the other service, whose readouts are shown here."""
    launch = Launch(machine.name, "", GpuRequest(count=max(1, machine.gpus)), command)
    session = Session(machine.id, launch, at, at, at, Stage.RUNNING, started_at=at)
    session.placement = Placement(machine.gpu, "", "", Decimal(0))
    return session
