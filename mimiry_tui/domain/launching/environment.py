"""What a draft says about the environment."""

from __future__ import annotations

from collections import Counter

from mimiry_tui.domain.launching.draft import Draft, Variable
from mimiry_tui.domain.launching.environment_text import name_trouble
from mimiry_tui.domain.plain_text import is_sendable


def assigned(draft: Draft) -> tuple[Variable, ...]:
    """The variables that are set; a row that is blank altogether is none."""
    return tuple(
        Variable(one.name.strip(), one.value) for one in draft.environment if one.name.strip() or one.value
    )


def environment_troubles(draft: Draft) -> list[str]:
    """What is wrong with names and values. A value is never repeated."""
    variables = assigned(draft)
    troubles = []
    for one in variables:
        if trouble := name_trouble(one.name):
            troubles.append(f"{one.name}: {trouble}" if one.name else "a variable has no name")
        elif not is_sendable(one.value):
            troubles.append(f"{one.name}: its value holds characters that cannot be sent")
    counted = Counter(one.name for one in variables if one.name)
    return troubles + [f"{name} is there {count} times" for name, count in counted.items() if count > 1]
