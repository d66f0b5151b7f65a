"""Narrowing the history down, by keys and by words."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from mimiry_tui.ui.history.card_commands import CardCommands
from mimiry_tui.ui.history.filter_line import FilterLine
from mimiry_tui.ui.history.filters import HistoryFilter
from mimiry_tui.ui.widgets.filter_input import FilterInput

if TYPE_CHECKING:
    from mimiry_tui.ui.services import Services


class FilterCommands(CardCommands):
    """A screen of cards with a line that says what it shows, and one to type words into."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Before all else, so that what is typed right after it lands in the filter.
        Binding("slash", "filter", "filter", id="history.filter", priority=True, tooltip="Find by words"),
        Binding("o", "next_outcome", "outcome", id="history.outcome", show=False, tooltip="Only one outcome"),
        Binding("m", "only_gpu", "GPU", id="history.gpu", show=False, tooltip="Only this row's GPU, or any"),
        Binding(
            "i",
            "only_image",
            "image",
            id="history.image",
            show=False,
            tooltip="Only this row's image, or any",
        ),
        Binding("d", "next_days", "days", id="history.days", show=False, tooltip="Only the last days"),
        Binding("escape,h", "back", "back", id="history.back", tooltip="Clear the filter, back"),
    ]

    def __init__(self, services: Services, launched: Callable[[str], None]) -> None:
        super().__init__(services, launched)
        self.filter = HistoryFilter()
        self.filter_line = FilterLine()
        self.filter_input = FilterInput()

    @abstractmethod
    def filter_changed(self) -> None:
        """Show what `filter` lets through."""

    @abstractmethod
    def leave_filter(self) -> None:
        """Give the focus to the cards."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is typed into the filter is text, and no key of the screen."""
        if isinstance(self.focused, FilterInput):
            return False
        return super().check_action(action, parameters)

    def action_filter(self) -> None:
        """Type words to find sessions by."""
        self.filter_input.display = True
        # At once and not in its turn: the next key may be waiting already.
        self.set_focus(self.filter_input)

    def action_next_outcome(self) -> None:
        """Show only those that turned out so, then the next way."""
        self._narrow(self.filter.next_outcome())

    def action_next_days(self) -> None:
        """Show only the last days, then more of them, then all."""
        self._narrow(self.filter.next_days())

    def action_only_gpu(self) -> None:
        """Show only those with the GPU of this one, or any again."""
        self._narrow(self.filter.only_gpu(self.card.gpu if self.card is not None else ""))

    def action_only_image(self) -> None:
        """Show only those with the image of this one, or any again."""
        self._narrow(self.filter.only_image(self.card.image if self.card is not None else ""))

    def action_back(self) -> None:
        """Show everything again where something is hidden, else back to the dashboard."""
        if self.filter.is_empty:
            self.dismiss()
        else:
            self.filter_input.value = ""
            self._narrow(HistoryFilter())

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrow(replace(self.filter, text=event.value))

    @on(Input.Submitted)
    def _kept(self, event: Input.Submitted) -> None:
        event.stop()
        self._close_input()

    @on(FilterInput.Cleared)
    def _cleared(self, event: FilterInput.Cleared) -> None:
        event.stop()
        self._narrow(replace(self.filter, text=""))
        self._close_input()

    def _close_input(self) -> None:
        self.filter_input.display = False
        self.leave_filter()

    def _narrow(self, chosen: HistoryFilter) -> None:
        if chosen != self.filter:
            self.filter = chosen
            self.filter_line.show(chosen)
            self.filter_changed()
