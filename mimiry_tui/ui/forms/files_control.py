"""A field of files of this machine: a path on each line, and below what is found there."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from mimiry_tui.domain.doing.forms import Field, Note
from mimiry_tui.domain.doing.paths import paths_typed
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.forms.files import LocalFile, look_up
from mimiry_tui.live.off_loop import in_thread
from mimiry_tui.ui.forms.control import Heard, Hints
from mimiry_tui.ui.forms.sizes import bytes_words
from mimiry_tui.ui.launch.block import Block, Row
from mimiry_tui.ui.launch.text_editor import TextEditor
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, fitted

_MOST_ROWS = 8


class FilesControl(Vertical):
    """Sizes come from the disk in a thread: until then a path is neither good nor bad."""

    DEFAULT_CSS = """
    FilesControl { height: auto; width: 1fr; }
    """

    def __init__(self, field: Field, value: str, heard: Heard, looked: Callable[[], None]) -> None:
        """`looked` hears when it is known what is on the disk."""
        super().__init__()
        self._heard, self._looked = heard, looked
        self._value = value
        self._editor = TextEditor(
            self._typed,
            placeholder=safe_text(field.placeholder, 200) or "paths, one on each line; ~ is your home",
            numbered=False,
        )
        self._editor.put(value)
        self._found: tuple[LocalFile, ...] = ()
        self._rows = FileRows()

    def compose(self) -> ComposeResult:
        yield self._editor
        yield self._rows

    def on_mount(self) -> None:
        self._look()

    @property
    def widget(self) -> Widget:
        return self

    @property
    def target(self) -> Widget:
        return self._editor

    @property
    def hints(self) -> Hints:
        return (("enter", "another path"), ("tab", "the next field"))

    @property
    def trouble(self) -> Note | None:
        """What keeps one of them from being sent, as far as that is known."""
        bad = next((one for one in self._found if one.trouble), None)
        return Note(f"{bad.typed}: {bad.trouble}") if bad is not None else None

    def put(self, value: str) -> None:
        self._value = value
        self._editor.put(value)
        if self.is_attached:
            self._look()

    def _typed(self, value: str) -> None:
        self._value = value
        self._heard(value)
        self._look()

    def _look(self) -> None:
        self.run_worker(self._look_up(self._value), group="look at files", exclusive=True)

    async def _look_up(self, value: str) -> None:
        found = await in_thread(lambda: look_up(value)) if paths_typed(value) else ()
        if found != self._found:
            self._found = found
            self._rows.show(found)
            self._looked()


class FileRows(Block):
    """What was found, a line each."""

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[LocalFile, ...] = ()
        self.display = False

    def show(self, found: tuple[LocalFile, ...]) -> None:
        self._found = found
        self.display = bool(found)
        self.renew()

    def rows(self, width: int) -> list[Row]:
        rows: list[Row] = [[Part(_line(one, width))] for one in self._found[:_MOST_ROWS]]
        sizes = [one.size for one in self._found if one.size is not None]
        if len(sizes) > 1:
            words = f"{len(sizes)} files, {bytes_words(sum(sizes))} in all"
            rows.append([Part(toned(words, "dim"))])
        return rows


def _line(one: LocalFile, width: int) -> Content:
    said = f"  {one.trouble}" if one.trouble else f"  {bytes_words(one.size or 0)}"
    sign = toned("✗ ", "bad") if one.trouble else toned("✓ ", "good")
    name = fitted(one.path.name or one.typed, max(8, width - 2 - len(said)))
    return sign + toned(name, "text") + toned(said, "bad" if one.trouble else "dim")
