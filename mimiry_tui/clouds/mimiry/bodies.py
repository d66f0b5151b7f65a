"""Answers that hold a log."""

from __future__ import annotations

from dataclasses import replace

from mimiry_tui.clouds.answers import Answer, object_of, unreadable
from mimiry_tui.domain import coerce


def log_text(answer: Answer) -> str:
    """`{"logs": "…"}`, a list of lines, or the bare text; bytes that are no text are replaced in each."""
    text = answer.body.decode("utf-8", "replace")
    if not answer.headers.get("content-type", "").startswith("text/plain"):
        logs = object_of(replace(answer, body=text.encode())).get("logs")
        if isinstance(logs, list):
            return "\n".join(map(coerce.text, logs))
        if isinstance(logs, str) or logs is None:
            return logs or ""
        raise unreadable(answer)
    return text
