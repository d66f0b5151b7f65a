"""What a text must be to be sent: characters that JSON, a shell and a screen can all carry."""

from __future__ import annotations

import unicodedata

_NOT_PLAIN = frozenset({"Cc", "Cs", "Zl", "Zp"})


def is_plain(text: str) -> bool:
    """No control characters, line ends or halves of characters."""
    if text.isascii():
        return text.isprintable()
    return not any(unicodedata.category(char) in _NOT_PLAIN for char in text)


def is_sendable(text: str) -> bool:
    """May have several lines and odd characters, but none that ends a string or cannot be encoded."""
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
