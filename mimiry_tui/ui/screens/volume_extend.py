"""Growing a volume, which nothing takes back."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from mimiry_tui.domain.money import Money
from mimiry_tui.domain.volume_deeds import extend_problem, read_gb
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ui.glyphs import volume_span
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, spaced, spans, toned
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput

STEP_GB = 100
"""What is suggested to be added."""


class ExtendVolumeScreen(Dialog[int | None]):
    """Dismissed with the new size in GB, or None when it shall stay as it is."""

    DEFAULT_CSS = """
    ExtendVolumeScreen {
        align: center middle;
        #extend-volume { width: 66; max-width: 96%; height: auto; border: round $tone-accent;
                         background: $surface; padding: 1 2; }
        .field { height: 1; margin-top: 1; }
        .label { width: 7; color: $tone-dim; }
        Input { height: 1; width: 14; border: none; padding: 0 1; background: $row-cursor-blurred; }
        Input:focus { border: none; background: $row-cursor; }
        .aside { width: 1fr; margin-left: 2; }
        #extend-words { margin-top: 1; }
        #extend-buttons { height: 1; align-horizontal: right; margin-top: 1; }
        Button { margin-left: 2; min-width: 0; }
    }
    """
    AUTO_FOCUS = "#extend-size"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="volume-extend.cancel", tooltip="Leave it as it is"),
        Binding("up", "app.focus_previous", id="volume-extend.previous", show=False),
        Binding("down", "app.focus_next", id="volume-extend.next", show=False),
    ]

    def __init__(self, volume: Volume, *, profile: ProfileMark) -> None:
        super().__init__()
        self._profile = profile
        self.volume = volume
        """As it was when the dialog was opened."""
        suggested = str(volume.size_gb + STEP_GB) if volume.size_gb is not None else ""
        self._size_field = OrderlyInput(suggested, id="extend-size")

    def compose(self) -> ComposeResult:
        volume = self.volume
        with Vertical(id="extend-volume") as box:
            box.border_title = toned("Grow a volume", "bright", bold=True) + self._profile.after_on
            box.border_subtitle = key_hints(
                ("enter", "grows it"), (key_of(self, "volume-extend.cancel"), "goes back")
            )
            yield Static(
                spaced(
                    [
                        spans([volume_span(volume.status)])
                        + toned(f" {volume.name or volume.id}", "bright", bold=True),
                        toned(volume.where, "dim"),
                        toned(f"{volume.size_gb:,} GB now" if volume.size_gb is not None else "", "text"),
                    ]
                )
            )
            with Horizontal(classes="field"):
                yield Static("size", classes="label")
                yield self._size_field
                yield Static(id="extend-aside", classes="aside")
            yield Static(id="extend-words")
            with Horizontal(id="extend-buttons"):
                yield Button("Cancel", id="keep", compact=True)
                yield Button("Grow", id="grow", variant="primary", compact=True)

    def on_mount(self) -> None:
        self._show()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_grow()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "grow":
            self.action_grow()
        else:
            self.dismiss(None)

    def action_grow(self) -> None:
        """Close with the new size; with none that can be had, stay."""
        if extend_problem(self._size_field.value, self.volume):
            self._size_field.focus()
        else:
            self.dismiss(read_gb(self._size_field.value))

    def _show(self) -> None:
        problem = extend_problem(self._size_field.value, self.volume)
        gb = read_gb(self._size_field.value)
        old = self.volume.size_gb
        more = f"GB · {gb - old:,} more" if gb is not None and old is not None else "GB"
        self.query_one("#extend-aside", Static).update(toned("GB" if problem else more, "dim"))
        words = toned(problem, "bad") if problem else self._words(gb)
        self.query_one("#extend-words", Static).update(words)
        label = f"Grow to {gb:,} GB" if gb is not None and not problem else "Grow"
        button = self.query_one("#grow", Button)
        button.label = Content(label)
        button.refresh(layout=True)  # its label alone does not make it wider

    def _words(self, gb: int | None) -> Content:
        plain = toned("volumes only grow: this cannot be taken back", "dim")
        rate, old = self.volume.rate, self.volume.size_gb
        if rate is None or not old or gb is None:
            return plain
        then = Money(rate.amount * gb / old, rate.currency)
        costs = toned("costs ", "dim") + toned(f"≈{then * 24}", "bright", bold=True)
        return costs + toned(f" a day instead of {rate * 24}", "dim") + Content("\n") + plain
