"""The syntax of container image references: `registry/path:tag@digest`.

By the grammar that registries share: a first part with a dot, a colon or "localhost" is the
registry, paths are lower-case, a tag has at most 128 characters, a sha256 digest 64 hex digits.
"""

from __future__ import annotations

import re

from mimiry_tui.domain.frozen import dataclass

_HOST_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_REGISTRY = re.compile(rf"(?:{_HOST_LABEL}(?:\.{_HOST_LABEL})*|\[[0-9a-fA-F:]{{2,45}}\])(?::[0-9]{{1,5}})?")
_COMPONENT = re.compile(r"[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
_DIGEST = re.compile(r"(?!sha256:)[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}")
_SHA256 = re.compile(r"sha256:[0-9a-f]{64}")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class ImageReference:
    """The parts of a reference as they were written; absent ones are empty."""

    registry: str
    path: str
    tag: str
    digest: str

    @property
    def word(self) -> str:
        """The last part of the path: "pytorch"."""
        return self.path.rpartition("/")[2]


def parse_reference(text: str) -> ImageReference | None:
    """The parts of a reference, or None for what is none."""
    return None if why_not(text) else _parts(text.strip())


def why_not(text: str) -> str:
    """Why it is no image reference, in a few words, or ""."""
    text = text.strip()
    if not text:
        return "name an image"
    if (scheme := _SCHEME.match(text)) is not None:
        return f"leave out {scheme[0]}"
    if any(char.isspace() for char in text):
        return "an image has no spaces"
    if not (text.isascii() and text.isprintable()):
        return "an image has only plain letters, digits and . _ - / : @"
    return _trouble(_parts(text))


def reference_hint(text: str) -> str:
    """What is right but unwise about a reference, or ""."""
    reference = parse_reference(text)
    if reference is None or reference.digest:
        return ""
    if not reference.tag:
        return "without a tag it is latest, which moves: pin one"
    return "latest moves: pin a tag" if reference.tag == "latest" else ""


def _parts(text: str) -> ImageReference:
    rest, at, digest = text.partition("@")
    head, slash, tail = rest.partition("/")
    is_registry = bool(slash) and ("." in head or ":" in head or head == "localhost")
    registry, name = (head, tail) if is_registry else ("", rest)
    path, colon, tag = name.partition(":")
    # A colon or an at sign with nothing behind it is kept, so that it can be seen to be wrong.
    return ImageReference(registry, path, tag or colon, digest or at)


def _trouble(parts: ImageReference) -> str:
    if parts.registry and not _REGISTRY.fullmatch(parts.registry):
        return f"{parts.registry} is no registry"
    if not parts.path:
        return "the image's name is missing"
    if parts.path != parts.path.lower():
        return f"image names are lower-case: {parts.path.lower()}"
    if not all(_COMPONENT.fullmatch(word) for word in parts.path.split("/")):
        return f"{parts.path} is no image name"
    if len(parts.registry) + len(parts.path) >= _LONGEST_NAME:
        return "the image's name is too long"
    if parts.tag and not _TAG.fullmatch(parts.tag):
        return (
            f"{parts.tag.removeprefix(':')} is no tag" if parts.tag != ":" else "the tag after : is missing"
        )
    if parts.digest == "@":
        return "the digest after @ is missing"
    if parts.digest and not (_DIGEST.fullmatch(parts.digest) or _SHA256.fullmatch(parts.digest)):
        return "a digest is sha256: and 64 hex digits"
    return ""
