"""How a profile is told from others at a glance: its name in its colour, wherever money could be lost."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.settings.profiles import ProfileColour
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.part_line import fitted

LONGEST, LONGEST_WHERE_NARROW = 24, 14
_TONES: dict[ProfileColour, Tone] = {
    ProfileColour.TEAL: "accent",
    ProfileColour.GREEN: "good",
    ProfileColour.AMBER: "warn",
    ProfileColour.RED: "bad",
    ProfileColour.VIOLET: "watch",
    ProfileColour.BLUE: "early2",
    ProfileColour.GREY: "dim",
}


@dataclass(frozen=True, slots=True)
class ProfileMark:
    """A name and its colour, and the service it is at."""

    name: str
    colour: ProfileColour = ProfileColour.GREY
    service: str = "mimiry"
    """What the header calls the service."""

    def __str__(self) -> str:
        return self.name

    @property
    def tone(self) -> Tone:
        """The tone of its colour."""
        return _TONES[self.colour]

    @property
    def content(self) -> Content:
        """The name as it is drawn, cut where it is long."""
        return self.within(LONGEST)

    @property
    def after_on(self) -> Content:
        """` on work`: how the title of a dialog ends that could cost money."""
        return toned(" on ", "dim") + self.content

    def within(self, columns: int) -> Content:
        """The name as it is drawn where there is so much room for it."""
        is_marked = self.colour is not ProfileColour.GREY
        return toned(fitted(self.name, columns), _TONES[self.colour], bold=is_marked)
