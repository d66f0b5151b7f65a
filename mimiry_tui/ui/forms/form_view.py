"""A form that a cloud declares: its fields in their sections, and what is to be said of each in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.extras import Extras
from mimiry_tui.domain.doing.forms import Form, Note, Values
from mimiry_tui.domain.offers import Offer
from mimiry_tui.ui.forms.judged import is_sendable, judged, meant


class FormView(Vertical):
    """As high as its fields: whoever shows it lets it scroll. Its values count at every letter.

    In no message is what was typed: it may be a secret.
    """

    DEFAULT_CSS = """
    FormView { height: auto; width: 1fr; }
    """

    class Changed(Message):
        """A value is another one, or something else is to be said of one."""

        def __init__(self, view: FormView) -> None:
            super().__init__()
            self.view = view

        @property
        def control(self) -> FormView:
            return self.view

    def __init__(
        self,
        form: Form,
        extras: Extras,
        values: Values | None = None,
        *,
        offers: Callable[[], Sequence[Offer]] = tuple,
        clock: Clock,
        framed: bool = True,
        id: str | None = None,
    ) -> None:
        """`values` is what it begins with, None for its defaults. `offers` tells what OFFER fields choose
        from. `framed`: each section has a frame, as in the launch form; without, as in a dialog.
        """
        super().__init__(id=id)
        self.form = form
        self.extras = extras
        self._values: dict[str, str] = dict(form.defaults if values is None else values)
        self._offers = offers
        self._clock = clock
        self._framed = framed
        self._notes: dict[str, Note] = {}
        self._judge()

    def compose(self) -> ComposeResult:
        yield from ()

    @property
    def values(self) -> dict[str, str]:
        """What is to be sent: the values of the fields that are shown, without those that are empty."""
        return meant(self.form, self._values)

    @property
    def everything(self) -> dict[str, str]:
        """All values, also of fields that are hidden now: what a draft keeps (see `Form.keepable`)."""
        return dict(self._values)

    @property
    def notes(self) -> dict[str, Note]:
        """What is to be said of its fields; "" is the form as a whole."""
        return dict(self._notes)

    @property
    def sendable(self) -> bool:
        """Whether nothing in it is wrong, and nothing that is required is empty."""
        return is_sendable(self._notes)

    def put(self, values: Values) -> None:
        """Fill it with these values instead."""
        self._values = dict(values)
        self._judge()

    def look_again(self) -> None:
        """What it depends on outside of it has changed: offers, or what the service says."""
        self._judge()

    def focus_first(self) -> None:
        """Put the cursor into the first field."""

    def focus_wrong(self) -> bool:
        """Put the cursor where something is wrong, and say what; False where nothing is."""
        return False

    def focus_field(self, key: str) -> bool:
        """Put the cursor into that field; False where it is not shown."""
        return False

    def refuse(self, words: str) -> bool:
        """Say what the service has against it, at the field that the words name; False where they name
        none. Over with the next change. Foreign text.
        """
        return False

    def _judge(self) -> None:
        self._notes = judged(self.form, self._values, self.extras.notes(self.form.id, self.values), {})
