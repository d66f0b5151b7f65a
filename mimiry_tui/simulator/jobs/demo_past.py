"""The jobs of the demo account that have ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

_CUDA, _OPEN = "ubuntu-22.04-cuda-12.4-docker", "ubuntu-24.04-cuda-12.8-open"
_OLD, _PLAIN = "ubuntu-22.04-cuda-12.0", "debian-12"
SILENCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Past:
    """A job that ended: `ago` is its launch in hours, `end` its last status.

    It ended when its script was done, or the `ran` hours after its launch. Without a `place` it never
    got a machine.
    """

    name: str
    machine: str
    place: str
    ago: float
    script: str | None
    end: str = "completed"
    error: str = ""
    image: str = _CUDA
    max_runtime: int | None = None
    ran: float | None = None
    silent: bool = False
    """Its machine gave no sign any more for the last minutes."""


def _script(*lines: str) -> str:
    return "\n".join(("#!/bin/bash", *lines, ""))


def _done(
    name: str,
    where: str,
    ago: float,
    *lines: str,
    image: str = _CUDA,
    hours: int | None = None,
    code: int = 0,
) -> Past:
    """One whose script came to its end; `where` is machine and place, `hours` the limit it had."""
    machine, _, place = where.partition(" ")
    end, error = ("failed", f"Startup script exited with code {code}") if code else ("completed", "")
    limit = None if hours is None else hours * 3600
    return Past(name, machine, place, ago, _script(*lines), end, error, image, limit)


def _nightly() -> Iterator[Past]:
    for night in (8, 6, 4, 2, 1):
        work = "python evaluate.py --tasks mmlu,gsm8k --batches 1800"
        code = 1 if night == 2 else 0
        if code:
            work = f"python evaluate.py --tasks mmlu,gsm8k --batches 640 exit {code}"
        where = "1H100.80S.30V FIN-02"
        yield _done("nightly-eval", where, 24 * night + 0.5, "pip install lm-eval", work, hours=2, code=code)


_SFT = "torchrun --nproc_per_node 8 train.py --epochs 10 --steps 10000"

PAST = (
    _done("first-light", "1V100.6V FIN-01", 523, "nvidia-smi", 'echo "Hello from Mimiry!"', image=_OLD),
    _done("tokenise-books", "CPU.8V.32G FIN-01", 498, "python tokenise.py --shards 2400", image=_PLAIN),
    _done("llama-sft-7b", "1A100.80G FIN-01", 452, "python train.py --epochs 6 --steps 12000", hours=8),
    _done("embed-corpus", "1A100.40S.22V ICE-01", 410, "python embed.py --shards 5000"),
    Past("big-sweep", "8H100.80S.176V", "", 371, None, "failed", "No available instances", ran=31 / 3600),
    _done("lr-sweep-1", "2H100.80S.80V FIN-02", 366, "python sweep.py --epochs 9 --steps 4000", hours=4),
    _done("render-teaser", "n3-A100x4 NOR-01", 318, "python render.py --frames 2600", image=_OPEN),
    Past(
        "dpo-trial",
        "1H100.80S.30V",
        "ICE-01",
        264,
        _script("python train.py --dpo --epochs 40 --steps 4000"),
        "failed",
        "Maximum runtime of 14400 seconds exceeded",
        max_runtime=4 * 3600,
        ran=4.02,
    ),
    Past("debug-nccl", "2H100.80S.80V", "FIN-02", 219, None, "cancelled", ran=2.6),
    _done(
        "lr-sweep-2",
        "2H100.80S.80V FIN-02",
        171,
        "python sweep.py --lr 3e-4 --epochs 3 --steps 4000 exit 1",
        hours=4,
        code=1,
    ),
    _done(
        "flux-lora",
        "1RTXPRO6000.30V FIN-03",
        122,
        "pip install diffusers",
        "python train_lora.py --epochs 5 --steps 8000",
        image=_OPEN,
    ),
    _done(
        "whisper-pilot",
        "1L40S.20V ICE-01",
        75,
        "pip install faster-whisper",
        "python transcribe.py --files 1100",
    ),
    _done(
        "vllm-bench",
        "8H200.141S.176V FIN-03",
        30,
        "nvidia-smi",
        "python bench.py --batches 1500",
        image=_OPEN,
        hours=1,
    ),
    Past(
        "llama-sft-8b",
        "8A100.80G",
        "FIN-01",
        27,
        _script(_SFT),
        "failed",
        "Heartbeat timeout: no heartbeat received for 600 seconds",
        max_runtime=8 * 3600,
        ran=1.9,
        silent=True,
    ),
    Past(
        "whisper-batch",
        "1L40S.20V",
        "FIN-02",
        4.1,
        _script("pip install faster-whisper", "python transcribe.py --files 4200"),
        "cancelled",
        ran=11 / 60,
    ),
    *_nightly(),
)
