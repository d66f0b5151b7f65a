"""What is looked at before money is spent, each with its reason and, where there is one, a way out."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.domain.launching.checks import Check, Mark, Preflight
from mimiry_tui.domain.launching.draft import Field
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.launch.block import Block, Row, wrapped
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.part_line import Part

SIGNS: dict[Mark, tuple[str, Tone]] = {
    Mark.OK: ("✓", "good"),
    Mark.WARN: ("⚠", "warn"),
    Mark.BAD: ("✗", "bad"),
}
FIX_KEYS = ("f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9")
_WIDEST_TITLE = 22
_LEAST_REASON = 18


class PreflightList(Block):
    """One line each, more where the reason takes them. A click goes to the field, or takes the way out."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._checks: tuple[Check, ...] = ()

    def show(self, preflight: Preflight) -> None:
        """List these; nothing is drawn where nothing reads differently."""
        before, self._checks = self._checks, preflight.checks
        # The drafts that the ways out lead to change with every letter, and are not to be seen.
        if list(map(_read, before)) != list(map(_read, self._checks)):
            self.renew()

    def rows(self, width: int) -> list[Row]:
        titles = max((len(check.title) for check in self._checks), default=0)
        titles = min(titles, _WIDEST_TITLE, max(0, width - 4 - _LEAST_REASON))
        keys = {id(check): key for check, key in zip(fixable(self._checks), FIX_KEYS, strict=False)}
        rows: list[Row] = []
        for check in self._checks:
            rows += _rows(check, keys.get(id(check), ""), titles, width)
        return rows


def fixable(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """Those with a way out, in the order of their keys."""
    return tuple(check for check in checks if check.fix is not None)[: len(FIX_KEYS)]


def first_bad(preflight: Preflight) -> Check | None:
    """What has to be settled first; None where nothing keeps it from being launched."""
    return next((check for check in preflight.checks if check.mark is Mark.BAD), None)


def tally(preflight: Preflight) -> Content:
    """The whole list in a few cells: "✗ 1 · ⚠ 2", or "✓ ready"."""
    parts = []
    for mark in (Mark.BAD, Mark.WARN):
        count = sum(1 for check in preflight.checks if check.mark is mark)
        sign, tone = SIGNS[mark]
        if count:
            parts.append(toned(f"{sign} {count}", tone))
    return toned(" · ", "dim").join(parts) if parts else toned("✓ ready", "good")


def go_to(field: Field) -> str:
    """The screen's action that puts the cursor where that is decided."""
    return f"screen.go_to({field.value!r})"


def _read(check: Check) -> tuple[object, ...]:
    """All of it that can be read, and where a click leads."""
    return check.title, check.mark, check.reason, check.field, check.fix and check.fix.words


def _rows(check: Check, key: str, titles: int, width: int) -> list[Row]:
    sign, tone = SIGNS[check.mark]
    quiet = check.mark is Mark.OK
    title = Content(check.title).truncate(titles, ellipsis=True).plain
    reason = toned(check.reason, "dim" if quiet else tone)
    lines = wrapped(reason, width - titles - 4)
    action = go_to(check.field)
    head = toned(f"{sign} ", tone) + toned(f"{title:<{titles}}  ", "text" if quiet else "bright")
    rows: list[Row] = [[Part(head, action), Part(lines[0], action)]]
    indent = Content(" " * (titles + 4))
    rows += [[Part(indent), Part(line, action)] for line in lines[1:]]
    if check.fix is not None and key:
        does = toned(
            f"{key_now(f'launch.fix.{FIX_KEYS.index(key) + 1}', key)} ", "accent", bold=True
        ) + toned(check.fix.words, "text")
        way = wrapped(does, width - titles - 4)
        rows += [[Part(indent), Part(line, f"screen.fix({key!r})")] for line in way]
    return rows
