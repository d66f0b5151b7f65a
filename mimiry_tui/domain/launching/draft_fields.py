"""A draft as plain values for a file, and back. Nothing read ever raises."""

from __future__ import annotations

from collections.abc import Mapping

from mimiry_tui.domain import coerce
from mimiry_tui.domain.launching.draft import AutoTerminate, Criteria, Draft, MountWish, Pick, Variable


def to_fields(draft: Draft, *, values: bool | None = None) -> dict[str, object]:
    """Strings, booleans, lists and mappings for TOML or JSON; what is empty is left out.

    The values of variables are there only where the draft allows them to be kept, or as `values` says.
    """
    with_values = draft.keep_values if values is None else values
    fields: dict[str, object] = {
        "picks": [
            _given(model=pick.model, provider=pick.provider, location=pick.location) for pick in draft.picks
        ],
        "criteria": _given(
            families=_writable_list(draft.criteria.families),
            form_factors=_writable_list(draft.criteria.form_factors),
            min_vram_gb=draft.criteria.min_vram_gb,
            priority=_writable_list(draft.criteria.priority),
            max_attempts=draft.criteria.max_attempts,
        ),
        "image": draft.image,
        "command": draft.command,
        "name": draft.name,
        "environment": [
            _given(name=one.name, value=one.value if with_values else "") for one in draft.environment
        ],
        "keep_values": draft.keep_values,
        "mounts": [
            _given(volume_id=wish.volume_id, volume_name=wish.volume_name, path=wish.path)
            for wish in draft.mounts
        ],
        "auto_terminate": draft.auto_terminate.value if draft.auto_terminate else "",
        "max_duration": draft.max_duration,
        "max_price": draft.max_price,
        "org_id": draft.org_id,
    }
    out = _given(**fields)
    # What an absent key would be read as is left out; what differs from it is written, even if empty.
    if draft.by_criteria != _seems_by_criteria(out):
        out["by_criteria"] = draft.by_criteria
    if draft.has_command != bool(draft.command):
        out["has_command"] = draft.has_command
    if not draft.ssh_enabled:
        out["ssh_enabled"] = False
    if draft.count != "1":
        out["count"] = _writable(draft.count)
    for name, hint in (("provider", draft.provider), ("location", draft.location)):
        if hint is not None:
            out[name] = _writable(hint)
    return out


def from_fields(fields: Mapping[str, object]) -> Draft:
    """The draft that was written so, perhaps by hand; what cannot be read is as in an empty form."""
    criteria = coerce.mapping(fields.get("criteria"))
    command = coerce.text(fields.get("command"))
    return Draft(
        by_criteria=_flag(fields, "by_criteria", _seems_by_criteria(fields)),
        picks=tuple(
            Pick(_text(pick, "model"), _text(pick, "provider"), _text(pick, "location"))
            for pick in _mappings(fields.get("picks"))
        ),
        criteria=Criteria(
            families=coerce.texts(criteria.get("families")),
            form_factors=coerce.texts(criteria.get("form_factors")),
            min_vram_gb=_text(criteria, "min_vram_gb"),
            priority=coerce.texts(criteria.get("priority")),
            max_attempts=_text(criteria, "max_attempts"),
        ),
        count="1" if fields.get("count") is None else _text(fields, "count"),
        provider=None if fields.get("provider") is None else _text(fields, "provider"),
        location=None if fields.get("location") is None else _text(fields, "location"),
        image=_text(fields, "image"),
        has_command=_flag(fields, "has_command", bool(command)),
        command=command,
        name=_text(fields, "name"),
        environment=_environment(fields.get("environment")),
        keep_values=_flag(fields, "keep_values", False),
        ssh_enabled=_flag(fields, "ssh_enabled", True),
        mounts=tuple(
            MountWish(_text(wish, "volume_id"), _text(wish, "volume_name"), _text(wish, "path"))
            for wish in _mappings(fields.get("mounts"))
        ),
        auto_terminate=_mode(fields.get("auto_terminate")),
        max_duration=_text(fields, "max_duration"),
        max_price=_text(fields, "max_price"),
        org_id=_text(fields, "org_id"),
    )


def _seems_by_criteria(fields: Mapping[str, object]) -> bool:
    return bool(fields.get("criteria")) and not fields.get("picks")


def _given(**fields: object) -> dict[str, object]:
    return {
        name: _writable(value) if isinstance(value, str) else value
        for name, value in fields.items()
        if value not in ("", [], {}, False)
    }


def _writable(text: str) -> str:
    """Half a character cannot be written to any file."""
    return text.encode("utf-8", "replace").decode()


def _writable_list(words: tuple[str, ...]) -> list[str]:
    return [_writable(word) for word in words if word]


def _text(fields: Mapping[str, object], name: str) -> str:
    return coerce.text(fields.get(name))


def _flag(fields: Mapping[str, object], name: str, otherwise: bool) -> bool:
    told = coerce.flag(fields.get(name))
    return otherwise if told is None else told


def _mappings(value: object) -> list[dict[str, object]]:
    return [item for item in coerce.items(value) if isinstance(item, dict)]


def _environment(value: object) -> tuple[Variable, ...]:
    """A list of names and values, or by hand a table of them."""
    if isinstance(value, dict):
        return tuple(Variable(name, coerce.text(told)) for name, told in value.items())
    return tuple(Variable(_text(one, "name"), _text(one, "value")) for one in _mappings(value))


def _mode(value: object) -> AutoTerminate | None:
    word = coerce.text(value)
    return AutoTerminate(word) if word in {mode.value for mode in AutoTerminate} else None
