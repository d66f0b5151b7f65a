"""Says aloud when an ending did not work: whoever asked for it may look elsewhere by now, and it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.happenings import Happening, HappeningKind

if TYPE_CHECKING:
    from mimiry_tui.live.ending import EndingState
    from mimiry_tui.live.endings import Endings
    from mimiry_tui.live.store import Store


def tell_loud_endings(endings: Endings, store: Store, announce: Callable[[Happening], None]) -> None:
    """Announce each ending that fails or hangs from now on, once for each time it comes to that."""
    told: dict[str, EndingState] = {}

    def changed(session_ids: frozenset[str]) -> None:
        for session_id in session_ids:
            ending, before = endings.of(session_id), told.pop(session_id, None)
            if ending is None or not ending.state.is_loud:
                continue
            told[session_id] = ending.state
            record = store.sessions.get(session_id)
            if before is not ending.state and isinstance(record, Session):
                announce(Happening(HappeningKind.FAILED, record, ending.said))

    endings.subscribe(changed)
