"""Launches as lines of a journal: one JSON object each, readable by people."""

from __future__ import annotations

import json
from datetime import timedelta

from mimiry_tui.domain import coerce
from mimiry_tui.domain.launching.draft_fields import from_fields, to_fields
from mimiry_tui.live.launches.book import Entry, Intent, Outcome, Verdict

_INTENT = "about to launch"
_MOST_SKEW = timedelta(days=3650)
"""A difference of clocks beyond this is no measurement."""


def encode(entry: Entry) -> bytes:
    """The line of an entry, with its line feed. The values of environment variables are in no line."""
    fields: dict[str, object] = {"id": entry.id, "at": entry.at.isoformat()}
    if isinstance(entry, Intent):
        fields |= {"is": _INTENT, "name": entry.name, "image": entry.image}
        if entry.skew is not None:
            fields["skew"] = entry.skew.total_seconds()
        if entry.known:
            fields["known"] = sorted(entry.known)
        if entry.form:
            fields |= {"form": entry.form, "values": dict(entry.values)}
        else:
            fields["draft"] = to_fields(entry.draft, values=False)
    else:
        fields["is"] = entry.verdict.value
        if entry.session_id:
            fields["session"] = entry.session_id
    return json.dumps(fields).encode() + b"\n"


def decode(content: bytes) -> tuple[Entry, ...]:
    """The entries of a journal in their order; a line that is none, or lacks its line feed, is left out."""
    *lines, _cut_short = content.split(b"\n")
    entries = map(_entry, lines)
    return tuple(entry for entry in entries if entry is not None)


def _entry(line: bytes) -> Entry | None:
    try:
        fields = coerce.mapping(json.loads(line))
    except (ValueError, RecursionError):
        return None
    entry_id, at, kind = coerce.text(fields.get("id")), coerce.moment(fields.get("at")), fields.get("is")
    if not entry_id or at is None:
        return None
    if kind == _INTENT:
        return Intent(
            id=entry_id,
            at=at,
            name=coerce.text(fields.get("name")),
            image=coerce.text(fields.get("image")),
            draft=from_fields(coerce.mapping(fields.get("draft"))),
            skew=_skew(fields.get("skew")),
            known=frozenset(coerce.texts(fields.get("known"))),
            form=coerce.text(fields.get("form")),
            values=tuple(
                (key, coerce.text(value)) for key, value in coerce.mapping(fields.get("values")).items()
            ),
        )
    if isinstance(kind, str) and kind in Verdict.__members__.values():
        return Outcome(entry_id, at, Verdict(kind), coerce.text(fields.get("session")))
    return None


def _skew(value: object) -> timedelta | None:
    seconds = coerce.decimal(value)
    if seconds is None or abs(seconds) > _MOST_SKEW.total_seconds():
        return None
    return timedelta(seconds=float(seconds))
