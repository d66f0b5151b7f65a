"""A field of names and values: an environment, its values masked and kept nowhere."""

from __future__ import annotations

from datetime import UTC, datetime

from textual.widget import Widget

from mimiry_tui.domain.doing.forms import Note
from mimiry_tui.domain.launching.checks import LaunchCost, Place, Preflight
from mimiry_tui.domain.launching.draft import Draft, Variable
from mimiry_tui.domain.launching.picture import KeyFacts, Picture, Reading
from mimiry_tui.ui.forms.control import Heard, Hints
from mimiry_tui.ui.launch.environment_table import EnvironmentTable
from mimiry_tui.ui.launch.section import Edit, View

_NEVER = datetime.min.replace(tzinfo=UTC)
_NOTHING_KNOWN = Picture(
    _NEVER, Reading(()), Reading(()), Reading(()), Reading(None), Reading(()), KeyFacts()
)
_NOTHING_AGAINST = Preflight((), (), None, "", Place(), (), LaunchCost())
SEVERAL_LINES = "a value of several lines cannot be sent by this form"


class PairsControl:
    """The environment of the launch form, over a text of NAME=value lines instead of a draft."""

    def __init__(self, value: str, heard: Heard) -> None:
        self._heard = heard
        self._draft = Draft()
        self._table = EnvironmentTable(self._edited, can_keep=False)
        self.put(value)

    @property
    def widget(self) -> Widget:
        return self._table

    @property
    def target(self) -> Widget:
        return self._table.rows

    @property
    def hints(self) -> Hints:
        return self._table.hints()

    @property
    def trouble(self) -> Note | None:
        """What is wrong with it that its text does not show."""
        broken = any("\n" in one.value for one in self._draft.environment)
        return Note(SEVERAL_LINES) if broken else None

    def put(self, value: str) -> None:
        self._draft = Draft(environment=tuple(_variable(line) for line in value.splitlines() if line.strip()))
        self._table.show(View(self._draft, _NOTHING_KNOWN, _NOTHING_AGAINST))

    def _edited(self, edit: Edit) -> None:
        self._draft = edit(self._draft)
        pairs = ((one.name, one.value.replace("\n", " ")) for one in self._draft.environment)
        self._heard("\n".join(f"{name}={value}" for name, value in pairs))


def _variable(line: str) -> Variable:
    name, _, value = line.partition("=")
    return Variable(name.strip(), value)
