"""The machines that the simulated providers rent out by the job, where they are, and the images they boot."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class MachineType:
    """One instance type: `price` is EUR per hour for the whole machine, `scarce` how often there is none.

    `model` is the catalogue's GPU model, for what `nvidia-smi` shows; memory is per GPU.
    """

    name: str
    description: str
    gpu_type: str
    gpu_count: int
    gpu_memory_gb: int
    cpu_cores: int
    ram_gb: int
    storage_gb: int
    price: Decimal
    provider: str
    scarce: dict[str, float]
    model: str = ""


@dataclass(frozen=True)
class Place:
    """A data centre."""

    code: str
    name: str
    country: str
    provider: str


@dataclass(frozen=True)
class Image:
    """An image to boot; `cuda` is empty for one without."""

    code: str
    name: str
    os: str
    version: str
    cuda: str
    gpu: bool | None = None
    """Only for machines with a GPU (True) or without one (False); None for all."""


PROVIDERS = (
    ("datacrunch", "DataCrunch", True),
    ("hyperstack", "Hyperstack", True),
    ("lambda", "Lambda", False),
)

PLACES = (
    Place("FIN-01", "Helsinki 1", "Finland", "datacrunch"),
    Place("FIN-02", "Helsinki 2", "Finland", "datacrunch"),
    Place("FIN-03", "Helsinki 3", "Finland", "datacrunch"),
    Place("ICE-01", "Reykjanes 1", "Iceland", "datacrunch"),
    Place("NOR-01", "Stavanger 1", "Norway", "hyperstack"),
    Place("CAN-01", "Montréal 1", "Canada", "hyperstack"),
)

IMAGES = (
    Image("ubuntu-22.04-cuda-12.0", "Ubuntu 22.04 + CUDA 12.0", "ubuntu", "22.04", "12.0", True),
    Image(
        "ubuntu-22.04-cuda-12.4-docker", "Ubuntu 22.04 + CUDA 12.4 + Docker", "ubuntu", "22.04", "12.4", True
    ),
    Image("ubuntu-24.04-cuda-12.8-open", "Ubuntu 24.04 + CUDA 12.8 Open", "ubuntu", "24.04", "12.8", True),
    Image("ubuntu-22.04-jupyter", "Jupyter on Ubuntu 22.04 + CUDA 12.4", "ubuntu", "22.04", "12.4", True),
    Image("debian-12-cuda-12.4", "Debian 12 + CUDA 12.4", "debian", "12", "12.4", True),
    Image("ubuntu-24.04", "Ubuntu 24.04", "ubuntu", "24.04", ""),
    Image("debian-12", "Debian 12", "debian", "12", "", False),
)


def _type(
    name: str,
    gpu: tuple[str, int, int, str],
    host: tuple[int, int, int],
    price: str,
    provider: str,
    scarce: dict[str, float],
) -> MachineType:
    gpu_type, count, memory, model = gpu
    cores, ram, storage = host
    described = f"{count}× NVIDIA {gpu_type} {memory} GB" if count else f"{cores} vCPU, {ram} GB, no GPU"
    return MachineType(
        name, described, gpu_type, count, memory, cores, ram, storage, Decimal(price), provider, scarce, model
    )


def _gpu(gpu_type: str, count: int, memory: int, model: str) -> tuple[str, int, int, str]:
    return gpu_type, count, memory, model


_V100, _A100, _H100 = "V100_16G_SXM", "A100_80G_SXM", "H100_80G_SXM"
_H200, _B200, _L40S, _RTX = "H200_141G_SXM", "B200_180G_SXM", "L40S_48G_PCIe", "RTXPRO6000_96G_PCIe"

TYPES = (
    _type("1V100.6V", _gpu("V100", 1, 16, _V100), (6, 23, 225), "0.14", "datacrunch", {"FIN-01": 0.02}),
    _type("4V100.20V", _gpu("V100", 4, 16, _V100), (20, 90, 450), "0.55", "datacrunch", {"FIN-01": 0.3}),
    _type(
        "1L40S.20V",
        _gpu("L40S", 1, 48, _L40S),
        (20, 60, 500),
        "0.86",
        "datacrunch",
        {"FIN-02": 0.05, "ICE-01": 0.1},
    ),
    _type(
        "1RTXPRO6000.30V",
        _gpu("RTX PRO 6000", 1, 96, _RTX),
        (30, 90, 500),
        "1.29",
        "datacrunch",
        {"FIN-03": 0.15},
    ),
    _type(
        "1A100.40S.22V",
        _gpu("A100", 1, 40, _A100),
        (22, 120, 500),
        "0.67",
        "datacrunch",
        {"FIN-01": 0.1, "ICE-01": 0.2},
    ),
    _type(
        "1A100.80G",
        _gpu("A100", 1, 80, _A100),
        (22, 120, 1000),
        "1.19",
        "datacrunch",
        {"FIN-01": 0.05, "FIN-03": 0.1},
    ),
    _type("8A100.80G", _gpu("A100", 8, 80, _A100), (176, 960, 8000), "9.45", "datacrunch", {"FIN-01": 0.45}),
    _type(
        "1H100.80S.30V",
        _gpu("H100", 1, 80, _H100),
        (30, 120, 1000),
        "2.09",
        "datacrunch",
        {"FIN-01": 0.05, "FIN-02": 0.15, "ICE-01": 0.05},
    ),
    _type(
        "2H100.80S.80V", _gpu("H100", 2, 80, _H100), (80, 370, 2000), "4.18", "datacrunch", {"FIN-02": 0.2}
    ),
    _type(
        "8H100.80S.176V",
        _gpu("H100", 8, 80, _H100),
        (176, 1480, 8000),
        "16.64",
        "datacrunch",
        {"FIN-02": 0.6},
    ),
    _type(
        "1H200.141S.44V", _gpu("H200", 1, 141, _H200), (44, 182, 1000), "2.95", "datacrunch", {"FIN-03": 0.1}
    ),
    _type(
        "8H200.141S.176V",
        _gpu("H200", 8, 141, _H200),
        (176, 1450, 8000),
        "23.20",
        "datacrunch",
        {"FIN-03": 0.5},
    ),
    _type("1B200.30V", _gpu("B200", 1, 180, _B200), (30, 184, 1000), "3.79", "datacrunch", {"FIN-03": 0.7}),
    _type("8B200.248V", _gpu("B200", 8, 180, _B200), (248, 2250, 8000), "30.30", "datacrunch", {}),
    _type("CPU.8V.32G", _gpu("", 0, 0, ""), (8, 32, 100), "0.05", "datacrunch", {"FIN-01": 0.0}),
    _type(
        "n3-L40x1",
        _gpu("L40", 1, 48, _L40S),
        (28, 58, 725),
        "0.92",
        "hyperstack",
        {"NOR-01": 0.05, "CAN-01": 0.05},
    ),
    _type(
        "n3-A100x4",
        _gpu("A100", 4, 80, _A100),
        (124, 480, 3200),
        "5.00",
        "hyperstack",
        {"NOR-01": 0.2, "CAN-01": 0.1},
    ),
    _type(
        "n3-H100x8-NVLink",
        _gpu("H100", 8, 80, _H100),
        (248, 1440, 6500),
        "15.20",
        "hyperstack",
        {"CAN-01": 0.3},
    ),
)


def type_named(name: str) -> MachineType | None:
    """The machine of that name."""
    return next((machine for machine in TYPES if machine.name == name), None)
