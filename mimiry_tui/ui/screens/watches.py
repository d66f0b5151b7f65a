"""Everything that is waited for: how it is doing, and what it may launch by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from mimiry_tui.clock import Clock
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.domain.watching.rule import Watch
from mimiry_tui.domain.watching.words import watch_words
from mimiry_tui.ui.key_of import key_now, key_of
from mimiry_tui.ui.placeholders import message
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.screens.question import QuestionScreen
from mimiry_tui.ui.screens.watch import WatchScreen
from mimiry_tui.ui.screens.watch_arm import ArmScreen
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.watching.lines import head_line, note_line, progress_line

if TYPE_CHECKING:
    from mimiry_tui.live.store import Store
    from mimiry_tui.live.watches.watches import Watches

_AROUND_THE_LIST = 6
_LEAST_LIST = 3
_OF_ONE = frozenset({"edit", "remove", "arm"})
"""What can be done with a watch only."""


class WatchesScreen(Dialog[None]):
    """Follows the watches while it is shown."""

    DEFAULT_CSS = """
    WatchesScreen {
        align: center middle;
        #watches { width: 100; max-width: 96%; height: auto; border: round $tone-watch; background: $surface;
                   padding: 0 1; }
        OptionList { height: auto; border: none; padding: 0; background: transparent; scrollbar-size: 1 1;
                     text-wrap: nowrap; text-overflow: ellipsis; }
        OptionList:focus { border: none; background-tint: $foreground 0%; }
        #watches-none { height: auto; padding: 1 0; }
        #watches-trouble { height: auto; }
    }
    """
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,W", "dismiss(None)", "back", id="watches.back", tooltip="Back"),
        Binding("e", "edit", "change", id="watches.edit", tooltip="Change what it waits for"),
        Binding("a", "arm", "arm", id="watches.arm", tooltip="Let it launch by itself, or no more"),
        Binding("d", "remove", "remove", id="watches.remove", tooltip="Watch it no more"),
        Binding("n", "add", "new", id="watches.new", tooltip="Watch something else too"),
        Binding("j", "move(1)", id="watches.down", show=False, tooltip="Down"),
        Binding("k", "move(-1)", id="watches.up", show=False, tooltip="Up"),
    ]

    def __init__(self, watches: Watches, store: Store, clock: Clock, *, profile: ProfileMark) -> None:
        super().__init__()
        self._profile = profile
        self._watches = watches
        self._store = store
        self._clock = clock
        self._list = OptionList(markup=False)
        self._drawn: list[tuple[str, Content]] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="watches") as box:
            box.border_title = toned("Watches", "watch", bold=True) + self._profile.after_on
            box.border_subtitle = key_hints(
                ("enter", "changes"),
                (key_of(self, "watches.arm"), "arms, disarms"),
                (key_of(self, "watches.remove"), "removes"),
                (key_of(self, "watches.new"), "new"),
                (key_of(self, "watches.back"), "back"),
            )
            yield self._list
            watch, new = key_now("offer.watch", "w"), key_of(self, "watches.new")
            ways = f"{watch} on a GPU watches it, {new} here anything"
            yield Static(message(toned("nothing is watched", "text"), ways), id="watches-none")
            yield Static(id="watches-trouble")

    def on_mount(self) -> None:
        self.hear(self._watches.subscribe, self._show)
        self._show()
        self.run_worker(self._watches.prepare(), name="templates and key", exit_on_error=True)

    def on_resize(self, event: events.Resize) -> None:
        self._list.styles.max_height = max(_LEAST_LIST, event.size.height - _AROUND_THE_LIST)
        self._show()

    @property
    def chosen(self) -> Watch | None:
        """The one under the cursor."""
        at = self._list.highlighted
        watch_id = None if at is None else self._list.get_option_at_index(at).id
        return None if watch_id is None else self._watches.get(watch_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.chosen is not None if action in _OF_ONE else True

    @on(OptionList.OptionSelected)
    def _opened(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_edit()

    def action_move(self, step: int) -> None:
        """Down or up."""
        if step > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    def action_edit(self) -> None:
        """Change what it waits for."""
        if (watch := self.chosen) is not None:
            self.app.push_screen(WatchScreen(self._watches, self._store, watch))

    def action_add(self) -> None:
        """Watch anything else."""
        self.app.push_screen(WatchScreen(self._watches, self._store, self._watches.blank()))

    def action_remove(self) -> None:
        """Ask, and watch it no more."""
        watch = self.chosen
        if watch is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._watches.remove(watch.id)

        words = toned(watch_words(watch, self._volumes()), "bright", bold=True)
        if watch.armed is not None:
            words += Content("\n") + toned("it is armed: that ends too", "warn")
        self.app.push_screen(QuestionScreen("Watch it no more?", words, "Remove"), answered)

    def action_arm(self) -> None:
        """Disarm at once; arm after it was said what that may cost."""
        watch = self.chosen
        if watch is None:
            return
        if watch.armed is not None or self._watches.progress(watch.id).elsewhere is not None:
            self._watches.disarm(watch.id)
            self.notify("disarmed: nothing is launched by itself", markup=False)
        else:
            self._ask_to_arm(watch)

    @work(exit_on_error=True)
    async def _ask_to_arm(self, watch: Watch) -> None:
        await self._watches.prepare()
        trouble = self._watches.why_never(watch.id)
        if trouble:
            self.notify(f"not armed: {trouble}", severity="warning", markup=False)
        elif self.is_current:
            self.app.push_screen(ArmScreen(self._watches, watch, self._clock, profile=self._profile))

    # What it says

    def _show(self) -> None:
        """All lines anew, the cursor where it was; nothing is drawn where nothing reads differently."""
        if not self.is_mounted:
            return
        now, volumes = self._clock.now(), self._volumes()
        changes_in = 3_600.0
        drawn: list[tuple[str, Content]] = []
        for watch in self._watches.all:
            progress = self._watches.progress(watch.id)
            second, age = progress_line(watch, progress, now)
            changes_in = min(changes_in, age.changes_in)
            note = note_line(watch, progress, now)
            lines = [head_line(watch, progress, volumes), second, *([note] if note else [])]
            drawn.append((watch.id, Content("\n").join(lines)))
        self._draw(drawn)
        self.query_one("#watches-none", Static).display = not drawn
        self._list.display = bool(drawn)
        self.query_one("#watches-trouble", Static).update(toned(self._watches.trouble, "bad"))
        self.refresh_bindings()
        if self._list.size:
            Ticker.of(self.app, self._clock).wake(
                self._list, self._clock.monotonic() + changes_in, self._show
            )

    def _draw(self, drawn: list[tuple[str, Content]]) -> None:
        before, self._drawn = self._drawn, drawn
        if [one for one, _ in before] == [one for one, _ in drawn]:
            for (_, old), (watch_id, new) in zip(before, drawn, strict=True):
                if not old.is_same(new):
                    self._list.replace_option_prompt(watch_id, new)
            return
        chosen = self.chosen
        self._list.set_options([Option(content, id=watch_id) for watch_id, content in drawn])
        ids = [watch_id for watch_id, _ in drawn]
        if ids:
            self._list.highlighted = ids.index(chosen.id) if chosen is not None and chosen.id in ids else 0

    def _volumes(self) -> list[Volume]:
        return [row for row in self._store.volumes.values() if isinstance(row, Volume)]
