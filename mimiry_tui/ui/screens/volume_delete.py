"""Deleting volumes: what goes with them, and a name to type where that may be somebody's work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volume_deeds import may_delete, total_gb
from mimiry_tui.domain.volume_use import may_hold_data
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.screens.terminate import Facts
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.volume_lines import all_volumes, each_volume, one_volume
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput

_AROUND_THE_LIST = 4
"""Lines of the dialog besides list, sum, field and padding: frame and buttons."""
_LEAST_LIST = 3
_LOW = 24
"""Lines of a terminal below which the dialog goes without space above and below its text."""
_LONGEST_TYPED = 40
_SHORT_ID = 8


class DeleteVolumeScreen(Dialog[bool]):
    """Dismissed with True to delete `ids`, False to leave everything as it is.

    It is bound to the volumes it was made with. Those in use are shown with who holds them, and stay.
    """

    DEFAULT_CSS = """
    DeleteVolumeScreen {
        align: center middle;
        #delete-volume { width: 72; max-width: 96%; height: auto; border: round $tone-bad;
                         background: $surface; padding: 1 2; }
        #delete-list { height: auto; background: $surface; }
        Facts { height: auto; background: $surface; color: $tone-text; }
        #delete-sum { margin-top: 1; }
        .field { height: 1; margin-top: 1; }
        #delete-ask { width: auto; }
        Input { height: 1; width: 1fr; border: none; padding: 0 1; margin-left: 1;
                background: $row-cursor-blurred; }
        Input:focus { border: none; background: $row-cursor; }
        #delete-buttons { height: 1; align-horizontal: right; margin-top: 1; }
        Button { margin-left: 2; min-width: 0; }
        /* Else an ANSI theme draws a frame there, which has no room. */
        Button.-textual-compact:ansi:disabled { border: none !important; }
    }
    """
    AUTO_FOCUS = "#delete-word, #keep"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer(False)", "cancel", id="volume-delete.cancel", tooltip="Delete nothing"),
        Binding("n,q", "answer(False)", id="volume-delete.no", show=False),
        Binding(
            "y", "yes", "delete", id="volume-delete.yes", tooltip="Delete, where no name has to be typed"
        ),
        Binding("left,right", "app.focus_next", id="volume-delete.other", show=False),
        Binding("up", "scroll(-1)", id="volume-delete.up", show=False),
        Binding("down", "scroll(1)", id="volume-delete.down", show=False),
    ]

    def __init__(
        self, volumes: Sequence[Volume], sessions: Sequence[Session], now: datetime, *, profile: ProfileMark
    ) -> None:
        super().__init__()
        self.volumes = tuple(volumes)
        """As they were when the dialog was opened; the ones meant never change."""
        self._sessions = tuple(sessions)
        self._now = now
        self._profile = profile
        self._going = tuple(one for one in self.volumes if not may_delete(one, self._sessions))
        several = len(self.volumes) > 1
        self._word = self._word_to_type()
        self._typed = OrderlyInput(id="delete-word") if self._word else None
        self._list = Facts(self._each if several else self._one)
        self._sum = Facts(self._all, id="delete-sum") if several else None

    @property
    def ids(self) -> tuple[str, ...]:
        """The volumes that would be deleted: those that nothing holds."""
        return tuple(volume.id for volume in self._going)

    def compose(self) -> ComposeResult:
        with Vertical(id="delete-volume") as box:
            many = f"{len(self.volumes)} volumes" if len(self.volumes) > 1 else "this volume"
            asked = toned(f"Delete {many} on ", "bad", bold=True)
            box.border_title = asked + self._profile.content + toned("?", "bad", bold=True)
            box.border_subtitle = self._hints()
            with VerticalScroll(id="delete-list", can_focus=False):
                yield self._list
            if self._sum is not None:
                yield self._sum
            if self._typed is not None:
                with Horizontal(classes="field"):
                    ask = toned("type ", "dim") + toned(self._word, "bright", bold=True)
                    yield Static(ask + toned(" to delete", "dim"), id="delete-ask")
                    yield self._typed
            with Horizontal(id="delete-buttons"):
                yield Button("Cancel" if self._going else "Close", id="keep", compact=True)
                if self._going:
                    yield Button(
                        self._verb(),
                        id="delete",
                        variant="error",
                        compact=True,
                        disabled=self._typed is not None,
                    )

    def on_resize(self, event: events.Resize) -> None:
        height = event.size.height
        padding = 0 if height < _LOW else 1
        self.query_one("#delete-volume").styles.padding = (padding, 2)
        rest = _AROUND_THE_LIST + 2 * padding
        rest += len(self._all(0)) + 1 if self._sum is not None else 0
        rest += 2 if self._typed is not None else 0
        self.query_one("#delete-list").styles.max_height = max(_LEAST_LIST, height - rest)

    @on(Input.Changed)
    def _word_typed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one("#delete", Button).disabled = not self._is_sure()

    @on(Input.Submitted)
    def _word_given(self, event: Input.Submitted) -> None:
        event.stop()
        if self._is_sure():
            self.dismiss(True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "delete" and self._is_sure())

    def action_answer(self, delete: bool) -> None:
        """Close with that answer."""
        self.dismiss(delete)

    def action_yes(self) -> None:
        """Delete, unless a name has to be typed or nothing can go."""
        if self._going and self._typed is None:
            self.dismiss(True)

    def action_scroll(self, lines: int) -> None:
        """Move a list that is longer than the dialog."""
        self.query_one("#delete-list", VerticalScroll).scroll_relative(y=lines, animate=False)

    def _is_sure(self) -> bool:
        return bool(self._going) and (self._typed is None or self._typed.value.strip() == self._word)

    def _word_to_type(self) -> str:
        """What must be typed; "" where a key is enough."""
        if not any(may_hold_data(one, self._sessions, self._now) for one in self._going):
            return ""
        if len(self._going) > 1:
            return f"delete {len(self._going)}"
        volume = self._going[0]
        typeable = volume.name.isascii() and volume.name.isprintable() and volume.name == volume.name.strip()
        fits = 0 < len(volume.name) <= _LONGEST_TYPED
        return volume.name if typeable and fits else volume.id[:_SHORT_ID]

    def _hints(self) -> Content:
        back = (key_of(self, "volume-delete.cancel"), "goes back")
        if not self._going:
            return key_hints(back)
        by_word = self._typed is not None
        sure = (
            ("enter", "deletes once it is typed")
            if by_word
            else (key_of(self, "volume-delete.yes"), "deletes")
        )
        return key_hints(sure, back)

    def _verb(self) -> Content:
        size = total_gb(self._going)
        many = f" {len(self._going)}" if len(self._going) > 1 else ""
        return Content(f"Delete{many}{f' · {size:,} GB' if size else ''}")

    def _one(self, _width: int) -> list[Content]:
        return one_volume(self.volumes[0], self._sessions, self._now) if self.volumes else []

    def _each(self, width: int) -> list[Content]:
        return each_volume(self.volumes, self._sessions, self._now, width)

    def _all(self, _width: int) -> list[Content]:
        return all_volumes(self.volumes, self._sessions)
