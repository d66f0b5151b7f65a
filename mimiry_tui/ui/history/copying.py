"""What of a card is worth copying."""

from __future__ import annotations

from mimiry_tui.domain.logs.ansi_text import shown
from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.clipboard import without_controls
from mimiry_tui.ui.yankable import Choice

_LONGEST = 4_000


def copyable(card: Card) -> list[Choice]:
    """Each piece of it that there is."""
    tail = "\n".join(safe_text(shown(line), _LONGEST) for line in card.last_lines)
    count = len(card.last_lines)
    found = [
        Choice("i", "id", _clean(card.session_id)),
        Choice("n", "name", _clean(card.name)),
        Choice("m", "image", _clean(card.image)),
        Choice("g", "GPU model", _clean(card.gpu)),
        Choice("c", "command", without_controls(card.command)),
        Choice("e", "error", _clean(card.error)),
        Choice("l", "end of its log", tail, f"{count} line{'s' if count != 1 else ''}"),
    ]
    return [choice for choice in found if choice.text]


def _clean(text: str) -> str:
    return safe_text(text, _LONGEST)
