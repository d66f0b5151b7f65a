"""Making a volume: what it is called, how large, and where, which binds every session that mounts it."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static

from mimiry_tui.domain.launch import VolumeRequest
from mimiry_tui.domain.launching.picture import Picture
from mimiry_tui.domain.volume_deeds import (
    LONGEST_NAME,
    create_problem,
    estimated_rate,
    least_gb,
    name_problem,
    read_gb,
    request_of,
    size_problem,
    spots,
    suggested_gb,
)
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput
from mimiry_tui.ui.widgets.spot_list import SpotList

_AROUND_THE_PLACES = 15
"""Lines of the dialog besides the places, with its padding."""
_LEAST_PLACES = 2
_LOW = 24
"""Lines of a terminal below which the dialog goes without space above and below its text."""
_NARROW = 64
"""Columns of one below which it goes with less of it beside."""


class CreateVolumeScreen(Dialog[VolumeRequest | None]):
    """Dismissed with what to ask for, or None when nothing is to be created.

    The place begins as the one given, else as the first one where GPUs are in stock; name and size as
    given, such as those that were refused.
    """

    DEFAULT_CSS = """
    CreateVolumeScreen {
        align: center middle;
        #new-volume { width: 78; max-width: 96%; height: auto; border: round $tone-accent;
                      background: $surface; padding: 1 2; }
        .field { height: 1; }
        .label { width: 7; color: $tone-dim; }
        Input { height: 1; border: none; padding: 0 1; background: $row-cursor-blurred; }
        Input:focus { border: none; background: $row-cursor; }
        #volume-name { width: 1fr; min-width: 10; max-width: 36; }
        #volume-size { width: 14; }
        .aside { width: auto; margin-left: 2; }
        #size-aside { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
        .place-label { margin-top: 1; }
        SpotList { min-height: 2; }
        #volume-binding { margin-top: 1; height: 1; }
        #volume-cost { height: 1; }
        #new-volume-buttons { height: 1; align-horizontal: right; margin-top: 1; }
        Button { margin-left: 2; min-width: 0; }
    }
    """
    AUTO_FOCUS = "#volume-name"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="volume-create.cancel", tooltip="Create nothing"),
        Binding("ctrl+s", "create", "create", id="volume-create.create", tooltip="Create the volume"),
        Binding("up", "app.focus_previous", id="volume-create.previous", show=False),
        Binding("down", "app.focus_next", id="volume-create.next", show=False),
    ]

    def __init__(
        self,
        picture: Picture,
        *,
        profile: ProfileMark,
        provider: str = "",
        location: str = "",
        name: str = "",
        size_gb: int = 0,
    ) -> None:
        super().__init__()
        self._profile = profile
        self._volumes = picture.volumes.value
        self._minimum = picture.minimum_volume_gb or {}
        self._trouble = picture.offers.trouble if not picture.offers.value else ""
        self._places = SpotList(spots(picture.offers.value, self._volumes), id="volume-place")
        self._places.choose(provider, location)
        self._name_field = OrderlyInput(name, placeholder="how sessions mount it", id="volume-name")
        self._name_field.max_length = LONGEST_NAME
        self._size_field = OrderlyInput(str(size_gb or self._suggested()), id="volume-size")
        self._own_size = size_gb > 0
        self._tried = False

    def compose(self) -> ComposeResult:
        with Vertical(id="new-volume") as box:
            box.border_title = toned("New volume", "bright", bold=True) + self._profile.after_on
            box.border_subtitle = key_hints(
                ("enter", "creates"),
                ("tab", "next field"),
                (key_of(self, "volume-create.cancel"), "goes back"),
            )
            with Horizontal(classes="field"):
                yield Static("name", classes="label")
                yield self._name_field
                yield Static(id="name-aside", classes="aside")
            with Horizontal(classes="field"):
                yield Static("size", classes="label")
                yield self._size_field
                yield Static(id="size-aside", classes="aside")
            why = toned(f" · the places on offer are unknown: {self._trouble}", "warn")
            yield Static(
                toned("where", "dim") + (why if self._trouble else Content("")), classes="place-label"
            )
            yield self._places
            yield Static(id="volume-binding")
            yield Static(id="volume-cost")
            with Horizontal(id="new-volume-buttons"):
                yield Button("Cancel", id="keep", compact=True)
                yield Button("Create", id="create", variant="primary", compact=True)

    def on_mount(self) -> None:
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        height = event.size.height
        padding = 0 if height < _LOW else 1
        self.query_one("#new-volume").styles.padding = (padding, 1 if event.size.width < _NARROW else 2)
        rest = _AROUND_THE_PLACES - 2 * (1 - padding)
        self._places.styles.max_height = max(_LEAST_PLACES, height - rest)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input is self._size_field and event.value != self._suggested():
            self._own_size = True
        self._show()

    @on(OptionList.OptionHighlighted)
    def _chosen(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if not self._own_size and self._size_field.value != self._suggested():
            self._size_field.value = self._suggested()
        self._show()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()  # a click only chooses

    @on(Input.Submitted)
    @on(SpotList.Accepted)
    def _accepted(self, event: Input.Submitted | SpotList.Accepted) -> None:
        event.stop()
        self.action_create()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "create":
            self.action_create()
        else:
            self.dismiss(None)

    def action_create(self) -> None:
        """Close with the request, or go to the field that keeps it from being made."""
        self._tried = True
        if self._problem():
            bad = (
                self._name_field if name_problem(self._name_field.value, self._volumes) else self._size_field
            )
            bad.focus()
            self._show()
        else:
            self.dismiss(request_of(self._name_field.value, self._size_field.value, self._places.chosen))

    # What it says

    def _problem(self) -> str:
        return create_problem(
            self._name_field.value, self._size_field.value, self._places.chosen, self._volumes, self._least()
        )

    def _provider(self) -> str:
        chosen = self._places.chosen
        return chosen.provider if chosen is not None else ""

    def _least(self) -> int:
        return least_gb(self._provider(), self._minimum)

    def _suggested(self) -> str:
        return str(suggested_gb(self._provider(), self._minimum))

    def _show(self) -> None:
        self.query_one("#name-aside", Static).update(self._name_aside())
        self.query_one("#size-aside", Static).update(self._size_aside())
        self.query_one("#volume-binding", Static).update(self._binding())
        self.query_one("#volume-cost", Static).update(self._cost())
        gb = read_gb(self._size_field.value)
        button = self.query_one("#create", Button)
        button.label = Content(f"Create {gb:,} GB" if gb else "Create")
        button.refresh(layout=True)  # its label alone does not make it wider

    def _name_aside(self) -> Content:
        problem = name_problem(self._name_field.value, self._volumes)
        # An empty name is no mistake before somebody wants to go on with it.
        return toned(problem, "bad") if problem and (self._name_field.value or self._tried) else Content("")

    def _size_aside(self) -> Content:
        problem = size_problem(self._size_field.value, self._least(), self._provider())
        if problem:
            return toned(f"GB · {problem}", "bad")
        here = self._provider()
        # Where the service chooses the place, any provider's minimum may be the one that counts.
        told = [(least, one) for one, least in sorted(self._minimum.items()) if not here or one == here]
        return toned(" · ".join(["GB", *(f"at least {least:,} at {one}" for least, one in told)]), "dim")

    def _binding(self) -> Content:
        chosen = self._places.chosen
        if chosen is None:
            words = "binding all the same: mounts only where it ends up"
            return toned(words, "warn")
        return toned("binding: mounts only in sessions at ", "text") + toned(
            chosen.where, "bright", bold=True
        )

    def _cost(self) -> Content:
        gb = read_gb(self._size_field.value)
        rate = estimated_rate(self._volumes, self._provider(), gb) if gb else None
        if rate is None:
            return toned("costs while it exists; the price is not told", "dim")
        return (
            toned("costs ", "dim")
            + toned(f"≈{rate * 24}", "bright", bold=True)
            + toned(f" a day, by your other volumes at {self._provider()}", "dim")
        )
