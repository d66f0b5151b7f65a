"""The list of themes: each is worn while the cursor is on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.theme import BUILTIN_THEMES
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from mimiry_tui.settings.errors import SettingsError
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.theme import THEMES
from mimiry_tui.ui.themes.preview import ThemePreview
from mimiry_tui.ui.themes.samples import sample
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput

Save = Callable[[str], Awaitable[None]]
"""Keeps the name of a theme in the settings. Raises SettingsError with words for the user."""


class ThemeFilter(OrderlyInput):
    """Part of a name; the keys that move go to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,ctrl+p", "screen.move(-1)", "before", id="themes.before", tooltip="The theme before"),
        Binding("down,ctrl+n", "screen.move(1)", "next", id="themes.next", tooltip="The next theme"),
        Binding("pageup", "screen.move(-8)", id="themes.page-up", show=False),
        Binding("pagedown", "screen.move(8)", id="themes.page-down", show=False),
        Binding("escape", "screen.take_back", "back", id="themes.back", tooltip="Wear what was worn before"),
    ]


class ThemeScreen(Dialog[None]):
    """Enter keeps the theme and saves it, escape takes it back. At the side, so that it can be seen."""

    BINDING_GROUP_TITLE = "Themes"
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    ThemeScreen {
        align: right middle; background: transparent;
        #themes { width: 52; max-width: 100%; height: auto; max-height: 90%; margin: 0 2 0 0; padding: 0 1;
                  border: round $tone-accent; background: $surface; }
        ThemeFilter { border: none; height: 1; padding: 0; background: $surface;
                      &:focus { border: none; background: $surface; } }
        #no-theme { display: none; height: 1; }
        OptionList {
            height: auto; max-height: 100%; border: none; padding: 0; background: transparent;
            text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1;
            &:focus { border: none; }
            & > .option-list--option-highlighted { background: $row-cursor; text-style: none; }
        }
    }
    """

    def __init__(self, save: Save | None = None) -> None:
        """Without `save` a theme lasts as long as this run."""
        super().__init__()
        self._save = save
        self._list = OptionList()
        self._list.can_focus = False
        self._none = Static(toned("no theme is called so", "warn"), id="no-theme")
        self._prompt = ThemeFilter(placeholder="part of a name", select_on_focus=False)
        self._preview: ThemePreview | None = None
        self._lines: dict[str, Content] = {}

    def compose(self) -> ComposeResult:
        with Vertical(id="themes") as box:
            box.border_title = toned("Theme", "bright", bold=True)
            box.border_subtitle = key_hints(
                ("↑ ↓", "try on"), ("enter", "keeps"), (key_now("themes.back", "esc"), "takes it back")
            )
            yield self._prompt
            yield self._none
            yield self._list

    def on_mount(self) -> None:
        self.set_focus(self._prompt)
        preview = self._preview = ThemePreview(self.app)
        themes = self.app.available_themes
        self._lines = {
            name: sample(themes[name], is_worn=name == preview.before) for name in _in_order([*themes])
        }
        self._show("", preview.before)

    def _show(self, part: str, wanted: str) -> None:
        """The themes that have this in their names, the cursor on the one that is wanted if it is there."""
        names = [name for name in self._lines if part.casefold() in name.casefold()]
        self._list.set_options([Option(self._lines[name], id=name) for name in names])
        self._none.display = not names
        if names:
            self._list.highlighted = names.index(wanted) if wanted in names else 0

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value.strip(), self.app.theme)

    def action_move(self, rows: int) -> None:
        """Go so many themes down."""
        at, count = self._list.highlighted, self._list.option_count
        if at is not None and count:
            self._list.highlighted = (
                (at + rows) % count if abs(rows) == 1 else max(0, min(at + rows, count - 1))
            )

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        # Only where the cursor comes to rest: who goes through the list sees every line of it at once.
        self.call_after_refresh(self._try_on)

    def _try_on(self) -> None:
        if self._preview is not None and self.is_attached and (name := self._named):
            self._preview.show(name)

    @property
    def _named(self) -> str:
        """The theme that the cursor is on."""
        option = self._list.highlighted_option
        return (option.id or "") if option is not None else ""

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._keep()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._keep()

    def _keep(self) -> None:
        if self._preview is None or not self._named:
            return
        self._preview.show(self._named)
        if self._preview.keep() and self._save is not None:
            self.app.run_worker(self._saved(self.app.theme), name="save the theme", exit_on_error=True)
        self.dismiss()

    async def _saved(self, name: str) -> None:
        if self._save is None:
            return
        try:
            await self._save(name)
        except SettingsError as error:
            self.app.notify(f"{name} is worn, but was not saved: {error}", severity="error", markup=False)

    def action_take_back(self) -> None:
        """Wear what was worn before."""
        if self._preview is not None:
            self._preview.take_back()
        self.dismiss()


def _in_order(names: list[str]) -> list[str]:
    """Ours first, then the user's, then all others."""
    ours = [theme.name for theme in THEMES]
    others = sorted(name for name in names if name in BUILTIN_THEMES)
    return [*ours, *sorted(set(names).difference(ours, others)), *others]
