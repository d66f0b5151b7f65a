"""`settings.toml` on disk: read tolerantly, edited without losing a comment."""

from __future__ import annotations

from pathlib import Path

from mimiry_tui.settings.profiles import ProfileEntry
from mimiry_tui.settings.settings import Settings

FILE_NAME = "settings.toml"


class SettingsFile:
    """The file of one configuration folder. Every call blocks on the disk: use a thread."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def load(self) -> Settings:
        """What it says; defaults where there is none. Never raises."""
        return Settings()

    def stamp(self) -> object:
        """Equal to an earlier one as long as the file is the same. Never raises."""
        return None

    def ensure(self) -> bool:
        """Write the commented default file where there is none; whether it did. Raises SettingsError."""
        return False

    def set(self, name: str, value: object) -> None:
        """Give an option of that dotted name a value, checked first. Raises SettingsError."""

    def unset(self, name: str) -> None:
        """Let an option have its default again. Raises SettingsError."""

    def set_profile(self, entry: ProfileEntry) -> None:
        """Add a profile or change the one of that name. Raises SettingsError."""

    def remove_profile(self, name: str) -> None:
        """Take a profile out; none of that name is no error. Raises SettingsError."""
