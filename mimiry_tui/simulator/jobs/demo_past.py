"""The jobs of the demo account that have ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

_CUDA = "ubuntu-22.04-cuda-12.4-docker"
_OPEN = "ubuntu-24.04-cuda-12.8-open"


@dataclass(frozen=True)
class Past:
    """A job that ended: `ago` is its launch, `ran` the time from launch to end, `end` its last status.

    Without a `place` it never got a machine.
    """

    name: str
    machine: str
    place: str
    ago: timedelta
    ran: timedelta
    script: str | None
    end: str = "completed"
    error: str = ""
    image: str = _CUDA
    auto_shutdown: bool = True
    max_runtime: int | None = None
    silent: timedelta | None = None
    """How long before its end its machine gave the last sign."""


def _hours(count: float) -> timedelta:
    return timedelta(hours=count)


def _script(*lines: str) -> str:
    return "\n".join(("#!/bin/bash", *lines, ""))


def _eval(ago: float, ran: float, *, code: int = 0) -> Past:
    script = _script("pip install lm-eval", "python evaluate.py --tasks mmlu,gsm8k --batches 1800")
    if code:
        failed = f"python evaluate.py --tasks mmlu,gsm8k --batches 300 exit {code}"
        script = _script("pip install lm-eval", failed)
    end, error = ("failed", f"Startup script exited with code {code}") if code else ("completed", "")
    return Past(
        "nightly-eval",
        "1H100.80S.30V",
        "FIN-02",
        _hours(ago),
        _hours(ran),
        script,
        end,
        error,
        max_runtime=7200,
    )


PAST = (
    Past("first-light", "1V100.6V", "FIN-01", _hours(523), _hours(0.2), _script("nvidia-smi", 'echo "Hello from Mimiry!"'),
         image="ubuntu-22.04-cuda-12.0"),
    Past("tokenise-books", "CPU.8V.32G", "FIN-01", _hours(498), _hours(1.7), _script("python tokenise.py --shards 2400"),
         image="debian-12"),
    Past("llama-sft-7b", "1A100.80G", "FIN-01", _hours(452), _hours(6.4), _script("python train.py --epochs 6 --steps 12000"),
         max_runtime=8 * 3600),
    Past("embed-corpus", "1A100.40S.22V", "ICE-01", _hours(410), _hours(2.1), _script("python embed.py --shards 5000")),
    Past("big-sweep", "8H100.80S.176V", "", _hours(371), timedelta(seconds=31), _script("python sweep.py --epochs 2"),
         "failed", "No available instances"),
    Past("lr-sweep-1", "2H100.80S.80V", "FIN-02", _hours(366), _hours(3.0), _script("python sweep.py --epochs 9 --steps 4000"),
         max_runtime=4 * 3600),
    Past("render-teaser", "n3-A100x4", "NOR-01", _hours(318), _hours(1.1), _script("python render.py --frames 960"),
         image=_OPEN),
    Past("dpo-trial", "1H100.80S.30V", "ICE-01", _hours(264), _hours(4.0), _script("python train.py --dpo --epochs 40 --steps 4000"),
         "failed", "Maximum runtime of 14400 seconds exceeded", max_runtime=4 * 3600),
    Past("debug-nccl", "2H100.80S.80V", "FIN-02", _hours(219), _hours(2.6), None, "cancelled", auto_shutdown=False),
    _eval(192.5, 0.94),
    Past("lr-sweep-2", "2H100.80S.80V", "FIN-02", _hours(171), _hours(1.2),
         _script("python sweep.py --lr 3e-4 --epochs 9 --steps 4000 exit 1"),
         "failed", "Startup script exited with code 1", max_runtime=4 * 3600),
    _eval(144.5, 0.97),
    Past("flux-lora", "1RTXPRO6000.30V", "FIN-03", _hours(122), _hours(3.3), _script("pip install diffusers", "python train_lora.py --epochs 5 --steps 8000"),
         image=_OPEN),
    _eval(96.5, 0.9),
    Past("whisper-pilot", "1L40S.20V", "ICE-01", _hours(75), _hours(0.8), _script("pip install faster-whisper", "python transcribe.py --files 1100")),
    _eval(48.5, 0.3, code=1),
    Past("vllm-bench", "8H200.141S.176V", "FIN-03", _hours(30), _hours(0.7), _script("nvidia-smi", "python bench.py --batches 1500"),
         image=_OPEN, max_runtime=3600),
    Past("llama-sft-8b", "8A100.80G", "FIN-01", _hours(27), _hours(1.9), _script("torchrun --nproc_per_node 8 train.py --epochs 10 --steps 10000"),
         "failed", "Heartbeat timeout: no heartbeat received for 600 seconds", max_runtime=8 * 3600, silent=timedelta(seconds=600)),
    _eval(24.5, 0.96),
    Past("whisper-batch", "1L40S.20V", "FIN-02", _hours(4.1), timedelta(minutes=11), _script("pip install faster-whisper", "python transcribe.py --files 4200"),
         "cancelled"),
)  # fmt: skip
