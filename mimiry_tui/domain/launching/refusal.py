"""Which field of the form a refusal speaks of."""

from __future__ import annotations

import re

from mimiry_tui.domain.launching.draft import Field

_TELLING = frozenset({None, 400, 404, 409, 422})
"""Statuses that can blame something in the request (Mimiry compute API, errors)."""

_KEYS = (
    ("gpu.count|gpu_count", Field.COUNT),
    ("gpu.max_hourly_rate|max_hourly_rate", Field.PRICE),
    ("gpu.provider|gpu.location", Field.PLACE),
    (r"gpu\.\w+|gpu_types?|gpu_family|max_attempts|vram_gb|form_factor", Field.GPU),
    ("image.uri|image_uri", Field.IMAGE),
    (r"volume_mounts?\S*|volume_name|mount_path|volume_id", Field.STORAGE),
    (r"environment_vars\S*|env_vars", Field.ENVIRONMENT),
    ("ssh_public_key|ssh_enabled|ssh_key_id", Field.SSH),
    (r"auto_terminate\S*", Field.AUTO_TERMINATE),
    ("max_duration", Field.DURATION),
    ("org_id|account_id", Field.ORGANISATION),
)
"""The names of fields as they are sent: where one stands, it is what is meant."""

_WORDS = (
    ("gpu count|number of gpus", Field.COUNT),
    (r"gpus?(?! count)(?<!number of gpus)", Field.GPU),
    ("provider|location|region", Field.PLACE),
    ("image|container image|registry|repository", Field.IMAGE),
    ("name", Field.NAME),
    ("command", Field.COMMAND),
    ("environment|environment variables?", Field.ENVIRONMENT),
    ("ssh|public key", Field.SSH),
    ("volumes?|mount|mounts", Field.STORAGE),
    ("duration", Field.DURATION),
    ("hourly rate|max rate|price ceiling", Field.PRICE),
    ("organi[sz]ation|org", Field.ORGANISATION),
)
_SUBJECTS = (
    ("volume", Field.STORAGE),
    ("name", Field.NAME),
    ("image", Field.IMAGE),
    ("command", Field.COMMAND),
    ("environment", Field.ENVIRONMENT),
)
"""Words that a sentence is about where it begins with them, whatever names follow."""

_MOST = 2_000


def field_of(words: str, status: int | None) -> Field | None:
    """The one field that a refusal's words are about; None where that is not clear.

    The name of a field as it is sent decides, the first one; else what the sentence begins with; else
    plain words do where they all mean one field.
    """
    text = words[:_MOST].strip().lower()
    if status == 429:
        return Field.COUNT if _speaks("gpus? quota", text) else None
    if status not in _TELLING:
        return None
    named = [(found.start(), field) for keys, field in _KEYS if (found := _speaks(keys, text))]
    if named:
        return min(named, key=lambda pair: pair[0])[1]
    subject = next((field for word, field in _SUBJECTS if text.startswith(f"{word} ")), None)
    if subject is not None:
        return subject
    spoken = {field for plain, field in _WORDS if _speaks(plain, text)}
    return next(iter(spoken)) if len(spoken) == 1 else None


def _speaks(pattern: str, text: str) -> re.Match[str] | None:
    return re.search(rf"(?<![\w.])(?:{pattern})(?!\w)", text)
