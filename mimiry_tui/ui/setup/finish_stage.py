"""The end: signed in, what is left to spend, and where that was written down."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from mimiry_tui.domain.durations import clock_time
from mimiry_tui.settings import SettingsError
from mimiry_tui.settings.paths import expand
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.setup.notes import Place
from mimiry_tui.ui.setup.services import SetupResult
from mimiry_tui.ui.setup.stage import Flow, Stage, Words
from mimiry_tui.ui.setup.words import at_home, done, lines, long, trouble, under_way
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone

if TYPE_CHECKING:
    from mimiry_tui.live.setup.trial import Trial

_LABEL = 10


class FinishStage(Stage, can_focus=True):
    """Saves by itself; enter opens the dashboard, saved or not."""

    TITLE: ClassVar[str] = "Signed in"
    PLACE = Place.DONE
    IS_LAST = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,escape", "open", "open the dashboard", id="setup.open", tooltip="Go on to the dashboard"
        ),
        Binding("r", "save", "save again", id="setup.save", tooltip="Try to save again"),
    ]

    def __init__(self, flow: Flow, trial: Trial) -> None:
        super().__init__(flow)
        self._trial = trial
        self._saved = Words()
        self._failed = False

    def compose(self) -> ComposeResult:
        yield Words(done("the service knows the key and gave a token"))
        yield self._saved
        yield Words(self._account(), classes="gap")

    def on_mount(self) -> None:
        self.screen.set_focus(self)
        self.action_save()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._failed if action == "save" else super().check_action(action, parameters)

    def action_save(self) -> None:
        """Write key and base URL where the SDK looks for them."""
        self._failed = False
        self._saved.say(under_way("saving"))
        self.start(self._save(), "saving")

    def action_open(self) -> None:
        """On to the dashboard."""
        self.flow.finish(SetupResult(self.notes.api_base, self._key_path()))

    async def _save(self) -> None:
        try:
            path = await self.services.save(self.notes.api_base, self._key_path())
        except SettingsError as error:
            self._failed = True
            save, on = key_of(self, "setup.save"), key_of(self, "setup.open")
            fix = f"mend that and press {save}, or go on with {on} for this time"
            self._saved.say(trouble("not saved", str(error), fix))
        else:
            where = at_home(path, self.services.home)
            self._saved.say(
                lines(
                    done("saved in ") + toned(where, "bright"),
                    self._sdk(),
                    *(
                        toned(f"⚠ {name} says otherwise and wins at the next start: unset it", "warn")
                        for name in self._overruled_by()
                    ),
                )
            )
        self.flow.told()

    def _sdk(self) -> Content:
        """Whether the service's own client can use what was saved: it signs with a file, not by the agent."""
        if self.notes.key is not None and not self.notes.key.has_file:
            return toned("⚠ Mimiry's own SDK needs the private file, which is not here", "warn")
        return toned("  the key's path and the base URL only; Mimiry's own SDK reads it too", "dim")

    def _key_path(self) -> Path:
        assert self.notes.key is not None
        return self.notes.key.path

    def _overruled_by(self) -> list[str]:
        """The variables of the environment that name another key or service than what was saved."""
        env = self.services.env
        key, base = env.get("MIMIRY_SSH_KEY", "").strip(), env.get("MIMIRY_API_BASE", "").strip()
        other_key = bool(key) and expand(key.removesuffix(".pub"), env).absolute() != self._key_path()
        other_base = bool(base) and base.rstrip("/") != self.notes.api_base
        return [
            name
            for name, is_other in (("MIMIRY_SSH_KEY", other_key), ("MIMIRY_API_BASE", other_base))
            if is_other
        ]

    def _account(self) -> Content:
        key, trial = self.notes.key, self._trial
        balance = trial.balance
        rows: list[Content] = []
        if balance is not None:
            tone: Tone = "bright" if balance.money.amount > 0 else "warn"
            rows.append(_row("balance", toned(str(balance.money), tone, bold=True)))
        elif trial.error is not None:
            rows.append(_row("balance", toned("not told: ", "warn") + long(str(trial.error), "text")))
        rows.append(_row("service", toned(self.notes.api_base, "bright")))
        if key is not None:
            rows.append(_row("key", toned(at_home(key.path, self.services.home), "bright")))
            rows.append(_row("", toned(trial.fingerprint or key.fingerprint, "dim")))
        if trial.until is not None:
            until = clock_time(trial.until, self.services.clock.now().astimezone())
            rows.append(_row("token", toned(f"until {until}, renewed by itself", "text")))
        return lines(*rows)


def _row(label: str, value: Content) -> Content:
    return toned(f"  {label:<{_LABEL}}", "dim") + value
