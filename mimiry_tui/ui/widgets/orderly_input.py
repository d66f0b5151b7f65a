"""A line of text whose keys take effect in the order they were pressed."""

from __future__ import annotations

from textual import events
from textual.widgets import Input


class OrderlyInput(Input):
    """An Input that carries out its own bindings at once.

    Textual's inserts letters at once but lets every other key travel up to the app before its binding
    is looked for: what was typed right after it overtakes it, and a backspace deletes the wrong letter.
    """

    async def _on_key(self, event: events.Key) -> None:
        bound = None if event.is_printable else self._bindings.key_to_bindings.get(event.key)
        if not bound:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        await self.run_action(bound[0].action)
