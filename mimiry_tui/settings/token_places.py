"""Where API tokens are kept: references, and what they are called. Light, and nothing is read here.

A reference is "env:NAME", "keyring:NAME", "file:PATH", or "json:PATH" for another program's own file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.settings.kind import Kind
from mimiry_tui.settings.paths import expand, made_absolute

_MOST_WORDS = 80


def references_of(token: str, kind: Kind) -> tuple[str, ...]:
    """Where to look for a profile's token: where it says, else in the service's usual places."""
    return (token,) if token else kind.token_sources


def place_meant(token: str, kind: Kind, env: Mapping[str, str]) -> str:
    """The one place that a token is looked for first, however it is written: an account's own.

    A place that is named where it is also the usual one is the same; "" is the first usual place of all.
    """
    references = references_of(token, kind)
    is_first = (one for one in references if is_set((one,), env) or not one.startswith("env:"))
    source, _, where = next(is_first, references[0] if references else "").partition(":")
    where = where.strip()
    if source in ("file", "json"):
        where = str(made_absolute(expand(where, env)))
    meant = f"{source}:{where}"
    return "" if meant in kind.token_sources[:1] else meant


def place_of(reference: str) -> str:
    """`env MAGS_API_TOKEN`, `keyring work`, `~/.mags/config.json`: a place as people call it.

    What is no reference might be a token: nothing of it is repeated.
    """
    source, _, where = reference.partition(":")
    shown = safe_text(where.strip(), _MOST_WORDS)
    match source:
        case "env" | "keyring":
            return f"{source} {shown}"
        case "file" | "json":
            return shown
    return "no known place"


def sign_in_words(token: str, kind: Kind, env: Mapping[str, str]) -> str:
    """`token from env MAGS_API_TOKEN`: how an account of such a service signs in, without looking at a disk.

    Of several usual places the first variable that is set is named, else the place that may have it.
    """
    references = references_of(token, kind)
    found = next((one for one in references if is_set((one,), env)), "")
    elsewhere = next((one for one in references if not one.startswith("env:")), "")
    place = found or elsewhere or (references[0] if references else "")
    return f"token from {place_of(place)}"


def is_set(references: Sequence[str], env: Mapping[str, str]) -> bool:
    """Whether one of these places is a variable that is set."""
    return any(env.get(one[4:].strip(), "").strip() for one in references if one.startswith("env:"))
