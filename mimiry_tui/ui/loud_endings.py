"""Says aloud when an ending did not work: whoever asked for it may look elsewhere by now, and it costs.

So it is where there was nothing left to end: that row is gone without a word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.happenings import Happening, HappeningKind

if TYPE_CHECKING:
    from mimiry_tui.live.endings.ending import EndingState
    from mimiry_tui.live.endings.endings import Endings
    from mimiry_tui.live.store import Store


def tell_loud_endings(endings: Endings, store: Store, announce: Callable[[Happening], None]) -> None:
    """Announce each ending that fails, hangs or comes too late from now on, once for each time it does."""
    told: dict[str, EndingState] = {}
    last: dict[str, Session] = {}

    def changed(session_ids: frozenset[str]) -> None:
        for session_id in session_ids:
            ending, before = endings.of(session_id), told.pop(session_id, None)
            record = store.sessions.get(session_id)
            if isinstance(record, Session):
                last[session_id] = record
            if ending is None or not (ending.state.is_loud or ending.was_too_late):
                continue
            told[session_id] = ending.state
            if before is not ending.state and (session := last.get(session_id)) is not None:
                kind = HappeningKind.FAILED if ending.state.is_loud else HappeningKind.ENDED
                announce(Happening(kind, session, ending.said))

    endings.subscribe(changed)
