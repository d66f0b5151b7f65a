"""The environment of a session: seen, changed, pasted and read from files, its values never shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from mimiry_tui.domain.launching.draft import Draft, Field, Variable
from mimiry_tui.domain.launching.environment_text import Assignments, read_assignments
from mimiry_tui.live.off_loop import in_thread
from mimiry_tui.ui.launch.environment_file import UnusableFileError, merged, read_environment_file, told
from mimiry_tui.ui.launch.environment_inputs import AssignmentInput, EnvironmentInput, Listener, hints
from mimiry_tui.ui.launch.environment_rows import EnvironmentRows
from mimiry_tui.ui.launch.form_row import trouble_with
from mimiry_tui.ui.launch.form_sight import bring_into_sight
from mimiry_tui.ui.launch.pending import Pending
from mimiry_tui.ui.launch.section import Edit, View
from mimiry_tui.ui.launch.words_line import Note
from mimiry_tui.ui.toned import toned


class EnvironmentTable(Vertical):
    """The lines, and below them where one is typed. Every letter counts at once, as everywhere."""

    DEFAULT_CSS = """
    EnvironmentTable {
        height: auto; width: 1fr;
        #env-edit { height: 1; display: none; }
        #env-name { width: 2fr; }
        #env-equals { width: 3; color: $tone-dim; text-align: center; }
        #env-value { width: 3fr; }
        #env-file { display: none; }
    }
    """

    def __init__(self, edit: Callable[[Edit], None], *, can_keep: bool = True, id: str | None = None) -> None:
        super().__init__(id=id)
        self._can_keep = can_keep
        self._pending = Pending(edit)
        self._variables: tuple[Variable, ...] = ()
        self._before: tuple[Variable, ...] = ()
        """As they were when the line was opened."""
        self._editing: int | None = None
        self._keeps = False
        self._news = Content("")
        self._view: View | None = None
        self.rows = EnvironmentRows(self._wanted, self.take, can_keep=can_keep, id="env-rows")
        self._called = AssignmentInput(
            Listener(self._name_typed, self._name_done, self._left),
            self.take,
            placeholder="NAME",
            id="env-name",
        )
        self._holds = AssignmentInput(
            Listener(lambda _text: self._typed(), self._value_done, self._left),
            self.take,
            is_value=True,
            placeholder="value",
            id="env-value",
        )
        self._file = EnvironmentInput(
            Listener(self._path_typed, self._path_done, self._left),
            placeholder="path of a .env file",
            id="env-file",
        )
        self._note = Note()

    def compose(self) -> ComposeResult:
        yield self.rows
        yield Horizontal(self._called, Static("=", id="env-equals"), self._holds, id="env-edit")
        yield self._file
        yield self._note

    def show(self, view: View) -> None:
        """Show the draft's variables, unless newer ones are on their way to it."""
        self._view = view
        if not self._pending.is_busy:
            self._keeps = view.draft.keep_values
            if view.draft.environment != self._variables:
                self._variables = view.draft.environment
                self._stop_editing()
        self.rows.show(self._variables, self._keeps)
        self._say()

    def focus_trouble(self) -> None:
        """Put the cursor on the first line with which something is wrong."""
        if self.rows.trouble_at is not None:
            self.rows.go(self.rows.trouble_at)
        self.screen.set_focus(self.rows)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys that mean something where the focus is."""
        focused = self.screen.focused
        if focused is self._file:
            return hints("file")
        if focused is self._called or focused is self._holds:
            return hints("edit")
        last = hints("last") if self._can_keep else hints("last")[:-1]
        return (hints("variable") if self.rows.is_on_variable else last) if focused is self.rows else ()

    def take(self, text: str) -> None:
        """Take over the assignments of a text that was pasted."""
        self._adopt(read_assignments(text), "what was pasted")

    # The line being typed

    def open(self, index: int) -> None:
        """Let that variable be typed; one more behind the last."""
        self._file.display = False
        self._news = Content("")
        self._before, self._editing = self._variables, index
        variable = self._variables[index] if index < len(self._variables) else Variable("")
        self._holds.password = not self.rows.is_revealed
        self._called.put(variable.name)
        self._holds.put(variable.value)
        self.query_one("#env-edit").display = True
        self.screen.set_focus(self._holds if variable.name else self._called)
        bring_into_sight(self._holds)
        self._say()

    def _name_typed(self, text: str) -> None:
        name, equals, value = text.partition("=")
        if equals:  # typed as it is written elsewhere: NAME=value
            self._called.put(name)
            self._holds.put(value + self._holds.value)
            self._holds.cursor_position = len(value)
            self.screen.set_focus(self._holds)
        self._typed()

    def _path_typed(self, _text: str) -> None:
        self._news = Content("")
        self._say()

    def _typed(self) -> None:
        if self._editing is None:
            return
        index, variables = self._editing, list(self._variables)
        typed = [Variable(self._called.value.strip(), self._holds.value)] if self._half_typed else []
        variables[index : index + 1] = typed
        self._set(tuple(variables))
        self.rows.go(index)

    @property
    def _half_typed(self) -> bool:
        return bool(self._called.value.strip() or self._holds.value)

    def _name_done(self) -> None:
        self.screen.set_focus(self._holds)

    def _value_done(self) -> None:
        index = self._editing
        self._stop_editing()
        self.screen.set_focus(self.rows)
        if index is not None:
            self.rows.go(index + 1)

    def _path_done(self) -> None:
        self.run_worker(self._read(self._file.value), group="env-file", exclusive=True)

    def _left(self) -> None:
        if self._editing is not None and self._variables != self._before:
            self._set(self._before)
        self._stop_editing()
        self._file.display = False
        self.screen.set_focus(self.rows)

    def on_descendant_blur(self) -> None:
        focused = self.screen.focused
        if focused is not self._called and focused is not self._holds:
            self._stop_editing()
        if focused is not self._file:
            self._file.display = False

    def _stop_editing(self) -> None:
        """Close the line and forget what is in it."""
        if self._editing is None:
            return
        self._editing, self._before = None, ()
        if self.is_attached:
            if self.screen.focused in (self._called, self._holds):
                self.screen.set_focus(self.rows)
            self.query_one("#env-edit").display = False
        self._called.put("")
        self._holds.put("")
        self._holds.password = True
        self._say()

    # What the lines want

    def _wanted(self, what: str, index: int) -> None:
        self._news = Content("")
        if what == "remove":
            self._set((*self._variables[:index], *self._variables[index + 1 :]))
        elif what == "keep":
            self._pending.edit(_turn_keeping)
            self._keeps = not self._keeps
            self.rows.show(self._variables, self._keeps)
        elif what == "file":
            self._file.put("")
            self._file.display = True
            self.screen.set_focus(self._file)
            bring_into_sight(self._file)
        else:
            self.open(index if what == "edit" else len(self._variables))
        self._say()

    async def _read(self, path: str) -> None:
        try:
            found = await in_thread(lambda: read_environment_file(path))
        except UnusableFileError as why:
            self._news = toned(f"{path.strip()}: {why}" if path.strip() else "which file?", "bad")
            self._say()
            return
        if self._file.display:  # else it was left while the disk took its time
            self._file.display = False
            self._adopt(found, path.strip())

    def _adopt(self, found: Assignments, source: str) -> None:
        self._stop_editing()
        words, is_whole = told(found, source)
        self._news = toned(words, "good" if is_whole else "warn")
        if found.variables:
            self._set(merged(self._variables, found.variables))
        self.screen.set_focus(self.rows)
        self.rows.go(len(self._variables))
        self._say()

    def _set(self, variables: tuple[Variable, ...]) -> None:
        self._variables = variables
        self._pending.edit(lambda draft: replace(draft, environment=variables))
        self.rows.show(variables, self._keeps)

    def _say(self) -> None:
        """What is wrong goes before what was done, unless it is being put right or stands in its line."""
        trouble = Content("")
        if self._view is not None and self._editing is None and self.rows.trouble_at is None:
            trouble = trouble_with(self._view, Field.ENVIRONMENT)
        self._note.say(trouble or self._news)


def _turn_keeping(draft: Draft) -> Draft:
    return replace(draft, keep_values=not draft.keep_values)
