"""A record's JSON as lines to show."""

from __future__ import annotations

import asyncio

from textual.content import Content

from mimiry_tui.ui.safe import safe

_LONGEST = 2_000
"""Characters of a line that are shown."""


async def raw_lines(raw: bytes) -> list[Content]:
    """The lines of a record, secrets masked. Laid out in a thread: a record may be large."""
    lines = await asyncio.to_thread(_pretty, raw)
    return [safe(line, "$tone-text", limit=_LONGEST) for line in lines]


def _pretty(raw: bytes) -> list[str]:
    """Import included: few look at raw JSON, and none before the first frame."""
    from mimiry_tui.domain.raw_json import pretty

    return pretty(raw)
