"""Where a container may see a volume."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from mimiry_tui.domain.plain_text import is_plain

_KERNEL = ("/proc", "/sys", "/dev")
"""What the container's own system keeps there hides any volume, or is hidden by it."""
_TAKEN_ROOTS = frozenset(
    {"bin", "boot", "dev", "etc", "home", "lib", "lib64", "mnt", "opt", "proc", "root", "run"}
    | {"sbin", "srv", "sys", "tmp", "usr", "var"}
)
_LONGEST = 1_024


def path_trouble(path: str) -> str:
    """Why a volume cannot be mounted there, or "". A single slash at the end does no harm."""
    path = path.strip()
    if not path:
        return "where to? write a path such as /data"
    if not is_plain(path):
        return "a path has no control characters"
    if not path.startswith("/"):
        return "a path starts with /"
    if len(path) > _LONGEST:
        return "the path is too long"
    plain = normal_path(path)
    if plain == "/":
        return "/ is the container's own disk"
    if plain != path.removesuffix("/"):
        return f"write it plainly: {plain}"
    if any(plain == root or plain.startswith(f"{root}/") for root in _KERNEL):
        return f"/{plain.split('/')[1]} belongs to the system"
    return ""


def normal_path(path: str) -> str:
    """The same place without detours: "/data/" → "/data"."""
    # POSIX lets two slashes at the start mean something else, so they are not the library's to join.
    return posixpath.normpath("/" + path.strip().lstrip("/"))


def suggest_path(volume_name: str, taken: Iterable[str] = ()) -> str:
    """A mount path for a volume of that name: "/ckpt"; another one where it is taken already."""
    word = re.sub(r"[^A-Za-z0-9._-]+", "-", volume_name).strip("-._")[:60] or "data"
    base = f"/mnt/{word}" if word.lower() in _TAKEN_ROOTS else f"/{word}"
    used = {normal_path(path) for path in taken if path.strip()}
    path, number = base, 2
    while path in used:
        path, number = f"{base}-{number}", number + 1
    return path
