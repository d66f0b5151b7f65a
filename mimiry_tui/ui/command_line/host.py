"""What the command line needs of the app it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mimiry_tui.ui.services import Services


class CommandHost(Protocol):
    """What only the app can do."""

    services: Services | None
    """Of the account that is open; None until one is."""

    def profile_names(self) -> Sequence[str]:
        """The profiles that can be switched to, the active one among them."""

    def switch_profile(self, name: str) -> None:
        """Go on with another of `profile_names`."""

    async def set_preference(self, name: str, value: object) -> None:
        """Use that value of a setting from now on, and keep it in the settings file.

        `name` is dotted ("look.theme") and `value` what its kind asks for; None takes the setting out of
        the file, so that its default counts. Raises SettingsError with words for the user.
        """
