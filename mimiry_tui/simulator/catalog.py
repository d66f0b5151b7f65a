"""The GPUs the simulated providers rent out: models, and who offers them where at which base rate."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Model:
    """One GPU model; `name` is the canonical `{Family}_{Vram}G_{FormFactor}`."""

    family: str
    vram_gb: int
    form_factor: str
    display_name: str

    @property
    def name(self) -> str:
        return f"{self.family}_{self.vram_gb}G_{self.form_factor}" if self.vram_gb else self.family

    def answers_to(self, word: str) -> bool:
        """Whether a canonical name or a legacy short one (`T4`, `A100_80G`, `H100_SXM`) means this model."""
        short = (self.family, f"{self.family}_{self.vram_gb}G", f"{self.family}_{self.form_factor}")
        return word == self.name or word in short


@dataclass(frozen=True)
class Listing:
    """One provider's price for one model (EUR per GPU hour) and its usual stock in each location."""

    model: Model
    provider: str
    base_rate: Decimal
    usual_stock: dict[str, int]


_T4 = Model("T4", 16, "PCIe", "NVIDIA T4 16GB")
_V100 = Model("V100", 16, "SXM", "NVIDIA V100 SXM2 16GB")
_L4 = Model("L4", 24, "PCIe", "NVIDIA L4 24GB")
_RTX = Model("RTXPRO6000", 96, "PCIe", "NVIDIA RTX PRO 6000 96GB")
_L40S = Model("L40S", 48, "PCIe", "NVIDIA L40S 48GB")
_A100_40 = Model("A100", 40, "SXM", "NVIDIA A100 SXM 40GB")
_A100_80 = Model("A100", 80, "SXM", "NVIDIA A100 SXM 80GB")
_H100 = Model("H100", 80, "SXM", "NVIDIA H100 SXM 80GB")
_H200 = Model("H200", 141, "SXM", "NVIDIA H200 SXM 141GB")
_B200 = Model("B200", 180, "SXM", "NVIDIA B200 SXM 180GB")
_B300 = Model("B300", 288, "SXM", "NVIDIA B300 SXM 288GB")
_CPU = Model("CPU_16V", 0, "", "16 vCPU, no GPU")

LISTINGS: tuple[Listing, ...] = (
    Listing(_T4, "gcp", Decimal("0.36"), {"europe-west4": 24}),
    Listing(_L4, "gcp", Decimal("0.58"), {"europe-west4": 12, "us-central1": 9}),
    Listing(_V100, "verda", Decimal("0.42"), {"FIN-01": 3}),
    Listing(_RTX, "verda", Decimal("0.79"), {"FIN-02": 6}),
    Listing(_L40S, "acme", Decimal("0.87"), {"US-EAST-1": 14}),
    Listing(_L40S, "verda", Decimal("0.95"), {"FIN-02": 4}),
    Listing(_A100_40, "gcp", Decimal("1.12"), {"europe-west4": 5}),
    Listing(_A100_80, "verda", Decimal("1.29"), {"FIN-01": 2, "FIN-03": 8}),
    Listing(_A100_80, "acme", Decimal("1.45"), {"US-EAST-1": 6}),
    Listing(_H100, "verda", Decimal("2.10"), {"FIN-01": 4, "FIN-03": 5}),
    Listing(_H100, "acme", Decimal("2.50"), {"US-EAST-1": 10}),
    Listing(_H200, "verda", Decimal("3.05"), {"FIN-01": 4}),
    Listing(_B200, "verda", Decimal("4.49"), {"FIN-03": 2}),
    Listing(_B300, "verda", Decimal("5.95"), {"FIN-03": 0}),
    Listing(_CPU, "gcp", Decimal("0.11"), {"europe-west4": 40}),
)


def model_named(word: str) -> Model | None:
    """The first model that answers to a word, canonical or short."""
    return next((listing.model for listing in LISTINGS if listing.model.answers_to(word)), None)
