"""A list in a form of which one is chosen, or several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.forms.control import Heard, Hints
from mimiry_tui.ui.forms.own_widget import OwnWidget
from mimiry_tui.ui.forms.pick_drawing import PickDrawing
from mimiry_tui.ui.forms.picks import Pick, lost_pick, matching
from mimiry_tui.ui.launch.form_sight import bring_into_sight
from mimiry_tui.ui.launch.typed_ahead import took_key

_LONGEST_FILTER = 40


class PickList(PickDrawing, OwnWidget, can_focus=True):
    """Closed it is one line with what is chosen; letters filter, arrows and enter choose.

    `several`: each line is taken or left by itself, and the list is always open. `always_open`: the
    lines are seen before the cursor is on them, as those of offers are.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", "up", id="picks.up", show=False, tooltip="The choice before"),
        Binding("down", "go(1)", "down", id="picks.down", show=False, tooltip="The next choice"),
        Binding("space", "take", "take", id="picks.take", show=False, tooltip="Take it, or leave it"),
        Binding("enter", "settle", "take", id="picks.settle", show=False, tooltip="Take it and go on"),
        Binding("delete", "clear", "none", id="picks.clear", show=False, tooltip="Choose nothing"),
        Binding(
            "backspace",
            "erase",
            "erase",
            id="picks.erase",
            show=False,
            tooltip="Erase a letter of the filter",
        ),
        Binding("escape", "close", "close", id="picks.close", show=False, tooltip="Close the list"),
    ]

    def __init__(
        self,
        heard: Heard,
        *,
        several: bool = False,
        always_open: bool = False,
        none: str = "none",
        words: str = "",
        required: bool = False,
        ask: Callable[[], None] = lambda: None,
    ) -> None:
        """`none` says what it means when nothing is chosen, `words` behind it what it is; `ask` has the
        choices asked for again. `required`: one has to be chosen.
        """
        super().__init__(several=several, always_open=always_open, none=none, words=words)
        self._heard = heard
        self._ask = ask
        self._required = required

    @property
    def hints(self) -> Hints:
        if self._several:
            return (("↑ ↓", "go"), ("space", "takes or leaves"), ("letters", "filter"))
        if self._open:
            return (("↑ ↓", "choose"), ("enter", "takes it"), ("letters", "filter"))
        return (("↓", "choices"), ("letters", "filter"))

    def put(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self._narrow()
            if not self._filter:
                self._to_chosen()
            self.renew()

    def offer(self, picks: Sequence[Pick], words: Content | None = None) -> None:
        """These are to choose from; `words` stand for them where there are none, or before they came."""
        here = self._found[self._at].value if self._at < len(self._found) else ""
        was_empty = not self._picks
        self._picks, self._words = tuple(picks), words or Content("")
        self._narrow()
        at = next((index for index, one in enumerate(self._found) if one.value == here), None)
        if at is not None and not was_empty:
            self._at = at
        else:
            self._to_chosen()
        self.renew()

    # Keys

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        return character is not None and character.isprintable() and character != " "

    async def _on_key(self, event: events.Key) -> None:
        letter = event.character
        is_here = self.screen.focused in (self, None)
        if is_here and letter and event.is_printable and letter != " " and not event.key.startswith("alt+"):
            event.stop()
            event.prevent_default()
            self._type(self._filter + letter)
            return
        await took_key(self, event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mean nothing here now go on to the form."""
        if action == "close":
            return bool(self._filter) or (self._open and not self._stays)
        return True

    def on_blur(self) -> None:
        self._shut()

    def action_open(self) -> None:
        if not self._picks:
            self._ask()
            return
        self._open = True
        self._seen()

    def action_go(self, step: int) -> None:
        if not self._open or not self._picks:
            self.action_open()
            return
        self._at = max(0, min(len(self._found) - 1, self._at + step))
        self._seen()

    def action_pick(self, index: int) -> None:
        """A click on a line."""
        self._at = min(index, max(0, len(self._found) - 1))
        self.action_take()

    def action_take(self) -> None:
        """Take what is under the cursor; of several leave it where it was taken."""
        if not self._open or not self._picks:
            self.action_open()
            return
        if not self._found:
            return
        pick = self._found[self._at]
        if self._several:
            taken = [one for one in self.taken if one != pick.value]
            if len(taken) == len(self.taken):
                if pick.disabled:
                    return
                taken.append(pick.value)
            self._take("\n".join(taken))
        elif not pick.disabled:
            self._take(pick.value)
            self._shut()

    def action_settle(self) -> None:
        """Enter: take the line of an open list, then go on to the next field. What has to be chosen opens
        first: behind the last field a second enter would leave the form.
        """
        if self._required and not self._open and not self.taken:
            self.action_open()
            return
        if self._open and not self._several and self._found and self._found[self._at].disabled:
            return
        if self._open and not self._several:
            self.action_take()
        self.screen.focus_next()

    def action_clear(self) -> None:
        self._filter = ""
        self._narrow()
        self._take("")

    def action_erase(self) -> None:
        if self._filter:
            self._type(self._filter[:-1])

    def action_close(self) -> None:
        self._shut()

    def _take(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self._heard(value)
        self.renew()

    def _type(self, text: str) -> None:
        self._filter = safe_text(text, _LONGEST_FILTER)
        self._open = True
        self._narrow()
        self._at = 0
        self._seen()

    def _shut(self) -> None:
        """Closed again, or as open as it always is; the cursor on what is chosen."""
        self._filter, self._open = "", self._stays
        self._narrow()
        if not self._several:
            self._to_chosen()
        self.renew()

    def _narrow(self) -> None:
        known = {pick.value for pick in self._picks}
        # What is taken but offered no more can be left all the same.
        lost = [one for one in self.taken if one not in known] if self._several and known else []
        self._found = matching((*self._picks, *map(lost_pick, lost)), self._filter)
        self._at = max(0, min(self._at, len(self._found) - 1))

    def _to_chosen(self) -> None:
        self._at = next((at for at, one in enumerate(self._found) if one.value in self.taken), 0)

    def _seen(self) -> None:
        self.renew()
        bring_into_sight(self, self._at - self._first + (1 if self._filter else 0))
