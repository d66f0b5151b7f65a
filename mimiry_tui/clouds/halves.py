"""JSON that carries half a character: `"\\ud83d"` alone, as a name cut in the middle of an emoji has it.

JSON allows it, text does not, and a strict decoder refuses the whole record for it.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
"""Any escape, so that an escaped backslash is never taken for the start of one; group 1 is a half."""
_REPLACEMENT = rb"\ufffd"


def mended(json_text: bytes) -> bytes:
    """The same JSON, with the replacement character for each half of a surrogate pair."""
    if rb"\ud" not in json_text and rb"\uD" not in json_text:
        return json_text
    return _ESCAPE.sub(lambda escape: _REPLACEMENT if escape[1] else escape[0], json_text)
