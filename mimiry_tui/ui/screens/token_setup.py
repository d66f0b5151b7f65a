"""Setting up an account that signs in with a token: where it is, whether it works, what it is called."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.settings import SettingsError
from mimiry_tui.settings.checks import token_trouble
from mimiry_tui.settings.profiles import ProfileEntry
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.setup.words import AHEAD, DONE, lines, trouble, under_way
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput

if TYPE_CHECKING:
    from mimiry_tui.live.setup.token_trial import TokenTrial, UsualPlace

_LONGEST_PLACE, _LONGEST_NAME = 400, 40
_PLACES = (
    ("env:NAME", "a variable that is set before the start"),
    ("file:PATH", "a file of one line that only you may read (0600)"),
    ("keyring:NAME", "the system's keyring: keyring set mimiry-tui NAME"),
)


@dataclass(frozen=True)
class TokenSetup:
    """What the screen is about, and what it acts through. Nothing here blocks the event loop."""

    title: str
    """What the service is called."""
    offered: ProfileEntry
    """The profile as it would be kept, with the place of a token that it has already."""
    look: Callable[[], Awaitable[tuple[UsualPlace, ...]]]
    """The usual places, and whether a token is there."""
    try_it: Callable[[ProfileEntry], Awaitable[TokenTrial]]
    keep: Callable[[ProfileEntry], Awaitable[None]] | None
    """Into the settings; None where there are none. Raises SettingsError."""
    why_not_name: Callable[[str], str]
    """What speaks against a name, or ""."""


class _Line(OrderlyInput):
    """A field that hands the focus on itself, so that what is typed right after it lands in the next one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "app.focus_next", id="token-setup.next", show=False, tooltip="The next field"),
        Binding(
            "up,shift+tab",
            "app.focus_previous",
            id="token-setup.before",
            show=False,
            tooltip="The field before",
        ),
    ]


class TokenSetupScreen(Dialog[ProfileEntry | None]):
    """Dismissed with a profile whose token the service knows, or None when it was left."""

    DEFAULT_CSS = """
    TokenSetupScreen {
        align: center middle;
        #token-setup { width: 84; max-width: 96%; height: auto; max-height: 96%; border: round $tone-accent;
                       background: $surface; padding: 0 2; overflow-y: auto; }
        Static { height: auto; margin-top: 1; }
        Horizontal { height: 1; }
        .first { margin-top: 1; }
        .label { width: 13; margin: 0; }
        Input { width: 1fr; height: 1; border: none; padding: 0 1; background: $row-cursor-blurred; }
        Input:focus { border: none; }
        #token-setup-said { min-height: 1; }
    }
    """
    AUTO_FOCUS = "#token-place"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "leave", id="token-setup.leave", tooltip="Leave without a token"),
    ]

    def __init__(self, setup: TokenSetup) -> None:
        super().__init__()
        self._setup = setup
        self._places = Static(id="token-setup-places")
        self._said = Static(id="token-setup-said")
        self._where = _Line(
            setup.offered.token,
            placeholder="empty: the usual places",
            max_length=_LONGEST_PLACE,
            id="token-place",
        )
        self._called = _Line(setup.offered.name, max_length=_LONGEST_NAME, id="token-name")
        self._is_trying = False

    def compose(self) -> ComposeResult:
        with Vertical(id="token-setup") as box:
            box.border_title = toned(f"{self._setup.title}: its API token", "bright", bold=True)
            box.border_subtitle = key_hints(
                ("enter", "tries it, and keeps its place"), (key_of(self, "token-setup.leave"), "leaves")
            )
            words = f"{self._setup.title} signs in with an API token. It stays where you keep it: "
            yield Static(toned(f"{words}the settings learn its place only.", "text"))
            yield self._places
            yield Static(_other_places())
            with Horizontal(classes="first"):
                yield Static(toned("token is in", "dim"), classes="label")
                yield self._where
            with Horizontal():
                yield Static(toned("profile", "dim"), classes="label")
                yield self._called
            yield self._said

    def on_mount(self) -> None:
        self._places.update(under_way("looking at the usual places"))
        self._look()

    @work(group="places")
    async def _look(self) -> None:
        self._places.update(_usual(await self._setup.look()))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if not self._is_trying:
            self._said.update("")

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """Try what is typed now; what is typed while it is tried counts at the next time."""
        event.stop()
        if self._is_trying:
            return
        place, name = self._where.value.strip(), self._called.value.strip()
        if why := token_trouble(place) if place else "":
            self._refuse(self._where, why)
        elif why := self._setup.why_not_name(name):
            self._refuse(self._called, why)
        else:
            self._try(replace(self._setup.offered, name=name, token=place))

    def _refuse(self, field: OrderlyInput, why: str) -> None:
        self._said.update(toned(why, "bad"))
        field.focus()

    @work(group="trial", exclusive=True)
    async def _try(self, entry: ProfileEntry) -> None:
        self._is_trying = True
        self._said.update(under_way(f"asking {self._setup.title}"))
        try:
            trial = await self._setup.try_it(entry)
            if not trial.ok and trial.error is not None:
                self._said.update(trouble(trial.error.title, trial.error.detail, trial.error.hint))
                return
            if self._setup.keep is not None:
                await self._setup.keep(entry)
        except SettingsError as error:
            self._said.update(trouble("not saved", str(error)))
            return
        finally:
            self._is_trying = False
        self.dismiss_in_turn(entry)


def _usual(places: tuple[UsualPlace, ...]) -> Content:
    """Each with its state; the first one that has a token is the one that is used."""
    width = max((len(one.place) for one in places), default=0)
    rows = [toned("the usual places:", "dim")]
    for one in places:
        sign = toned(f"  {AHEAD} ", "faint") if one.trouble else toned(f"  {DONE} ", "good")
        state = one.trouble.removeprefix(one.place).strip() or "has a token"
        rows.append(sign + toned(one.place.ljust(width + 2), "text") + toned(safe_text(state, 60), "dim"))
    return lines(*rows)


def _other_places() -> Content:
    rows = [toned("or one of your own:", "dim")]
    rows += [toned(f"    {place.ljust(14)}", "text") + toned(words, "dim") for place, words in _PLACES]
    return lines(*rows)
