"""The settings that people change most, each saved as soon as it is changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.theme import Theme
from textual.widgets import Input, OptionList, Static

from mimiry_tui.settings.errors import SettingsError
from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.settings.values import Option, Value
from mimiry_tui.ui.clipboard import copy
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.settings.setting_list import SettingList
from mimiry_tui.ui.settings.values import SHOWN, THEME, shown, turned, typed, value_of
from mimiry_tui.ui.theme import DARK
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput

Save = Callable[[str, object], Awaitable[None]]
"""Keeps a setting by its dotted name and uses it from now on; None takes it out of the file, so that its
default counts. Raises SettingsError with words where that did not work."""

Edit = Callable[[], Awaitable[str]]
"""Opens the file in an editor until that ends; why it did not go well, or "". Raises SettingsError."""

_AROUND = 7
"""Lines besides the list and the problems: frame, what is said of a value, the file, and air."""
_LEAST_LIST = 3
_MOST_PROBLEMS = 3


class SettingsScreen(Dialog[None]):
    """Shows what `PreferenceDesk.of(app).now` says, and what of the file is not used."""

    DEFAULT_CSS = """
    SettingsScreen {
        align: center middle;
        #settings { width: 104; max-width: 98%; height: auto; border: round $tone-accent;
                    background: $surface; padding: 0 1; }
        #settings-problems { height: auto; margin-bottom: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #settings-typing { height: 1; display: none; margin-top: 1; }
        #settings-typing Static { width: auto; }
        #settings-typing Input { width: 1fr; height: 1; border: none; padding: 0; }
        #settings-said { height: 1; margin-top: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #settings-file { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """
    AUTO_FOCUS = "SettingList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="settings.back", tooltip="Back"),
        Binding("q,comma", "dismiss", "back", id="settings.close", show=False, tooltip="Back"),
        Binding("e", "edit", "edit", id="settings.edit", tooltip="Open the file in $VISUAL or $EDITOR"),
        Binding("y", "copy_path", "copy path", id="settings.copy", tooltip="Copy the path of the file"),
    ]

    def __init__(self, save: Save, *, path: Path, edit: Edit | None = None) -> None:
        """`path` is the file's; `edit` opens it in an editor, where that can be done."""
        super().__init__()
        self._save = save
        self._path = path
        self._edit = edit
        self._wanted: dict[str, Value] = {}
        """What is being saved: the next press of a key goes on from there."""
        self._typing: Option | None = None

    def compose(self) -> ComposeResult:
        self._list = SettingList(self._values())
        with Vertical(id="settings") as box:
            box.border_title = toned("Settings", "bright", bold=True)
            box.border_subtitle = key_hints(
                (f"{key_of(self._list, 'settings.before')} {key_of(self._list, 'settings.next')}", "change"),
                ("enter", "types"),
                (key_of(self._list, "settings.default"), "default"),
                (key_of(self, "settings.edit"), "edits"),
                (key_of(self, "settings.copy"), "path"),
                (key_of(self, "settings.back"), "back"),
            )
            yield Static(id="settings-problems")
            yield self._list
            with Horizontal(id="settings-typing"):
                yield Static(id="settings-label")
                yield OrderlyInput(id="settings-input", compact=True)
            yield Static(id="settings-said")
            yield Static(toned(f"{self._path} has these and more", "dim"), id="settings-file")

    def on_mount(self) -> None:
        desk = PreferenceDesk.of(self.app)
        self.hear(desk.subscribe, self._changed)
        self.hear(desk.unused.subscribe, self._show_problems)
        self.app.theme_changed_signal.subscribe(self, self._changed)
        desk.unused.are_shown = True
        self._show_problems()

    def on_unmount(self) -> None:
        PreferenceDesk.of(self.app).unused.are_shown = False

    def on_resize(self, event: events.Resize) -> None:
        self._show_problems()

    # What is shown

    def _values(self) -> dict[str, Value]:
        return {option.name: self._counting(option) for option in SHOWN} | self._wanted

    def _counting(self, option: Option) -> Value:
        """What counts now: a theme that the command line asked for is worn whatever the file says."""
        value, worn = value_of(PreferenceDesk.of(self.app).now, option), self.app.theme
        return worn if option.name == THEME and worn != (value or DARK) else value

    def _changed(self, _: Preferences | Theme) -> None:
        self._list.show(self._values())

    def _show_problems(self) -> None:
        """What of the file is not used now, and the list in what room that leaves."""
        problems = PreferenceDesk.of(self.app).unused.problems
        told = [toned("⚠ ", "warn") + toned(str(one), "text") for one in problems[:_MOST_PROBLEMS]]
        if (more := len(problems) - _MOST_PROBLEMS) > 0:
            told.append(toned(f"  and {more} more", "dim"))
        shown = self.query_one("#settings-problems", Static)
        shown.display = bool(told)
        shown.update(Content("\n").join(told))
        room = self.app.size.height - _AROUND - (len(told) + 1 if told else 0)
        self._list.styles.max_height = max(_LEAST_LIST, room)

    def _say(self, words: Content) -> None:
        self.query_one("#settings-said", Static).update(words)

    # What is changed

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        option = self._list.option
        self._say(toned(option.help if option is not None else "", "dim"))

    @on(SettingList.Wanted)
    def _wants(self, event: SettingList.Wanted) -> None:
        event.stop()
        option, value = event.option, self._values()[event.option.name]
        if event.what == "typed":
            self._type(option, value)
        elif event.what == "default":
            self._set(option, option.default)
        else:
            themes = sorted(self.app.available_themes) if option.name == THEME else ()
            self._set(option, turned(option, value, 1 if event.what == "next" else -1, themes))

    def _type(self, option: Option, value: Value) -> None:
        """Let a value be typed below the list."""
        self._typing = option
        self.query_one("#settings-label", Static).update(toned(f"{option.label}: ", "accent", bold=True))
        field = self.query_one("#settings-input", Input)
        field.value = option.show(value)
        field.cursor_position = len(field.value)
        self.query_one("#settings-typing").display = True
        self._say(toned(option.help, "dim"))
        self.set_focus(field)

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        option = self._typing
        if option is None:
            return
        try:
            value = typed(option, event.value)
        except SettingsError as error:
            self._say(toned(f"{option.label}: {error}", "bad"))
            return
        self._stop_typing()
        self._set(option, value)

    def _stop_typing(self) -> None:
        self._typing = None
        self.query_one("#settings-typing").display = False
        self._say(Content(""))
        self.set_focus(self._list)

    def _set(self, option: Option, value: Value) -> None:
        """Show it at once, and save it."""
        self._wanted[option.name] = value
        self._list.show(self._values())
        self._keep(option, value)

    @work
    async def _keep(self, option: Option, value: Value) -> None:
        is_default = option.literal(value) == option.literal(option.default)
        words = toned("saved", "good") + toned(f" · {option.name}", "dim")
        try:
            await self._save(option.name, None if is_default else value)
        except SettingsError as error:
            words = toned(f"not saved: {error}", "bad")
        else:
            words += self._overruled(option, value)
        if self._wanted.get(option.name) == value:
            del self._wanted[option.name]
            self._list.show(self._values())
        self._say(words)

    def _overruled(self, option: Option, value: Value) -> Content:
        """That what was just saved is not what counts: a flag says otherwise."""
        counts = self._counting(option)
        if option.literal(counts) == option.literal(value):
            return Content("")
        return toned(f" · until you leave the command line counts: {shown(option, counts)}", "warn")

    def action_back(self) -> None:
        """Give up typing, else leave."""
        if self._typing is not None:
            self._stop_typing()
        else:
            self.dismiss()

    @work(exclusive=True, group="edit")
    async def action_edit(self) -> None:
        """Have the file in an editor, and go on here with what it says then."""
        if self._edit is None:
            return
        try:
            trouble = await self._edit()
        except SettingsError as error:
            trouble = str(error)
        self._say(
            toned(trouble, "bad") if trouble else toned("edited: what can be used of it counts now", "dim")
        )

    def action_copy_path(self) -> None:
        """Copy the path of the file, to open it in an editor."""
        copy(self.app, str(self._path), "the path")
