"""Drafts that another form took the place of: the last few stay, so that nothing typed is lost.

Everything here blocks on the disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from mimiry_tui.domain import coerce
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.settings.private_file import alone_in, write_private

FILE = "drafts-left.json"
KEPT = 5
_LARGEST = 4_000_000
"""Bytes of a file beyond which it is none of ours."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A form that was left for another one."""

    at: datetime
    """When it was last written in, or left."""
    draft: Draft


def read(folder: Path) -> tuple[SetAside, ...]:
    """The newest first; nothing where there are none that can be read."""
    from mimiry_tui.domain.launching.draft_fields import from_fields

    path = folder / FILE
    try:
        if path.stat().st_size > _LARGEST:
            return ()
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return ()
    rows = map(coerce.mapping, content if isinstance(content, list) else ())
    found = ((coerce.moment(row.get("at")), from_fields(coerce.mapping(row.get("draft")))) for row in rows)
    return tuple(SetAside(at, draft) for at, draft in found if at is not None and draft != Draft())[:KEPT]


def is_same(one: SetAside, other: SetAside) -> bool:
    """Whether a file makes no difference between them."""
    from mimiry_tui.domain.launching.draft_fields import to_fields

    return one.at == other.at and to_fields(one.draft) == to_fields(other.draft)


def add(folder: Path, left: Iterable[SetAside], without: Iterable[Draft]) -> None:
    """Put these in front of those there are, and take `without` out. Raises OSError."""
    from mimiry_tui.domain.launching.draft_fields import to_fields

    with alone_in(folder):
        known = read(folder)
        gone = [to_fields(draft) for draft in without]
        rows: list[dict[str, object]] = []
        for one in (*reversed(tuple(left)), *known):
            fields = to_fields(one.draft)
            if fields not in gone:
                gone.append(fields)
                rows.append({"at": one.at.isoformat(), "draft": fields})
        if rows or known:
            write_private(folder / FILE, json.dumps(rows[:KEPT], indent=1) + "\n")
