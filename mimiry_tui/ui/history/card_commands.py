"""What can be done with a session that is remembered, by the same keys wherever its card is shown."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.launch_commands import LaunchCommands

if TYPE_CHECKING:
    from mimiry_tui.ui.services import Services


class CardCommands(LaunchCommands):
    """A screen with a card under its cursor. What launches from it goes by the session it remembers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "c",
            "copy_session",
            "again",
            id="launch.copy",
            priority=True,
            tooltip="Launch a copy of the session",
        ),
        Binding("y", "yank", "copy", id="history.copy", tooltip="Copy id, name, image, command"),
        Binding(
            "l", "log", "log", id="history.log", show=False, tooltip="The session's log, as far as it is kept"
        ),
    ]

    def __init__(self, services: Services, launched: Callable[[str], None]) -> None:
        """`launched` is called with the id of what was launched from here, once this screen is gone."""
        super().__init__()
        self.services = services
        self._launched = launched

    @property
    @abstractmethod
    def card(self) -> Card | None:
        """The card that a key means."""

    @property
    def record(self) -> Session | None:
        """The session as the service tells it, else as it is remembered."""
        card = self.card
        if card is None or self.services is None:
            return None
        known = self.services.account.store.sessions.get(card.session_id)
        if isinstance(known, Session):
            return known
        from mimiry_tui.domain.launching.draft_of_card import session_of  # loaded with the form

        return session_of(card)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that can do nothing here and now are not offered."""
        if action == "yank":
            return self.card is not None
        if action == "log":
            return self.card is not None and self._is_known
        return super().check_action(action, parameters)

    def show_launched(self, session_id: str) -> None:
        self.dismiss()
        self._launched(session_id)

    def action_yank(self) -> None:
        """Choose what to copy of the card."""
        from mimiry_tui.ui.history.copying import copyable
        from mimiry_tui.ui.screens.yank import YankScreen

        if self.card is not None:
            self.app.push_screen(YankScreen(copyable(self.card)))

    def action_log(self) -> None:
        """The whole session with its log, which is kept as long as the service knows the session."""
        from mimiry_tui.ui.screens.session_opening import session_screen

        card, services = self.card, self.services
        if card is not None and services is not None and self._is_known:
            self.app.push_screen(session_screen(services, card.session_id, "Logs", lambda: [card.session_id]))

    @property
    def _is_known(self) -> bool:
        """Whether the picture still has the session."""
        assert self.services is not None
        return self.card is not None and self.card.session_id in self.services.account.store.sessions
