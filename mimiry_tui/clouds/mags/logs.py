"""What a job printed: the service's entries as lines of a log."""

from __future__ import annotations

from mimiry_tui.clouds.answers import Answer, json_of, unreadable
from mimiry_tui.domain import coerce
from mimiry_tui.domain.logs.stamps import stamp_of

_LOUD = frozenset({"warn", "warning", "error", "fatal", "critical", "debug"})
"""Levels that a line does not tell by itself; the others only say that something was printed."""


def log_text(answer: Answer, *, tail: int, timestamps: bool) -> str:
    """The last `tail` lines. Entries are objects or bare strings, always the whole list (Mags: logs)."""
    value = json_of(answer)
    entries = value if isinstance(value, list) else coerce.mapping(value).get("logs", None)
    if isinstance(entries, str):
        entries = entries.split("\n")
    if entries is None and isinstance(value, dict):
        return ""
    if not isinstance(entries, list):
        raise unreadable(answer)
    # Each entry has a line at least, so that no more of them can be wanted.
    lines = [line for entry in entries[-max(1, tail) :] for line in _lines(entry, timestamps)]
    return "".join(f"{line}\n" for line in lines[-max(1, tail) :])


def _lines(entry: object, timestamps: bool) -> list[str]:
    fields = coerce.mapping(entry)
    if not fields:
        return coerce.text(entry).removesuffix("\n").split("\n")
    message = coerce.text(fields.get("message") or fields.get("line") or fields.get("text"))
    level = coerce.text(fields.get("level")).strip().lower()
    mark = f"{level}: " if level in _LOUD and level not in message[:40].lower() else ""
    at = coerce.moment(fields.get("timestamp")) if timestamps else None
    stamp = f"{stamp_of(at)} " if at is not None else ""
    return [f"{stamp}{mark}{line}" for line in message.removesuffix("\n").split("\n")]
