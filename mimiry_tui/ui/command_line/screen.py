"""The command line itself: one line at the bottom, over whatever screen it was called from."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from mimiry_tui.ui.command_line.catalogue import commands_of
from mimiry_tui.ui.command_line.command import Command, CommandError, Deed
from mimiry_tui.ui.command_line.completing import Completion, completion
from mimiry_tui.ui.command_line.history import CommandHistory
from mimiry_tui.ui.command_line.prompt import CommandPrompt
from mimiry_tui.ui.command_line.reading import prepared
from mimiry_tui.ui.command_line.recalling import Recalling
from mimiry_tui.ui.command_line.scope import Scope
from mimiry_tui.ui.command_line.suggestions import Suggestions
from mimiry_tui.ui.command_line.views import THEME
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.themes.preview import ThemePreview
from mimiry_tui.ui.toned import key_hints, toned

_HINTS = (("tab", "completes"), ("↑", "earlier"), ("enter", "runs"), ("esc", "leaves"))
_SHARE = 3
"""The suggestions take at most one line of so many: what is below them is what one types about."""


class CommandLineScreen(Dialog[Deed]):
    """Dismissed with what the line does, or None; see `open_command_line`. Errors are said in place."""

    BINDING_GROUP_TITLE = "Command line"
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    CommandLineScreen {
        background: transparent;
        #command-line {
            dock: bottom; height: auto; width: 1fr; margin: 0 0 1 0; padding: 0 1;
            border: round $tone-accent; background: $surface;
            border-title-color: $tone-text; border-subtitle-color: $tone-dim;
        }
        Horizontal { height: 1; }
        #command-sign { width: 2; height: 1; }
    }
    """

    def __init__(self, scope: Scope, history: CommandHistory, text: str = "") -> None:
        super().__init__()
        self._scope = scope
        self._history = history
        self._recalling = Recalling()
        self._commands: tuple[Command, ...] = commands_of(scope)
        self._completion = Completion(0, 0)
        self._line = ""
        """What was typed, without any candidate in it."""
        self._put_in = ""
        """What the line said when it was last looked at, or changed from here."""
        self._lit: int | None = None
        """The number of the candidate that is in the line."""
        self._preview: ThemePreview | None = None
        self._prompt = CommandPrompt(self, text)
        self._suggestions = Suggestions()
        self._box = Vertical(id="command-line")

    def compose(self) -> ComposeResult:
        with self._box:
            yield self._suggestions
            with Horizontal():
                yield Static(toned(":", "accent", bold=True), id="command-sign")
                yield self._prompt

    def on_mount(self) -> None:
        # At once, so that what is typed ahead lands in it.
        self.set_focus(self._prompt)
        self._preview = ThemePreview(self.app)
        self._box.border_subtitle = key_hints(*_HINTS)
        self._look()
        self.run_worker(self._history.load(), name="read the command history", exit_on_error=True)
        self.run_worker(self._scope.load(), name="read what commands can name", exit_on_error=True)

    def on_resize(self, event: events.Resize) -> None:
        self._suggestions.set_most(event.size.height // _SHARE)

    # What is typed

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._catch_up()

    def _catch_up(self) -> None:
        """Take in what was typed since."""
        if self._prompt.value != self._put_in:
            self._recalling.forget()
            self._look()

    def _look(self) -> None:
        """Say what can come next."""
        self._line, self._lit = self._prompt.value, None
        self._put_in = self._line
        self._completion = completion(self._line, self._prompt.cursor_position, self._commands)
        self._suggestions.show(self._completion.candidates)
        self._say_usage()
        self._try_on()

    def _say_usage(self) -> None:
        command = self._completion.command
        if command is None:
            self._box.border_title = toned("Command", "bright", bold=True)
        else:
            help_words = toned(f"  {command.help}", "dim")
            self._box.border_title = toned(command.usage, "bright", bold=True) + help_words

    def complete(self, step: int) -> None:
        """Put the next candidate into the line, or the one before."""
        self._catch_up()
        count = len(self._completion.candidates)
        if count:
            first = 0 if step > 0 else count - 1
            self._take(first if self._lit is None else (self._lit + step) % count)

    @on(Suggestions.Chosen)
    def _clicked(self, event: Suggestions.Chosen) -> None:
        event.stop()
        self._take(event.number)
        self._prompt.focus()
        self._look()

    def _take(self, number: int) -> None:
        """Put that candidate into the line; the others stay in sight until something is typed."""
        self._lit = number
        self._put(*self._completion.with_candidate(self._line, number))
        if len(self._completion.candidates) == 1:
            self._look()
        else:
            self._suggestions.show(self._completion.candidates, lit=number)
            self._try_on()

    def _put(self, line: str, cursor: int) -> None:
        self._prompt.value = self._put_in = line
        self._prompt.cursor_position = cursor

    def recall(self, step: int) -> None:
        """Show an earlier command; forward again, and then through the candidates."""
        self._catch_up()
        if step > 0 and not self._recalling.is_back:
            self.complete(1)
            return
        line = self._recalling.step(step, self._prompt.value, self._history.lines)
        if line is not None:
            self._put(line, len(line))
            self._look()

    # Ends

    def run_line(self) -> None:
        """Do what it says, or say why not."""
        self._catch_up()
        line = self._prompt.value
        if not line.strip():
            self.leave()
            return
        try:
            deed = prepared(self._meant(line), self._commands)
        except CommandError as error:
            self._suggestions.show((), error=str(error))
            return
        self.app.run_worker(self._history.add(line), name="keep the command", exit_on_error=True)
        self.dismiss(deed)

    def _meant(self, line: str) -> str:
        """The line, or the only command that its words are about."""
        found = self._completion
        return found.candidates[0].text if found.command is None and len(found.candidates) == 1 else line

    def leave(self) -> None:
        """Do nothing, and undo what was only tried on."""
        if self._preview is not None:
            self._preview.take_back()
        self.dismiss()

    def _try_on(self) -> None:
        """Wear the theme that is named, as long as it is."""
        command = self._completion.command
        words = self._prompt.value.split()
        named = words[1] if command is not None and command.name == THEME and len(words) == 2 else ""
        if self._preview is not None:
            known = named in self.app.available_themes
            self._preview.show(named) if known else self._preview.take_back()
