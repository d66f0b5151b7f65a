"""What a settings file comes to once it is read."""

from __future__ import annotations

from dataclasses import field

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.settings.profiles import ProfileEntry


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in the file that is not used, and why."""

    line: int | None
    """From 1; None for the file as a whole."""
    setting: str
    """"refresh.sessions"; empty for the file as a whole."""
    words: str

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line is not None else ""
        return f"{place}{self.setting}: {self.words}" if self.setting else f"{place}{self.words}"


@dataclass(frozen=True, slots=True)
class Settings:
    """Preferences and profiles; whatever could not be used is a problem and has its default."""

    preferences: Preferences = field(default_factory=Preferences)
    profiles: tuple[ProfileEntry, ...] = ()
    """In the order of the file."""
    profile: str = ""
    """The one to start with; empty: none is named."""
    problems: tuple[Problem, ...] = ()
    is_unused: bool = False
    """Whether there is a file of which nothing at all could be used."""
