"""Images that can be suggested, and what is known of each."""

from __future__ import annotations

from collections.abc import Sequence

from mimiry_tui.clouds.base import ImageHint
from mimiry_tui.domain.durations import short
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.image_past import ImagePast
from mimiry_tui.ui.widgets.cells import Tone


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One image, and pieces of words about it, the most telling first."""

    uri: str
    words: tuple[str, ...]
    tone: Tone


def suggestions(past: Sequence[ImagePast], hints: Sequence[ImageHint]) -> tuple[Suggestion, ...]:
    """Images used before, the latest first, then what the service's documents suggest; each once.

    Behind them what the documents doubt, and last what never came up here: nobody wants that suggested.
    """
    told = {hint.uri: hint for hint in hints}
    used = {image.uri for image in past}
    ranked = [
        *((3 if _never_came_up(image) else 0, _used(image, told.get(image.uri))) for image in past),
        *((2 if hint.doubtful else 1, _told(hint)) for hint in hints if hint.uri not in used),
    ]
    return tuple(suggestion for _, suggestion in sorted(ranked, key=lambda one: one[0]))


def matching_images(known: Sequence[Suggestion], text: str) -> tuple[Suggestion, ...]:
    """Those that hold every word that was typed; all while nothing was, or one of them exactly."""
    text = text.strip().lower()
    if any(one.uri.lower() == text for one in known):
        return tuple(known)
    return tuple(one for one in known if all(word in one.uri.lower() for word in text.split()))


def short_image(uri: str) -> str:
    """The last word of a reference with its tag: "pytorch:24.01-py3"."""
    return uri.rpartition("/")[2] or uri


def _never_came_up(image: ImagePast) -> bool:
    return image.failures > 0 and not image.boots


def _used(image: ImagePast, hint: ImageHint | None) -> Suggestion:
    median = () if image.median is None else (f"median {short(image.median)}",)
    tries = image.boots + image.failures
    about = (hint.words,) if hint is not None and hint.words else ()
    if not tries:
        return Suggestion(image.uri, ("used here", *about), "dim")
    if not image.boots:
        many = "" if tries == 1 else f" {tries} times, never came up"
        return Suggestion(image.uri, (f"failed here{many}", *about), "warn")
    if image.failures:
        return Suggestion(image.uri, (f"{image.boots} of {tries} boots here went well", *median), "warn")
    fine = "1 boot here, fine" if tries == 1 else f"{tries} boots here, all fine"
    return Suggestion(image.uri, (fine, *median), "good")


def _told(hint: ImageHint) -> Suggestion:
    words = tuple(piece.strip() for piece in hint.words.split(";") if piece.strip())
    # What speaks against an image comes before what it is.
    return Suggestion(hint.uri, words[::-1] if hint.doubtful else words, "warn" if hint.doubtful else "dim")
