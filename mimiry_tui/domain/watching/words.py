"""A watch in a few words. Foreign text in it is as it came."""

from __future__ import annotations

from collections.abc import Iterable

from mimiry_tui.domain.offers import parts_of_model
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.domain.watching.rule import Watch

_SHOWN = 3


def watch_words(watch: Watch, volumes: Iterable[Volume] = ()) -> str:
    """What is waited for: "H100 80G SXM ≤ €2.10 · verda/FIN-01 · where ckpt is"."""
    limit = f" ≤ {watch.max_rate}" if watch.max_rate is not None else ""
    parts = [f"{gpu_words(watch)}{limit}", place_words(watch), _volume_words(watch, volumes)]
    return " · ".join(part for part in parts if part)


def gpu_words(watch: Watch) -> str:
    """The GPUs alone: "H100 80G SXM, A100"."""
    return _some([" ".join(_parts(word)) for word in sorted(watch.models)]) or "no GPU"


def place_words(watch: Watch) -> str:
    """The places alone: "verda/FIN-01"; "" for anywhere."""
    return "/".join(part for part in (_some(sorted(watch.providers)), _some(sorted(watch.locations))) if part)


def _volume_words(watch: Watch, volumes: Iterable[Volume]) -> str:
    if watch.volume_id is None:
        return ""
    name = next((one.name for one in volumes if one.id == watch.volume_id), "")
    return f"where {name or 'its volume'} is"


def _parts(word: str) -> list[str]:
    family, vram, form = parts_of_model(word)
    return [part for part in (family, f"{vram}G" if vram else "", form) if part]


def _some(words: list[str]) -> str:
    more = f" +{len(words) - _SHOWN}" if len(words) > _SHOWN else ""
    return ", ".join(words[:_SHOWN]) + more
