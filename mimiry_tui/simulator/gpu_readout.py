"""What `nvidia-smi` says inside a simulated session: the table, and the `--query-gpu` CSV."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import datetime

from mimiry_tui.simulator.catalog import model_named
from mimiry_tui.simulator.records import Session

_UNITS = {
    "utilization.gpu": " %",
    "utilization.memory": " %",
    "memory.used": " MiB",
    "memory.total": " MiB",
    "memory.free": " MiB",
    "power.draw": " W",
    "power.limit": " W",
}


@dataclass(frozen=True)
class Reading:
    """One GPU at one moment: percent, MiB, degrees Celsius, watts."""

    index: int
    name: str
    load: int
    memory_used: int
    memory_total: int
    temperature: int
    power: float
    power_limit: float


def readings(session: Session, now: datetime) -> list[Reading]:
    """Every GPU of a session: busy under a command, idle but holding memory without one."""
    gpu_type = session.placement.gpu_type if session.placement else ""
    model = model_named(gpu_type)
    total = (model.vram_gb if model else 16) * 1024
    name = model.display_name if model else "Simulated GPU"
    return [_reading(session, now, index, name, total) for index in range(session.launch.gpu.count)]


def _reading(session: Session, now: datetime, index: int, name: str, total: int) -> Reading:
    rng = random.Random(f"{session.id}/{index}/{int(now.timestamp()) // 2}")
    if session.launch.command is None or session.exit_code is not None:
        load, share = 0, 0.71
    else:
        wave = math.sin(now.timestamp() / 37 + index)
        load, share = min(100, max(0, round(94 + 4 * wave + rng.uniform(-3, 3)))), 0.88
    limit = 350.0
    power = 48 + (limit - 60) * load / 100 + rng.uniform(-4, 4)
    return Reading(index, name, load, int(total * share), total, 34 + load * 4 // 10, round(power, 2), limit)


def table(session: Session, now: datetime) -> str:
    """The everyday table, one block per GPU."""
    rule = "+-----------------------------------------------------------------------------+\n"
    head = f"| {'NVIDIA-SMI 550.54.15    Driver Version: 550.54.15    CUDA Version: 12.4':<75} |\n"
    rows = "".join(
        f"| {r.index}  {r.name:<27.27} {r.temperature:3d}C {r.power:5.0f}W / {r.power_limit:.0f}W "
        f"{r.memory_used:6d}MiB /{r.memory_total:6d}MiB {r.load:3d}% |\n"
        for r in readings(session, now)
    )
    return rule + head + rule + rows + rule


def query(session: Session, now: datetime, fields: list[str], *, header: bool, units: bool) -> str:
    """The CSV of `--query-gpu=… --format=csv[,noheader][,nounits]`; raises KeyError on an unknown field."""
    lines = []
    if header:
        shown = (f"{f} [{_UNITS[f].strip()}]" if f in _UNITS else f for f in fields)
        lines.append(", ".join(shown))
    for reading in readings(session, now):
        values = _values(reading)
        lines.append(", ".join(values[f] + (_UNITS.get(f, "") if units else "") for f in fields))
    return "".join(f"{line}\n" for line in lines)


def _values(reading: Reading) -> dict[str, str]:
    return {
        "index": str(reading.index),
        "name": reading.name,
        "utilization.gpu": str(reading.load),
        "utilization.memory": str(reading.load * 6 // 10),
        "memory.used": str(reading.memory_used),
        "memory.total": str(reading.memory_total),
        "memory.free": str(reading.memory_total - reading.memory_used),
        "temperature.gpu": str(reading.temperature),
        "power.draw": f"{reading.power:.2f}",
        "power.limit": f"{reading.power_limit:.2f}",
    }
