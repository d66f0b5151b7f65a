"""Arming a watch: what it may spend by itself, said before it may."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from mimiry_tui.clock import Clock
from mimiry_tui.domain.durations import clock_time
from mimiry_tui.domain.launching.draft import Pick
from mimiry_tui.domain.launching.matching import count_of
from mimiry_tui.domain.watching.arming import rounded_up
from mimiry_tui.domain.watching.matching import under
from mimiry_tui.domain.watching.reading import TypedArming, shown_price
from mimiry_tui.domain.watching.rule import Arming, Watch
from mimiry_tui.domain.watching.words import watch_words
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.template_lines import draft_words
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput

if TYPE_CHECKING:
    from mimiry_tui.live.watches.watches import Watches

_LOW = 20
"""Lines of a terminal below which the dialog goes without air."""


class ArmScreen(Dialog[bool]):
    """Dismissed with True once it is armed. Enter in a field only leads on to the button that arms."""

    DEFAULT_CSS = """
    ArmScreen {
        align: center middle;
        #arm { width: 76; max-width: 96%; height: auto; border: round $tone-watch; background: $surface;
               padding: 1 2; }
        .field { height: 1; }
        .label { width: 10; color: $tone-dim; }
        .aside { width: 1fr; margin-left: 2; color: $tone-dim; text-wrap: nowrap; text-overflow: ellipsis; }
        Input { width: 14; height: 1; border: none; padding: 0 1; background: $row-cursor-blurred; }
        Input:focus { border: none; background: $row-cursor; }
        #arm-what { height: auto; margin-bottom: 1; }
        #arm-most { height: auto; margin-top: 1; }
        #arm-buttons { height: 1; align-horizontal: right; margin-top: 1; }
        Button { margin-left: 2; min-width: 0; }
    }
    """
    AUTO_FOCUS = "#arm-ceiling"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "cancel", id="watch-arm.cancel", tooltip="Arm nothing"),
        Binding("ctrl+s", "arm", "arm", id="watch-arm.arm", tooltip="Arm it for that much"),
        # Before what a line of text would make of them, which is nothing.
        Binding("up", "app.focus_previous", id="watch-arm.previous", show=False, priority=True),
        Binding("down", "app.focus_next", id="watch-arm.next", show=False, priority=True),
    ]

    def __init__(self, watches: Watches, watch: Watch, clock: Clock, *, profile: ProfileMark) -> None:
        super().__init__()
        self._profile = profile
        self._watches = watches
        self._watch = watch
        self._clock = clock
        was = watches.progress(watch.id).was_armed
        limit = was.ceiling if was is not None else watch.max_rate
        limit = limit or watches.cheapest(watch)
        self._ceiling = OrderlyInput(shown_price(limit) if limit else "", id="arm-ceiling")
        launches = str(was.launches) if was is not None else "1"
        self._launches = OrderlyInput(launches, id="arm-launches")
        self._budget = OrderlyInput(placeholder="all of them", id="arm-budget")
        self._lasts = OrderlyInput("24h", id="arm-lasts")
        self._is_arming = False

    def compose(self) -> ComposeResult:
        rows = (
            ("ceiling", self._ceiling, "€ per GPU and hour; the service is told it"),
            ("launches", self._launches, "one for each time that it comes in"),
            ("budget", self._budget, "€ that they may cost together"),
            ("waits for", self._lasts, "disarmed then, or when the dashboard ends"),
        )
        with Vertical(id="arm") as box:
            asked = toned("Launch by itself on ", "watch", bold=True)
            box.border_title = asked + self._profile.content + toned("?", "watch", bold=True)
            box.border_subtitle = key_hints(
                ("enter", "goes on"), ("tab", "next field"), (key_of(self, "watch-arm.cancel"), "goes back")
            )
            yield Static(self._what(), id="arm-what")
            for label, field, aside in rows:
                with Horizontal(classes="field"):
                    yield Static(label, classes="label")
                    yield field
                    yield Static(toned(aside, "dim"), classes="aside")
            yield Static(id="arm-most")
            with Horizontal(id="arm-buttons"):
                yield Button("Cancel", id="keep", compact=True)
                yield Button("Arm", id="do-arm", variant="warning", compact=True)

    def on_mount(self) -> None:
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#arm").styles.padding = (0 if event.size.height < _LOW else 1, 2)

    @on(Input.Changed)
    def _edited(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one("#do-arm", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "do-arm":
            self.action_arm()
        else:
            self.dismiss(False)

    def action_arm(self) -> None:
        """Arm it as it says, or say what is against that."""
        arming = self._arming()
        if isinstance(arming, str) or self._is_arming or self._watches.arming_trouble(self._watch.id, arming):
            self._show()
            return
        self._is_arming = True
        self.run_worker(self._arm(arming), name="arm a watch", exit_on_error=True)

    async def _arm(self, arming: Arming) -> None:
        trouble = await self._watches.arm(self._watch.id, arming)
        self._is_arming = False
        if not trouble:
            self.dismiss_in_turn(True)
        else:
            self._say(toned(trouble, "bad"))

    def _arming(self) -> Arming | str:
        typed = TypedArming(self._ceiling.value, self._launches.value, self._budget.value, self._lasts.value)
        return typed.arming(self._watches.template(self._watch), self._clock.now())

    def _what(self) -> Content:
        """What is waited for, and what is launched then."""
        draft = self._watches.template(self._watch)
        if draft is not None:
            picks = tuple(Pick(model) for model in sorted(self._watch.models))
            draft = replace(draft, by_criteria=False, picks=picks)
        words = (
            toned(watch_words(self._watch), "bright", bold=True) + Content("\n") + toned("launches ", "dim")
        )
        name = toned(self._watch.template, "bright")
        return words + name + (toned(": ", "dim") + draft_words(draft) if draft is not None else Content(""))

    def _show(self) -> None:
        arming = self._arming()
        trouble = arming if isinstance(arming, str) else self._watches.arming_trouble(self._watch.id, arming)
        button = self.query_one("#do-arm", Button)
        button.disabled = bool(trouble)
        if isinstance(arming, str) or trouble:
            button.label = Content("Arm")
            self._say(toned(trouble, "bad"))
        else:
            button.label = Content(f"Arm for ≤ {rounded_up(arming.most)}")
            self._say(self._most(arming))
        button.refresh(layout=True)  # its label alone does not make it wider

    def _say(self, words: Content) -> None:
        self.query_one("#arm-most", Static).update(words)

    def _most(self, arming: Arming) -> Content:
        """The most it can spend, and how that comes about."""
        draft = self._watches.template(self._watch)
        now = self._clock.now()
        launches = "one launch" if arming.most_launches == 1 else f"{arming.most_launches} launches"
        words = toned("It may spend at most ", "text") + toned(
            str(rounded_up(arming.most)), "watch", bold=True
        )
        until = clock_time(arming.expires_at, now.astimezone())
        words += toned(f" in {launches} besides the time to boot, until {until}.", "text")
        if draft is not None:
            gpus = count_of(draft)
            how = f"{arming.ceiling}/h × {gpus} GPU{'s' if gpus > 1 else ''} × {draft.max_duration.strip()}"
            words += Content("\n") + toned(f"{how}, ended by the service then", "dim")
        at_once = any(under(arming.ceiling, one) for one in self._watches.matching(self._watch))
        if at_once:
            words += Content("\n") + toned("It can be had now: it launches at once.", "warn", bold=True)
        return words
