"""Launches kept by name, forms that were left, and the last launches: to begin a form with, or to keep it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, OptionList, Static

from mimiry_tui.clock import Clock
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.live.drafts.templates import Templates, why_not_name
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.screens.question import QuestionScreen
from mimiry_tui.ui.screens.template_name import TemplateNameScreen
from mimiry_tui.ui.template_lines import draft_words, image_word
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.template_list import TemplateList

if TYPE_CHECKING:
    from mimiry_tui.live.drafts.set_aside import SetAside
    from mimiry_tui.live.launches.launches import Recent

_AROUND_THE_LIST = 7
"""Lines of the dialog besides its list: frame, what went wrong, buttons, and air."""
_LEAST_LIST = 3
Deed = Callable[[], Coroutine[None, None, bool]]
_OF_ONE = frozenset({"delete", "rename", "default"})
"""What can be done with a template only."""


class TemplatesScreen(Dialog[Draft | None]):
    """Dismissed with the draft to put into the form, or None to leave the form alone."""

    DEFAULT_CSS = """
    TemplatesScreen {
        align: center middle;
        #templates { width: 100; max-width: 96%; height: auto; border: round $tone-accent;
                     background: $surface; padding: 0 1; }
        #templates-trouble { height: auto; margin-top: 1; }
        #templates-buttons { height: 1; margin-top: 1; }
        Button { margin-right: 1; min-width: 0; }
        /* Else an ANSI theme draws a frame there, which has no room. */
        Button.-textual-compact:ansi:disabled { border: none !important; }
    }
    """
    AUTO_FOCUS = "TemplateList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "back", id="templates.back", tooltip="Leave the form as it is"),
        Binding("s,ctrl+s", "save", "save", id="templates.save", tooltip="Keep the form under a name"),
        Binding("f", "default", "default", id="templates.default", tooltip="Begin new forms with it, or not"),
        Binding("r", "rename", "rename", id="templates.rename", tooltip="Give it another name"),
        Binding("d", "delete", "delete", id="templates.delete", tooltip="Delete it for good"),
    ]

    def __init__(
        self,
        templates: Templates,
        recents: Sequence[Recent],
        current: Draft,
        *,
        left: Sequence[SetAside] = (),
        clock: Clock,
    ) -> None:
        """`current` is the form as it is: what is saved under a name; `left` are the forms set aside."""
        super().__init__()
        self._templates = templates
        self._current = current
        left = [one for one in left if one.draft != current]
        self._list = TemplateList(templates, recents, clock, left)

    def compose(self) -> ComposeResult:
        with Vertical(id="templates") as box:
            box.border_title = toned("Templates", "bright", bold=True)
            box.border_subtitle = key_hints(
                ("enter", "loads"),
                (key_of(self, "templates.save"), "saves"),
                (key_of(self, "templates.default"), "★"),
                (key_of(self, "templates.rename"), "renames"),
                (key_of(self, "templates.delete"), "deletes"),
                (key_of(self, "templates.back"), "back"),
            )
            yield self._list
            yield Static(id="templates-trouble")
            with Horizontal(id="templates-buttons"):
                yield Button("Load", id="load", variant="primary", compact=True)
                yield Button("Save form", id="save", compact=True)
                yield Button("★ Default", id="default", compact=True)
                yield Button("Rename", id="rename", compact=True)
                yield Button("Delete", id="delete", compact=True)

    def on_mount(self) -> None:
        self.hear(self._templates.subscribe, self._show)
        if self._templates.names:
            self._show()  # else the file comes first, so that the cursor begins on a template
        self._offer()
        self._carry_out(self._templates.load)

    def on_resize(self, event: events.Resize) -> None:
        self._list.styles.max_height = max(_LEAST_LIST, event.size.height - _AROUND_THE_LIST)

    # What is done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A recent launch or a form that was left can be loaded, and nothing else."""
        return self._list.template is not None if action in _OF_ONE else True

    @on(OptionList.OptionSelected)
    def _load(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._list.draft is not None:
            self.dismiss(self._list.draft)

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._offer()

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "load":
            self._list.action_select()
        else:
            await self.run_action(event.button.id or "")

    def action_save(self) -> None:
        """Ask for a name, and keep the form under it."""
        suggested = self._current.name.strip() or image_word(self._current.image).partition(":")[0]
        screen = TemplateNameScreen("Keep the form as", self._list.template or suggested, why_not_name)
        self.app.push_screen(screen, self._save)

    def _save(self, name: str | None) -> None:
        known = self._templates.get(name) if name is not None else None
        if name is None:
            return
        if known is None:
            self._carry_out(lambda: self._templates.save(name, self._current), then=name)
            return
        words = toned(name, "bright", bold=True) + toned(" is there already: ", "text") + draft_words(known)
        self._ask(
            "Replace the template?", words, "Replace", lambda: self._templates.save(name, self._current)
        )

    def action_delete(self) -> None:
        """Ask, and delete the template under the cursor."""
        name = self._list.template
        draft = self._templates.get(name) if name is not None else None
        if name is not None and draft is not None:
            words = toned(name, "bright", bold=True) + toned(": ", "dim") + draft_words(draft)
            self._ask("Delete the template?", words, "Delete", lambda: self._templates.delete(name))

    def action_rename(self) -> None:
        """Ask for another name of the template under the cursor."""
        old = self._list.template
        if old is None:
            return

        def why_not(name: str) -> str:
            taken = name.strip() != old and self._templates.get(name.strip()) is not None
            return "there is a template of that name already" if taken else why_not_name(name)

        def rename(name: str | None) -> None:
            if name is not None and name != old:
                self._carry_out(lambda: self._templates.rename(old, name), then=name)

        self.app.push_screen(TemplateNameScreen("Rename the template", old, why_not), rename)

    def action_default(self) -> None:
        """Begin new forms with the template under the cursor, or with none."""
        name = self._list.template
        if name is not None:
            default = "" if name == self._templates.default else name
            self._carry_out(lambda: self._templates.set_default(default))

    def _ask(self, title: str, words: Content, verb: str, deed: Deed) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self._carry_out(deed)

        self.app.push_screen(QuestionScreen(title, words, verb), answered)

    @work
    async def _carry_out(self, deed: Deed, then: str | None = None) -> None:
        """Done in a thread by `Templates`, which has `_show` called; `then` is where the cursor goes."""
        if await deed() and then is not None:
            self._list.go_to(then)

    def _show(self) -> None:
        """The list anew, and what went wrong with the last thing asked for."""
        self._list.show()
        trouble = self.query_one("#templates-trouble", Static)
        trouble.update(toned(self._templates.trouble, "bad"))
        trouble.display = bool(self._templates.trouble)
        self._offer()

    def _offer(self) -> None:
        """Only what can be done with the line under the cursor."""
        for action in _OF_ONE:
            self.query_one(f"#{action}", Button).disabled = self._list.template is None
        self.query_one("#load", Button).disabled = not self._list.chosen_id
        self.refresh_bindings()
