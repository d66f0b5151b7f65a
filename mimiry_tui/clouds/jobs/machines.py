"""Instance types: machines with GPUs that are rented together, at one price for all of it."""

from __future__ import annotations

import re

from mimiry_tui.domain import coerce
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money, build_price

_TYPE = re.compile(r"(\d{1,3})([A-Za-z][^.]*)(?:\..*)?")
_MOST_GB = {
    "V100": 32,
    "T4": 16,
    "L4": 24,
    "A10": 24,
    "A40": 48,
    "L40": 48,
    "L40S": 48,
    "RTXA6000": 48,
    "A6000": 48,
    "RTX6000ADA": 48,
    "A100": 80,
    "H100": 94,
    "H200": 141,
    "B200": 192,
}
"""Memory of the largest GPU of each name."""
_MOST_OF_ANY = 288


@dataclass(frozen=True, slots=True)
class Machine:
    """One instance type of one provider."""

    instance_type: str
    provider: str
    description: str
    gpu_type: str
    """Empty for a machine without a GPU."""
    gpu_count: int
    vram_gb: int | None
    """Of each GPU."""
    price: Money | None
    """Per hour for the whole machine."""
    raw: bytes = b""

    @property
    def price_per_gpu(self) -> Money | None:
        """The price of a machine without a GPU is its own."""
        if self.price is None:
            return None
        return Money(self.price.amount / max(1, self.gpu_count), self.price.currency)


def build_machine(
    *,
    instance_type: str,
    description: object = None,
    gpu_type: object = None,
    gpu_count: object = None,
    gpu_memory_gb: object = None,
    price_per_hour: object = None,
    currency: object = None,
    provider: object = None,
    raw: bytes = b"",
) -> Machine:
    """A machine of any JSON values; what is not told of its GPUs is read from its name. Never raises."""
    named_count, named_gpu = gpus_of_type(instance_type)
    gpu = coerce.text(gpu_type) or named_gpu
    told = coerce.integer(gpu_count)
    count = told if told is not None and told >= 0 else named_count
    return Machine(
        instance_type=instance_type,
        provider=coerce.text(provider),
        description=coerce.text(description),
        gpu_type=gpu,
        gpu_count=count,
        vram_gb=0 if count == 0 else _memory_of_one(gpu, count, coerce.integer(gpu_memory_gb)),
        price=build_price(price_per_hour, currency),
        raw=raw,
    )


def gpus_of_type(instance_type: str) -> tuple[int, str]:
    """How many GPUs of which name an instance type spells: "8A100.80G" → (8, "A100"); (0, "") for none."""
    match = _TYPE.fullmatch(instance_type.strip())
    return (int(match[1]), match[2]) if match else (0, "")


def _memory_of_one(gpu: str, count: int, told: int | None) -> int | None:
    """GB of one GPU; more than any of that name has is what they have together.

    The documents do not say which of the two is told.
    """
    if told is None or told < 0:
        return None
    name = re.sub(r"[^A-Z0-9]", "", gpu.upper()).removeprefix("NVIDIA").removeprefix("TESLA")
    fitting = [known for known in _MOST_GB if name.startswith(known)]
    most = _MOST_GB[max(fitting, key=len)] if fitting else _MOST_OF_ANY
    return told // count if told > most and told % count == 0 else told
