"""What becomes of the draft on disk while a form is open: nothing that was typed is lost to another form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual.app import App

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.live.drafts.draft_file import DraftFile
from mimiry_tui.live.launches.book import Recent, without_values
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.launch.desk import Desk

if TYPE_CHECKING:
    from mimiry_tui.live.drafts.templates import Templates


class KeptDraft:
    """One form's. Unless it begins with what another form left, its first edit sets that aside."""

    def __init__(self, desk: Desk, file: DraftFile, templates: Templates, fresh: Draft) -> None:
        """`fresh` is a form in which nothing was typed yet."""
        self.fresh = fresh
        self._desk = desk
        self._file = file
        self._templates = templates
        self._began_with: Draft | None = None
        """What was kept, where the form shows that."""
        file.begin_another()

    def begin_with(
        self, kept: Draft | None, adapt: Callable[[Draft], Draft], recent: Sequence[Recent]
    ) -> str:
        """Fill an untouched form with what was kept, or with the default template; says what that is."""
        default = self._templates.default
        found = kept or self._templates.get(default)
        shown = found is not None and self._desk.restore(adapt(found))
        if self._desk.is_touched:
            return ""  # typed ahead of this: another draft
        self._began_with = kept
        self._file.go_on()
        if not shown:
            return ""
        same = (one for one in recent if kept is not None and one.draft == without_values(kept))
        launched = next(same, None)
        # After a crash between request and answer the draft is there, and so is its session.
        already = f", and launched since as {launched.name}" if launched is not None else ""
        origin = "as you left it" if kept else f"by the template {default}"
        return f"{origin}{already} · {key_now('launch.afresh', 'alt+0')} empties the form"

    def replace(self, put: Callable[[], None]) -> None:
        """Have `put` fill the form with something else; what it holds is set aside."""
        draft = self._desk.draft
        saved = (self._templates.get(name) for name in self._templates.names)
        if draft != self.fresh and draft not in saved:
            self._file.keep(draft)
            self._file.begin_another()
        self._began_with = None
        put()
        self._file.go_on()

    async def forget(self) -> None:
        """Have no draft: the form is empty."""
        await self._file.clear()

    def forgetting(self, app: App[Any]) -> Callable[[], None]:
        """What forgets the form once it is a session, also when its screen is gone; others' drafts stay."""
        drafts = [one for one in (self._desk.draft, self._began_with) if one is not None]
        if not self._desk.is_touched and self._began_with is None:
            return lambda: None

        def forget() -> None:
            app.run_worker(self._file.done_with(*drafts), name="forget the draft", exit_on_error=True)

        return forget
