"""What is to be waited for: the GPUs, the price, the place, and the template to launch from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from mimiry_tui.domain.launching.placing import volume_of
from mimiry_tui.domain.money import DEFAULT_CURRENCY, symbol
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.volumes import Volume, VolumeStatus
from mimiry_tui.domain.watching.matching import is_wanted, matching, why_not
from mimiry_tui.domain.watching.reading import LONGEST, TypedWatch
from mimiry_tui.domain.watching.rule import Watch
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.watching.lines import offer_words
from mimiry_tui.ui.watching.turner import Turner
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput

if TYPE_CHECKING:
    from mimiry_tui.live.store import Store
    from mimiry_tui.live.watches.watches import Watches

_LOW = 22
"""Lines of a terminal below which the dialog goes without air."""


class WatchScreen(Dialog[Watch | None]):
    """Dismissed with the watch once it is watched, with None where nothing was changed or it was removed."""

    DEFAULT_CSS = """
    WatchScreen {
        align: center middle;
        #watch { width: 76; max-width: 96%; height: auto; max-height: 100%; border: round $tone-watch;
                 background: $surface; padding: 1 2; }
        .field { height: 1; }
        .label { width: 10; color: $tone-dim; }
        .aside { width: 1fr; margin-left: 2; color: $tone-dim; text-wrap: nowrap; text-overflow: ellipsis; }
        Input { height: 1; border: none; padding: 0 1; background: $row-cursor-blurred; }
        Input:focus { border: none; background: $row-cursor; }
        #watch-models { width: 30; }
        #watch-rate { width: 12; }
        #watch-provider, #watch-location { width: 30; }
        Turner { width: 30; }
        #watch-now { margin-top: 1; height: auto; min-height: 2; }
        #watch-buttons { height: 1; align-horizontal: right; margin-top: 1; }
        Button { margin-left: 2; min-width: 0; }
    }
    """
    AUTO_FOCUS = "#watch-rate"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="watch.cancel", tooltip="Change nothing"),
        Binding("enter,ctrl+s", "accept", "watch", id="watch.accept", tooltip="Watch this"),
        Binding("ctrl+r", "remove", "remove", id="watch.remove", tooltip="Watch it no more"),
        # Before what a line of text would make of them, which is nothing.
        Binding("up", "app.focus_previous", id="watch.previous", show=False, priority=True),
        Binding("down", "app.focus_next", id="watch.next", show=False, priority=True),
    ]

    def __init__(
        self, watches: Watches, store: Store, base: Watch, *, currency: str = DEFAULT_CURRENCY
    ) -> None:
        """`base` is what the form begins with: a watch that is, or one that nobody has made yet."""
        super().__init__()
        self._watches = watches
        self._store = store
        self._base = base
        self._currency = base.max_rate.currency if base.max_rate is not None else currency
        typed = TypedWatch.of(base)
        self._models = OrderlyInput(typed.models, placeholder="H100, A100 SXM", id="watch-models")
        self._rate = OrderlyInput(typed.rate, placeholder="any price", id="watch-rate")
        self._provider = OrderlyInput(typed.provider, placeholder="any", id="watch-provider")
        self._location = OrderlyInput(typed.location, placeholder="any", id="watch-location")
        for field in (self._models, self._rate, self._provider, self._location):
            field.max_length = LONGEST
        self._volume = Turner(self._places(), typed.volume_id or "", id="watch-volume")
        self._template = Turner(self._templates(), typed.template, id="watch-template")

    @property
    def is_new(self) -> bool:
        return self._watches.get(self._base.id) is None

    def compose(self) -> ComposeResult:
        rows: list[tuple[str, Widget, str]] = [
            ("GPU", self._models, "or families, with commas"),
            ("at most", self._rate, f"{symbol(self._currency).strip()} per GPU and hour"),
            ("provider", self._provider, ""),
            ("location", self._location, ""),
        ]
        if self._watches.has_volumes:
            rows.append(("volume", self._volume, "only where it can be mounted"))
        if self._watches.has_templates:
            rows.append(("template", self._template, "what to launch from"))
        with Vertical(id="watch") as box:
            box.border_title = toned("Watch" if self.is_new else "Change the watch", "watch", bold=True)
            box.border_subtitle = self._hints()
            for label, field, aside in rows:
                with Horizontal(classes="field"):
                    yield Static(label, classes="label")
                    yield field
                    yield Static(toned(aside, "dim"), classes="aside")
            yield Static(id="watch-now")
            with Horizontal(id="watch-buttons"):
                yield Button("Cancel", id="keep", compact=True)
                if not self.is_new:
                    yield Button("Watch no more", id="remove", compact=True)
                yield Button("Watch", id="accept", variant="primary", compact=True)

    def _hints(self) -> Content:
        remove = [] if self.is_new else [(key_of(self, "watch.remove"), "removes")]
        hints = [("enter", "watches"), ("tab", "next field"), ("← →", "choose"), *remove]
        return key_hints(*hints, (key_of(self, "watch.cancel"), "back"))

    def on_mount(self) -> None:
        self._show()
        if self._watches.has_templates:
            self.run_worker(self._load(), name="templates", exit_on_error=True)

    async def _load(self) -> None:
        await self._watches.prepare()
        self._template.offer(self._templates())
        if not self._watches.template_names:
            # It is the last of them.
            aside = self.query(".aside").last(Static)
            aside.update(toned("save one in the launch form", "dim"))

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#watch").styles.padding = (0 if event.size.height < _LOW else 1, 2)

    @on(Input.Changed)
    @on(Turner.Turned)
    def _edited(self, event: Input.Changed | Turner.Turned) -> None:
        event.stop()
        if isinstance(event, Turner.Turned) and event.turner is self._template and not self._volume.value:
            self._follow_template()
        self._show()

    def _follow_template(self) -> None:
        """What mounts a volume can only be launched where that is."""
        draft = self._watches.template(self._typed.watch(self._base))
        if draft is not None and draft.mounts:
            volume = volume_of(draft.mounts[0], self._volumes())
            self._volume.choose(volume.id if volume is not None else "")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_accept()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        match event.button.id:
            case "accept":
                self.action_accept()
            case "remove":
                self.action_remove()
            case _:
                self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not self.is_new if action == "remove" else True

    def action_accept(self) -> None:
        """Watch what the form says, or say what is wrong with it."""
        typed = self._typed
        if typed.trouble:
            self._show()
            return
        watch = typed.watch(self._base, self._currency)
        self._watches.put(watch)
        self.dismiss(watch)

    def action_remove(self) -> None:
        """Watch it no more."""
        self._watches.remove(self._base.id)
        self.dismiss(None)

    @property
    def _typed(self) -> TypedWatch:
        return TypedWatch(
            self._models.value,
            self._rate.value,
            self._provider.value,
            self._location.value,
            self._volume.value or None,
            self._template.value,
        )

    def _show(self) -> None:
        """What the watch would find at this moment."""
        typed = self._typed
        words = toned(typed.trouble, "bad")
        if not typed.trouble:
            words = self._found(typed.watch(self._base, self._currency))
            if self._base.armed is not None:
                words += Content("\n") + toned("changing it disarms it", "warn")
        self.query_one("#watch-now", Static).update(words)

    def _found(self, watch: Watch) -> Content:
        offers = [row for row in self._store.offers.values() if isinstance(row, Offer)]
        volumes = self._volumes()
        found = matching(watch, offers, volumes)
        if found:
            more = f" and {len(found) - 1} more" if len(found) > 1 else ""
            now = toned(f"in stock now: {offer_words(found[0])}{more}", "good")
            return now + Content("\n") + toned("told when it comes back after it was gone", "dim")
        why = toned(f"now: {why_not(watch, offers, volumes)}", "text")
        asked = [one.rate for one in offers if one.rate and is_wanted(watch, one)]
        if len(asked) > 1:
            rate = min(
                (one for one in asked if one.currency == asked[0].currency), key=lambda one: one.amount
            )
            why += toned(f" · {len(asked)} places, from {rate}", "dim")
        return why + Content("\n") + toned("bell and notice once it can be had", "dim")

    def _volumes(self) -> list[Volume]:
        return [row for row in self._store.volumes.values() if isinstance(row, Volume)]

    def _places(self) -> list[tuple[str, str]]:
        kept = [one for one in self._volumes() if one.status is not VolumeStatus.DELETED and one.where]
        gone = self._base.volume_id
        missing = [(gone, "one that is gone")] if gone and gone not in {one.id for one in kept} else []
        return [("", "none"), *((one.id, f"{one.name} {one.where}") for one in kept), *missing]

    def _templates(self) -> list[tuple[str, str]]:
        names = self._watches.template_names
        own = self._base.template
        missing = [(own, own)] if own and own not in names else []
        return [("", "none"), *((name, name) for name in names), *missing]
