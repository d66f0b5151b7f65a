"""Which key: one that is there, a new one, or none at all in the demo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.content import Content

from mimiry_tui.ssh.key_making import KeyMakingError
from mimiry_tui.ui.setup.choice_list import Choice, ChoiceList
from mimiry_tui.ui.setup.new_key_stage import NewKeyStage
from mimiry_tui.ui.setup.notes import ChosenKey, Place
from mimiry_tui.ui.setup.on_the_way import after_key
from mimiry_tui.ui.setup.services import SetupResult
from mimiry_tui.ui.setup.stage import Flow, Stage, Words
from mimiry_tui.ui.setup.words import at_home, lines, trouble, under_way
from mimiry_tui.ui.toned import spaced, toned

if TYPE_CHECKING:
    from mimiry_tui.ssh.key_finding import FoundKey

NEW, DEMO = "new", "demo"
_LONGEST_PATH = 34
_WHY = toned("The service knows you by an SSH key: there is no password, and nothing else to keep.", "dim")


class KeyStage(Stage):
    """The first stage."""

    TITLE: ClassVar[str] = "Which SSH key shall sign you in?"
    DEFAULT_CSS = """
    KeyStage ChoiceList { height: 1fr; }
    """
    PLACE = Place.KEY

    def __init__(self, flow: Flow) -> None:
        super().__init__(flow)
        self._looking = Words()
        self._list = ChoiceList(self._choices(self.notes.found or ()), self._take, id="setup-keys")

    def compose(self) -> ComposeResult:
        yield self._looking
        yield self._list

    def on_mount(self) -> None:
        self.screen.set_focus(self._list)
        if self.notes.found is None:
            self._looking.say(lines(under_way("looking for keys in ~/.ssh and in ssh-agent"), Content("")))
            self.start(self._look(), "looking for keys")
        else:
            self._show()

    async def _look(self) -> None:
        self.notes.found = await self.services.find_keys()
        self._show()

    def _show(self) -> None:
        found = self.notes.found or ()
        self._looking.say(
            lines(
                _WHY if found else toned("There is no SSH key in ~/.ssh or ssh-agent yet.", "text"),
                Content(""),
            )
        )
        usable = next((str(key.path) for key in found if not key.trouble), NEW)
        self._list.offer(self._choices(found), str(self.notes.key.path) if self.notes.key else usable)

    def _take(self) -> None:
        taken = self._list.chosen
        if taken == NEW:
            self.flow.show(NewKeyStage)
        elif taken == DEMO:
            self.flow.finish(SetupResult(self.notes.api_base, None, demo=True))
        else:
            key = next(one for one in self.notes.found or () if str(one.path) == taken)
            if key.trouble or key.public_line:
                self.start(self._ready(key), "looking at the key again")
            else:
                self._use(key)

    async def _ready(self, key: FoundKey) -> None:
        """Use it once it can be; what was wrong with it may have been mended meanwhile."""
        try:
            key = await self.services.ready_key(key)
            why = key.trouble
        except KeyMakingError as error:
            why = str(error)
        if why:
            fix = "ssh would refuse it too: mend that and take it again, or choose another"
            self._looking.say(lines(trouble("this key cannot be used as it is", why, fix), Content("")))
            self.call_after_refresh(self._list.scroll_to_highlight)
        else:
            self.notes.found = None  # as it is now
            self._use(key)

    def _use(self, key: FoundKey) -> None:
        wants_touch = key.kind.endswith("-sk")
        self.notes.choose(
            ChosenKey(key.path, key.fingerprint, has_file=key.has_file, wants_touch=wants_touch)
        )
        after_key(self.flow)

    def _choices(self, found: Sequence[FoundKey]) -> list[Choice]:
        paths = [toned(_named(key, self.services.home), "bright", bold=True) for key in found]
        paths = [path.truncate(_LONGEST_PATH, ellipsis=True) for path in paths]
        widest = max((path.cell_length for path in paths), default=0)
        keys = [
            Choice(str(key.path), path.pad_right(widest - path.cell_length) + _state(key), _below(key))
            for key, path in zip(found, paths, strict=True)
        ]
        new = toned("Make a new key", "bright", bold=True)
        demo = toned("Look around in the demo", "bright", bold=True)
        return [
            *keys,
            Choice(NEW, new, toned("ed25519, in ~/.ssh, with a passphrase if you like", "dim"), apart=True),
            Choice(DEMO, demo, toned("a simulated cloud: needs no key, costs and keeps nothing", "dim")),
        ]


def _named(key: FoundKey, home: Path) -> str:
    """By its file, or, where none tells of it, by what the agent calls it."""
    if key.has_file or not key.public_line:
        return at_home(key.path, home)
    return key.comment or "a key"


def _state(key: FoundKey) -> Content:
    if key.in_agent:
        state = toned("in ssh-agent" if key.has_file else "only in ssh-agent", "good")
    else:
        state = toned("has a passphrase", "text") if key.is_locked else Content("")
    return Content("  ") + spaced([toned(f"{key.kind:<11}", "text"), state], "  ")


def _below(key: FoundKey) -> Content:
    fingerprint = toned(key.fingerprint, "dim")
    if key.trouble:
        return spaced([toned(f"⚠ {key.trouble}", "warn"), fingerprint], "  ")
    if key.public_line:
        return spaced([fingerprint, toned(f"{key.path.name}.pub is written for it", "dim")], "  ")
    return spaced([fingerprint, toned(key.comment, "dim")], "  ")
