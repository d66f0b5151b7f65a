"""One row of the benchmark table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BenchRow:
    """Our figure beside its comparison, both measured in the same run."""

    name: str
    ours: float
    comparison_name: str
    comparison: float
    unit: str
    target: str
    met: bool

    @property
    def ratio(self) -> float:
        """Ours over the comparison; below one is better than it."""
        return self.ours / self.comparison if self.comparison else float("inf")
