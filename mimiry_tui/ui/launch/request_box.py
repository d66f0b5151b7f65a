"""The request as it would be sent, and the same by other means; values of the environment are masked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from textual.content import Content

from mimiry_tui.clouds.base import Cloud
from mimiry_tui.domain.launch import LaunchRequest
from mimiry_tui.domain.launching.checks import Preflight
from mimiry_tui.domain.raw_json import MASK, pretty
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.launch.block import Block, Row, wrapped
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, fitted

JSON = "JSON"
_LONGEST_LINE = 4_000
"""Characters of a line that are shown; all of it is copied."""
_MOST_ROWS = 400
"""Lines that are shown: a long command is read where it is written."""


class Shown(NamedTuple):
    """One way to say the request, as text to copy."""

    label: str
    text: str


class RequestBox(Block):
    """The request in one of its forms, as high as it is."""

    def __init__(self, cloud: Cloud, key_path: Path | None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cloud = cloud
        self._key_path = key_path
        self._request: LaunchRequest | None = None
        self._masked: LaunchRequest | None = None
        self._masks = 0
        self._missing = ""
        self._kind = JSON
        self._labels: tuple[str, ...] = (JSON,)
        self._shown = Shown(JSON, "")

    @property
    def labels(self) -> tuple[str, ...]:
        """The forms there are, in their order."""
        return self._labels

    @property
    def kind(self) -> str:
        """The form that is shown."""
        return self._shown.label

    def show(self, preflight: Preflight) -> None:
        """Write that request out, or say what it lacks."""
        missing = ", ".join(dict.fromkeys(problem.field.value for problem in preflight.problems))
        request = preflight.request
        hidden = (
            tuple((name, MASK if value else "") for name, value in request.environment) if request else ()
        )
        masked = replace(request, environment=hidden) if request else None
        self.show_request(request, masked, masks=len(hidden), missing=missing)

    def show_request(
        self, request: LaunchRequest | None, masked: LaunchRequest | None, *, masks: int, missing: str = ""
    ) -> None:
        """Write out `masked`, in which so many secrets of the request are hidden; without one say what it
        lacks.
        """
        self._masks = masks
        if (request, masked, missing) != (self._request, self._masked, self._missing) or not self._shown.text:
            self._request, self._masked, self._missing = request, masked, missing
            self._write()

    def turn(self, label: str = "") -> None:
        """Show the form of that name, or the next one."""
        place = self._labels.index(self.kind) if self.kind in self._labels else 0
        self._kind = label or self._labels[(place + 1) % len(self._labels)]
        self._write()

    def text(self, *, masked: bool = True) -> str:
        """What is shown, as text; unmasked with every value of the environment. Empty without a request."""
        if self._request is None:
            return ""
        return self._shown.text if masked else self._in_kind(self._request).text

    @property
    def masks(self) -> int:
        """How many values are masked in it."""
        return self._masks if self._request is not None else 0

    def rows(self, width: int) -> list[Row]:
        if self._request is None:
            lines = toned(f"shows once these are settled: {self._missing}", "dim").wrap(max(1, width))
            return [[Part(line)] for line in lines]
        rows: list[Row] = []
        paint = _json_line if self.kind == JSON else _script_line
        for line in self._shown.text.split("\n"):
            rows += [[Part(piece)] for piece in _hanging(paint(line), width)]
            if len(rows) > _MOST_ROWS:
                return [*rows[:_MOST_ROWS], [Part(toned("… all of it is copied", "dim"))]]
        return rows

    def _write(self) -> None:
        if self._masked is not None:
            self._shown = self._in_kind(self._masked)
        self.renew()

    def _in_kind(self, request: LaunchRequest) -> Shown:
        """That request in the wanted form; the others are not written for nobody to see."""
        # Which forms there are depends on the cloud, not on the request: once is enough to know.
        if self._kind != JSON or self._labels == (JSON,):
            recipes = self._cloud.launch_recipes(request, self._key_path)
            self._labels = (JSON, *(fitted(recipe.label, 12) for recipe in recipes))
            for label, recipe in zip(self._labels[1:], recipes, strict=True):
                if label == self._kind:
                    return Shown(label, recipe.text)
        return Shown(JSON, packed_json(self._cloud.launch_json(request)))


def packed_json(body: bytes) -> str:
    """An object with each of its keys on a line of its own; what is no object as it came."""
    try:
        value = json.loads(body)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        return "\n".join(pretty(body))
    pairs = (f"  {json.dumps(key)}: {json.dumps(each, ensure_ascii=False)}" for key, each in value.items())
    return "{\n" + ",\n".join(pairs) + "\n}"


def _json_line(line: str) -> Content:
    """A key in another tone than what it says."""
    key, colon, value = line.partition('": ')
    if not colon:
        return Content.styled(safe_text(line, _LONGEST_LINE), "$tone-dim")
    return Content.styled(safe_text(key, 200) + colon, "$tone-dim") + Content.styled(
        safe_text(value, _LONGEST_LINE), "$tone-bright"
    )


def _script_line(line: str) -> Content:
    tone = "warn" if line.startswith("#") else "text"
    return Content.styled(safe_text(line, _LONGEST_LINE), f"$tone-{tone}")


def _hanging(line: Content, width: int) -> Sequence[Content]:
    """Broken at its spaces, what follows the first line set in under it."""
    if line.cell_length <= width:
        return [line]
    start = len(line.plain) - len(line.plain.lstrip())
    indent = min(start + 2, max(0, width // 3))
    first, *rest = wrapped(line, width - indent)
    space = Content(" " * indent)
    return [first, *(space + piece for piece in rest)]
