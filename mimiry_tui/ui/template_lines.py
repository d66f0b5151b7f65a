"""A launch on one line, for lists of them. Pure; everything in it may be foreign text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual.content import Content

from mimiry_tui.domain.durations import Age, freshness
from mimiry_tui.domain.launching.draft import Criteria, Draft, MountWish
from mimiry_tui.domain.offers import parts_of_model
from mimiry_tui.ui.toned import toned

NAME_WIDTH = 24
"""Cells at most; what is longer ends in an ellipsis."""
_AGE_WIDTH = 6
_DAY = 86_400
_SHOWN_MODELS = 2


def name_width(names: Iterable[str]) -> int:
    """Cells that the longest of these takes, within bounds."""
    return min(NAME_WIDTH, max((toned(name).cell_length for name in names), default=0))


def template_line(name: str, draft: Draft, width: int, *, is_default: bool) -> Content:
    """One template: whether new forms begin with it, its name, and what it would launch."""
    star = toned("★ " if is_default else "  ", "accent")
    return star + _cell(name, width) + toned("  ") + draft_words(draft)


def recent_line(name: str, age: Age, draft: Draft, width: int) -> Content:
    """One launch: the session's name, how long ago, and what it was."""
    ago = toned(f"{age.text:>{_AGE_WIDTH}}", "dim")
    return toned("  ") + _cell(name, width) + toned("  ") + ago + toned("  ") + draft_words(draft)


def ago(at: datetime, now: datetime) -> Age:
    """How long ago that was: as `freshness` says it, in days from the first one on."""
    age = freshness(now - at)
    seconds = max(0.0, (now - at).total_seconds())
    if seconds < _DAY:
        return age
    return Age(f"{int(seconds) // _DAY} d", _DAY - seconds % _DAY)


def draft_words(draft: Draft) -> Content:
    """What a form would launch: GPU, image, what runs, volumes, limits. No values of variables."""
    gpu = gpu_words(draft)
    limits = [draft.max_duration.strip(), f"≤ {price}/h" if (price := draft.max_price.strip()) else ""]
    parts = [
        toned(gpu, "bright") if gpu else toned("no GPU chosen", "dim"),
        toned(image_word(draft.image) or "no image", "text" if draft.image.strip() else "dim"),
        toned(_run_words(draft), "dim"),
        *(toned(_mount_words(mount), "dim") for mount in draft.mounts),
        *(toned(limit, "dim") for limit in limits if limit),
    ]
    return toned(" · ", "faint").join(parts)


def gpu_words(draft: Draft) -> str:
    """The GPU in a few words: "2× A100 SXM, H100 SXM", "any Hopper, 80 GB and more"; "" for none."""
    if draft.by_criteria:
        what = _criteria_words(draft.criteria)
    else:
        models = list(dict.fromkeys(_model_words(pick.model) for pick in draft.picks))
        more = f" +{len(models) - _SHOWN_MODELS}" if len(models) > _SHOWN_MODELS else ""
        what = ", ".join(models[:_SHOWN_MODELS]) + more
    count = draft.count.strip()
    return f"{count}× {what}" if what and count not in ("", "1") else what


def image_word(image: str) -> str:
    """The last part of an image's name: `nvcr.io/nvidia/pytorch:24.01` → "pytorch:24.01"."""
    name, _, digest = image.strip().partition("@")
    short = name.rstrip("/").rpartition("/")[2]
    return f"{short}@…" if digest else short


def _cell(name: str, width: int) -> Content:
    return toned(name, "bright", bold=True).truncate(width, ellipsis=True, pad=True)


def _model_words(model: str) -> str:
    family, _, form = parts_of_model(model)
    return f"{family} {form}".strip()


def _criteria_words(criteria: Criteria) -> str:
    named = "/".join((*criteria.families, *criteria.form_factors))
    memory = f"{criteria.min_vram_gb.strip()} GB and more" if criteria.min_vram_gb.strip() else ""
    return ", ".join(part for part in (f"any {named or 'GPU'}", memory) if part)


def _run_words(draft: Draft) -> str:
    if not draft.has_command:
        return "interactive"
    lines = [line.strip() for line in draft.command.splitlines() if line.strip()]
    return f"{lines[0]}{' …' if len(lines) > 1 else ''}" if lines else "no command"


def _mount_words(mount: MountWish) -> str:
    return f"{mount.volume_name or mount.volume_id} → {mount.path}" if mount.path else mount.volume_name
