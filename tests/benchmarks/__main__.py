"""`make bench`: our figures beside their comparisons, measured in the same run.

`python -m tests.benchmarks [--quick] [NAME…]`; without names everything, about seven minutes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable

from tests.benchmarks import (
    archive,
    decode,
    form,
    history,
    idle,
    keys,
    live_table,
    log_append,
    log_view,
    polling,
    signature,
    start_up,
)
from tests.benchmarks.model import BenchRow

MEASURES: dict[str, Callable[[bool], list[BenchRow]]] = {
    "start": start_up.rows,
    "table": lambda quick: _table_rows(),
    "decode": lambda quick: decode.rows(),
    "signature": lambda quick: signature.rows(),
    "history": history.rows,
    "archive": archive.rows,
    "log-append": log_append.rows,
    "log-view": log_view.rows,
    "requests": lambda quick: polling.rows(),
    "keys": keys.rows,
    "form": form.rows,
    "idle": idle.rows,
}
_HEADINGS = ("what", "ours", "compared with", "theirs", "ratio", "target", "")


def _table_rows() -> list[BenchRow]:
    """In this table's terms: a target that grows with the machine's slowness is one in times."""
    return [
        BenchRow(
            row.name,
            row.ours * 1e3,
            row.comparison_name,
            row.comparison * 1e3,
            "ms",
            f"≤ {row.target * 1e3:g} ms or ≤ {row.target_ratio:.2g}×",
            row.met,
        )
        for row in live_table.bench_rows()
    ]


def main() -> int:
    """Measure and print; 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MEASURES)}; default all")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs")
    options = parser.parse_args()
    unknown = set(options.names) - MEASURES.keys()
    if unknown:
        parser.error(f"no such measure: {', '.join(sorted(unknown))}")
    rows: list[BenchRow] = []
    for name in options.names or MEASURES:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        rows += MEASURES[name](options.quick)
    print(table(rows))
    return 0 if all(row.met for row in rows) else 1


def table(rows: Iterable[BenchRow]) -> str:
    """The rows as a Markdown table, aligned for reading as it is."""
    cells = [_HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEADINGS))]
    lines = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) + " |"
        for line in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _cells(row: BenchRow) -> tuple[str, ...]:
    return (
        row.name,
        f"{_figure(row.ours)} {row.unit}",
        row.comparison_name,
        f"{_figure(row.comparison)} {row.unit}",
        f"{row.ratio:.3g}×",
        row.target,
        "–" if row.target == "none" else "met" if row.met else "MISSED",
    )


def _figure(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(main())
