"""What `mimiry-tui doctor --json` prints: the shape that scripts may rely on."""

from __future__ import annotations

from mimiry_tui.commands.doctor.findings import Group, Level

VERSION = 1
"""Counts up when something is taken away or means something else; new members leave it."""

SCHEMA: dict[str, object] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "mimiry-tui doctor --json",
    "type": "object",
    "required": ["version", "program", "level", "findings"],
    "properties": {
        "version": {"const": VERSION, "description": "of this shape"},
        "program": {"type": "string", "description": "the version of mimiry-tui"},
        "level": {"enum": [level.value for level in Level], "description": "the worst of the findings"},
        "findings": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "group", "level", "words", "fix", "seconds"],
                "properties": {
                    "id": {
                        "type": "string",
                        "pattern": "^[a-z]+\\.[a-z0-9_]+$",
                        "description": "what was looked at, the same in every version",
                    },
                    "group": {"enum": [group.value for group in Group]},
                    "level": {
                        "enum": [level.value for level in Level],
                        "description": "`warn`: worth knowing; `fail`: something does not work",
                    },
                    "words": {
                        "type": "string",
                        "minLength": 1,
                        "description": "for people; may be put otherwise in another version",
                    },
                    "fix": {"type": "string", "description": "what helps; empty where nothing needs to"},
                    "seconds": {
                        "type": ["number", "null"],
                        "minimum": 0,
                        "description": "how long it took, of what goes over the network",
                    },
                },
            },
        },
    },
}
