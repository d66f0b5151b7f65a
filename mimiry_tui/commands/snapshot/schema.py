"""The JSON of a snapshot, described: draft 2020-12, printed by `snapshot --schema`.

Within one version fields are only ever added. What is renamed, removed or means something else is
a new version.
"""

from __future__ import annotations

from typing import Any

from mimiry_tui.commands.snapshot.trouble import CODES
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.volumes import VolumeStatus

NAME = "mimiry-tui/snapshot"
VERSION = 1

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_MOMENT: Schema = {
    "type": ["string", "null"],
    "format": "date-time",
    "description": "RFC 3339, in UTC; null where it is not known",
}
_COUNT: Schema = {"type": ["integer", "null"], "minimum": 0}


def json_schema() -> Schema:
    """What every document that `snapshot --json` prints keeps to."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One look at a Mimiry account",
        **_object(
            {
                "schema": {"const": NAME},
                "version": {"const": VERSION},
                "at": {**_MOMENT, "type": "string", "description": "when the look began"},
                "account": _object(
                    {
                        "profile": _TEXT,
                        "kind": {**_TEXT, "description": "which service: mimiry, mimiry-jobs, mags"},
                        "service": _TEXT,
                    }
                ),
                "summary": _summary(),
                "sessions": _list("session"),
                "ended": _list("session", total=_COUNT),
                "volumes": _list("volume"),
                "offers": _list("offer"),
                "quotas": _list("quota"),
                "balance": _object({**_HEALTH, "value": {"$ref": "#/$defs/money_or_null"}}),
            }
        ),
        "$defs": {
            "money": _MONEY,
            "money_or_null": {"anyOf": [{"$ref": "#/$defs/money"}, {"type": "null"}]},
            "error": _ERROR,
            "session": _SESSION,
            "volume": _VOLUME,
            "offer": _OFFER,
            "quota": _object({"name": _TEXT, "limit": _COUNT, "used": _COUNT}),
        },
    }


def _object(properties: Schema, description: str = "") -> Schema:
    """Every field is always there; a later minor release may add more."""
    described = {"description": description} if description else {}
    return {"type": "object", "properties": properties, "required": list(properties), **described}


def _list(kind: str, **more: Schema) -> Schema:
    return _object(
        {
            **_HEALTH,
            **more,
            "items": {"type": ["array", "null"], "items": {"$ref": f"#/$defs/{kind}"}},
            "unreadable": {
                "type": "array",
                "items": _object({"id": _TEXT, "reason": _TEXT}),
                "description": "records that came and could not be read",
            },
        },
        "items is null where nothing was read: an empty list means that there are none",
    )


def _summary() -> Schema:
    return _object(
        {
            "line": {**_TEXT, "description": "what --line prints"},
            "up": {**_COUNT, "description": "ready, or in a state nobody knows; null: sessions not read"},
            "booting": _COUNT,
            "ending": _COUNT,
            "asleep": {**_COUNT, "description": "set aside by the service until somebody comes"},
            "burn_per_hour": {**_MONIES, "description": "sessions and volumes, one sum per currency"},
            "burn_is_whole": {
                "type": "boolean",
                "description": "false: sessions or volumes were not read, so it is at least that",
            },
            "spent_today": {
                **_MONIES,
                "type": ["array", "null"],
                "description": "since local midnight, estimated",
            },
            "balance_lasts_seconds": {
                "type": ["integer", "null"],
                "description": "null where it is not known, or nothing costs anything",
            },
        }
    )


_MONEY = _object(
    {"amount": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}, "currency": {"type": "string"}},
    "the amount is a decimal number in a string, so that nothing is rounded",
)
_MONIES: Schema = {"type": "array", "items": {"$ref": "#/$defs/money"}}
_MONEY_OR_NULL: Schema = {"$ref": "#/$defs/money_or_null"}
_ERROR: Schema = {
    "anyOf": [
        _object(
            {
                "code": {"enum": list(CODES)},
                "words": {**_TEXT, "description": "for people, in words that may change"},
                "hint": {**_TEXT, "description": "what can be done; may be empty"},
                "status": {"type": ["integer", "null"], "description": "of the HTTP answer"},
                "retry_after_seconds": {"type": ["number", "null"]},
            }
        ),
        {"type": "null"},
    ]
}
_HEALTH: Schema = {
    "as_of": {**_MOMENT, "description": "when it was read; null where it was not"},
    "error": {"$ref": "#/$defs/error"},
    "why_not": {**_TEXT, "description": "why this service has none of it; empty where it has"},
}
_SESSION = _object(
    {
        "id": _TEXT,
        "name": _TEXT,
        "phase": {"enum": [phase.value for phase in Phase]},
        "phase_words": _TEXT,
        "state": {**_TEXT, "description": "the service's own word, as operation and status are"},
        "operation": _TEXT,
        "status": _TEXT,
        "gpu": _TEXT,
        "gpu_count": {"type": "integer"},
        "provider": _TEXT,
        "location": _TEXT,
        "image": _TEXT,
        "price_per_hour": _MONEY_OR_NULL,
        "cost": {**_MONEY_OR_NULL, "description": "so far, or in all once it has ended"},
        "cost_is_estimated": {"type": "boolean"},
        "created_at": _MOMENT,
        "started_at": _MOMENT,
        "billed_at": {**_MOMENT, "description": "from when its cost counts; null where it is not known"},
        "ended_at": _MOMENT,
        "max_duration_seconds": {"type": ["integer", "null"]},
        "auto_terminate": _TEXT,
        "ssh": {
            "anyOf": [
                _object({"host": _TEXT, "port": {"type": "integer"}, "username": _TEXT}),
                {"type": "null"},
            ],
            "description": "foreign text: check it before it meets a command line",
        },
        "exit_code": {"type": ["integer", "null"]},
        "stop_reason": _TEXT,
        "error": _TEXT,
        "marks": {"type": "array", "items": _TEXT, "description": "what it is marked with there: always on"},
        "url": {**_TEXT, "description": "where it is reached from everywhere; foreign text, may be empty"},
        "heartbeat_at": {**_MOMENT, "description": "when its machine last gave a sign of life"},
        "script_ran_seconds": {"type": ["number", "null"], "minimum": 0},
    }
)
_VOLUME = _object(
    {
        "id": _TEXT,
        "name": _TEXT,
        "size_gb": _COUNT,
        "status": {"enum": [status.value for status in VolumeStatus]},
        "attached_to": {**_TEXT, "description": "the id of a session, or empty"},
        "provider": _TEXT,
        "location": _TEXT,
        "price_per_hour": _MONEY_OR_NULL,
        "created_at": _MOMENT,
    }
)
_OFFER = _object(
    {
        "model": _TEXT,
        "family": _TEXT,
        "form_factor": _TEXT,
        "vram_gb": _COUNT,
        "provider": _TEXT,
        "location": _TEXT,
        "price_per_hour": {**_MONEY_OR_NULL, "description": "of one GPU"},
        "available": {"type": "boolean"},
        "gpu_count": {
            "type": ["integer", "null"],
            "minimum": 1,
            "description": "GPUs that come together in one machine; null: as many as are asked for",
        },
    }
)
