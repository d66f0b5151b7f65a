"""The accounts there are, to go on with another one of them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from itertools import cycle
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from mimiry_tui.clouds.registry import kind_names, kind_of
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.settings import SettingsError
from mimiry_tui.settings.checks import profile_name_trouble
from mimiry_tui.settings.kind import Kind
from mimiry_tui.settings.profiles import ProfileColour, ProfileEntry
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.screens.question import QuestionScreen
from mimiry_tui.ui.screens.template_name import TemplateNameScreen
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.part_line import fitted

SET_UP = "set up another key or account…"
_MOST_NAME, _MOST_PLACE = 24, 34
_DEEDS = {"keep": "keeps", "colour": "colour", "read_only": "read-only", "forget": "forgets"}
"""The actions that change the settings, and what each does in a word."""
_OPENED_ANEW = "it stays open as it was; enter opens it anew"


def token_kinds() -> tuple[Kind, ...]:
    """The services that sign in with a token, which is set up in another way than a key."""
    return tuple(kind for kind in map(kind_of, kind_names()) if kind.signs_in_with_token)


def set_up_line(kind: Kind) -> str:
    """The line that sets up a token of that service."""
    return f"set up a token of {kind.title}…"


class Accounts:
    """What the screen shows and changes; every change is written to the settings file."""

    def __init__(
        self,
        choices: Callable[[], Sequence[Choice]],
        entries: Callable[[], Sequence[ProfileEntry]],
        *,
        keep: Callable[[ProfileEntry], Coroutine[None, None, None]] | None,
        forget: Callable[[str], Coroutine[None, None, None]] | None,
    ) -> None:
        """Without `keep` and `forget` nothing can be changed: there is no file. Both raise SettingsError."""
        self.choices = choices
        self.entries = entries
        self.keep = keep
        self.forget = forget

    def entry(self, name: str) -> ProfileEntry | None:
        """The profile of that name, where the settings have one."""
        return next((one for one in self.entries() if one.name == name), None)


class ProfilesScreen(Dialog[str | None]):
    """Dismissed with the name of an account to go on with, a line that sets one up, or None to stay."""

    DEFAULT_CSS = """
    ProfilesScreen {
        align: center middle;
        #profiles { width: 96; max-width: 96%; height: auto; max-height: 90%; border: round $tone-accent;
                    background: $surface; padding: 0 1; }
        OptionList { height: auto; max-height: 60vh; border: none; padding: 0; background: transparent;
                     scrollbar-size: 1 1; text-wrap: nowrap; text-overflow: ellipsis; }
        OptionList:focus { border: none; background-tint: $foreground 0%; }
        Static { height: auto; margin-top: 1; }
    }
    """
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,p", "dismiss(None)", "back", id="profiles.back", tooltip="Stay with this account"),
        Binding(
            "k", "keep", "keep", id="profiles.keep", tooltip="Keep this account as a profile of that name"
        ),
        Binding("c", "colour", "colour", id="profiles.colour", tooltip="Its next colour"),
        Binding("o", "read_only", "read-only", id="profiles.read_only", tooltip="Only look at it, or not"),
        Binding("d", "forget", "forget", id="profiles.forget", tooltip="Forget the profile"),
    ]

    def __init__(self, accounts: Accounts, current: str, offered: ProfileEntry | None) -> None:
        """`offered` is the account that is open, as it could be kept under a name; None where it is kept."""
        super().__init__()
        self._accounts = accounts
        self._current = current
        self._offered = offered
        self._list = OptionList(markup=False)
        self._trouble = Static(id="profiles-trouble")
        self._box = Vertical(id="profiles")

    def compose(self) -> ComposeResult:
        with self._box:
            self._box.border_title = toned("Accounts", "bright", bold=True)
            yield self._list
            yield self._trouble

    def on_mount(self) -> None:
        self._trouble.display = False
        self._show()

    @property
    def chosen(self) -> str:
        """The name under the cursor; SET_UP on the last line."""
        at = self._list.highlighted
        return "" if at is None else self._list.get_option_at_index(at).id or ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "keep":
            return self._accounts.keep is not None and self._offered is not None
        if action in {"colour", "read_only", "forget"}:
            return self._accounts.keep is not None and self._accounts.entry(self.chosen) is not None
        return True

    @on(OptionList.OptionSelected)
    def _chose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option.id)

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._offer()

    # What is changed

    def action_keep(self) -> None:
        """Ask for a name, and keep the account that is open under it."""
        offered = self._offered
        if offered is None:
            return

        def named(name: str | None) -> None:
            if name is not None and self._accounts.keep is not None:
                self._carry_out(self._accounts.keep(replace(offered, name=name.strip())))

        self.app.push_screen(
            TemplateNameScreen("Keep this account as", offered.name, self._why_not_name), named
        )

    def action_colour(self) -> None:
        """The next of the colours."""
        entry = self._accounts.entry(self.chosen)
        if entry is not None:
            colours = cycle(ProfileColour)
            while next(colours) is not entry.colour:
                pass
            self._change(replace(entry, colour=next(colours)))

    def action_read_only(self) -> None:
        """Only look at it from the next time it is opened, or not."""
        entry = self._accounts.entry(self.chosen)
        if entry is not None:
            is_open = entry.name == self._current
            self._change(replace(entry, read_only=not entry.read_only), _OPENED_ANEW if is_open else "")

    def action_forget(self) -> None:
        """Ask, and take the profile out of the settings."""
        entry, forget = self._accounts.entry(self.chosen), self._accounts.forget
        if entry is None or forget is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._carry_out(forget(entry.name))

        words = toned(entry.name, "bright", bold=True)
        words += toned(" leaves settings.toml. Its key, history and logs stay where they are.", "text")
        self.app.push_screen(QuestionScreen("Forget the profile?", words, "Forget"), answered)

    def _change(self, entry: ProfileEntry, then: str = "") -> None:
        if self._accounts.keep is not None:
            self._carry_out(self._accounts.keep(entry), then)

    def _why_not_name(self, name: str) -> str:
        name = name.strip()
        if words := profile_name_trouble(name):
            return words
        return "there is a profile of that name already" if self._accounts.entry(name) is not None else ""

    @work
    async def _carry_out(self, deed: Coroutine[None, None, None], then: str = "") -> None:
        """Do it, and say what went wrong, or `then`."""
        trouble = ""
        try:
            await deed
        except SettingsError as error:
            trouble = str(error)
        self._trouble.update(toned(trouble, "bad") if trouble else toned(then, "warn"))
        self._trouble.display = bool(trouble or then)
        self._show()

    # What is on it

    def _show(self) -> None:
        chosen = self.chosen or self._current
        choices = list(self._accounts.choices())
        names = max((len(fitted(one.name, _MOST_NAME)) for one in choices), default=0)
        places = max((len(fitted(one.place, _MOST_PLACE)) for one in choices), default=0)
        self._list.clear_options()
        self._list.add_options(
            Option(_line(one, names, places, current=one.name == self._current), id=one.name)
            for one in choices
        )
        ways = (SET_UP, *map(set_up_line, token_kinds()))
        self._list.add_options(Option(toned(f"  {words}", "dim"), id=words) for words in ways)
        ids = [option.id for option in self._list.options]
        self._list.highlighted = ids.index(chosen) if chosen in ids else 0
        self._offer()

    def _offer(self) -> None:
        """Only what can be done with the line under the cursor."""
        self.refresh_bindings()
        is_way = self.chosen in (SET_UP, *map(set_up_line, token_kinds()))
        self._box.border_subtitle = key_hints(
            ("enter", "sets it up" if is_way else "goes on with it"),
            *(
                (key_of(self, f"profiles.{action}"), words)
                for action, words in _DEEDS.items()
                if self.check_action(action, ())
            ),
            (key_of(self, "profiles.back"), "stays"),
        )


def _line(choice: Choice, names: int, places: int, *, current: bool) -> Content:
    """`● work   alpha.mimiry.com   read-only · ~/.ssh/mimiry`; what is long comes last, and is cut."""
    name = choice.mark.content
    sign = toned("● " if current else "○ ", "good" if current else "faint")
    line = sign + name + Content(" " * (names - name.cell_length + 2))
    line += toned(fitted(choice.place, _MOST_PLACE).ljust(places + 2), "text")
    if choice.read_only:
        line += toned("read-only", "watch") + toned(" · ", "dim")
    return line + toned(safe_text(choice.key, 60), "warn" if choice.without_key else "dim")
