"""What becomes of what is typed into the forms of a launch: kept as drafts, emptied and brought back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mimiry_tui.domain.doing.forms import Form
from mimiry_tui.live.forms.drafts import FormDrafts
from mimiry_tui.ui.forms.form_start import Start
from mimiry_tui.ui.forms.form_view import FormView
from mimiry_tui.ui.key_of import key_now

BROUGHT_BACK = "as it was before"


def emptied() -> str:
    """What is said of a form that was emptied."""
    return f"emptied · {key_now('launch.afresh', 'alt+0')} brings it back"


class LeftInForm:
    """For one opening of the launch screen, all its forms together."""

    def __init__(self, drafts: FormDrafts, start: Start) -> None:
        self.is_touched = False
        """Whether anything was typed since it opened."""
        self._drafts = drafts
        self._start = start
        self._seen: dict[str, dict[str, str]] = {}
        """What was last in each form, as far as it may be kept."""
        self._emptied: dict[str, dict[str, str]] = {}
        """What was in a form before it was emptied, with its secrets: in memory only."""

    @property
    def trouble(self) -> str:
        """Why what was typed is not on disk, in words; empty while all is well."""
        return self._drafts.trouble if self.is_touched else ""

    async def load(self) -> bool:
        """Read what earlier runs left; whether it is to be shown: nobody typed, and no values are meant."""
        await self._drafts.load()
        return not self.is_touched and self._start.values is None

    def form_of(self, forms: Sequence[Form]) -> Form:
        """The one to begin with, as far as it is known what was left."""
        return self._start.form_of(forms, self._drafts.last)

    def values_for(self, form: Form) -> dict[str, str]:
        """What that form begins with."""
        values = self._start.values_for(form, self._drafts.draft(form.id))
        self._seen[form.id] = form.keepable(values)
        return values

    def fill(self, view: FormView) -> str:
        """Show what was left in that form; what there is to say of that."""
        form = view.form
        values = self.values_for(form)
        if values != view.everything:
            view.put(values)
        draft = self._drafts.draft(form.id)
        key = key_now("launch.afresh", "alt+0")
        return f"as you left it · {key} empties the form" if draft and draft != form.defaults else ""

    def keep(self, view: FormView) -> bool:
        """Have what was typed as the draft of that form; whether it is another one."""
        form = view.form
        values = form.keepable(view.everything)
        if values == self._seen[form.id]:
            return False
        self._seen[form.id] = values
        self.is_touched = True
        self._drafts.keep(form.id, values)
        return True

    def forgetting(self, view: FormView) -> Callable[[], None]:
        """What forgets the form once it is a session, also when its screen is gone; a later draft stays."""
        form, values = view.form.id, view.form.keepable(view.everything)
        return lambda: self._drafts.forget(form, values)

    def turn_afresh(self, view: FormView) -> str:
        """Empty that form; once more, and what was in it comes back. Says which it was."""
        form, values = view.form, view.everything
        before = self._emptied.pop(form.id, None)
        if values == form.defaults and before is not None:
            self._seen[form.id] = form.keepable(before)
            self._drafts.keep(form.id, self._seen[form.id])
            view.put(before)
            return BROUGHT_BACK
        self._seen[form.id] = form.keepable(form.defaults)
        self._drafts.clear(form.id)
        view.put(form.defaults)
        if values == form.defaults:
            return "it is empty"
        self._emptied[form.id] = values
        return emptied()
