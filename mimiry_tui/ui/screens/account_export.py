"""Where an export of the account is written to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from mimiry_tui.live.money.export_file import write_new
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput

Text = Callable[[str], Awaitable[str]]
"""What to write for that end of the file's name, ".csv" or ".json"."""


class AccountExportScreen(Dialog[Path | None]):
    """Dismissed with the file that was written, or None where none was. What was typed survives an error."""

    DEFAULT_CSS = """
    AccountExportScreen {
        align: center middle;
        #account-export { width: 76; max-width: 95%; height: auto; border: round $tone-accent;
                          background: $surface; padding: 0 2; }
        Input { height: 1; border: none; padding: 0 1; margin: 1 0; background: $row-cursor-blurred; }
        Input:focus { border: none; }
        Static { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="account-export.cancel", tooltip="Write nothing")
    ]

    def __init__(self, suggested: str, csv_is: str, text: Text) -> None:
        """`csv_is` says in words what a file of lines holds."""
        super().__init__()
        self._suggested = suggested
        self._csv_is = csv_is
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical(id="account-export") as box:
            box.border_title = toned("Export", "bright", bold=True)
            box.border_subtitle = key_hints(
                ("enter", "writes"), (key_of(self, "account-export.cancel"), "goes back")
            )
            yield OrderlyInput(self._suggested, placeholder="path of the file", select_on_focus=False)
            yield Static(
                toned(".csv ", "text")
                + toned(self._csv_is, "dim")
                + toned("   .json ", "text")
                + toned("everything", "dim")
            )
            yield Static(id="account-export-why")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._say("")

    @on(Input.Submitted)
    def _accepted(self, event: Input.Submitted) -> None:
        event.stop()
        self._write(event.value.strip())

    @work(exclusive=True, group="export")
    async def _write(self, typed: str) -> None:
        path = Path(typed)
        if path.suffix.lower() not in (".csv", ".json"):
            self._say("the name has to end in .csv or .json")
            return
        text = await self._text(path.suffix.lower())
        try:
            written = await asyncio.to_thread(write_new, path, text)
        except FileExistsError:
            self._say("something has that name already: give it another one")
        except (OSError, RuntimeError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self._say(f"not written: {reason.lower()}")
        else:
            self.dismiss_in_turn(written)

    def _say(self, why: str) -> None:
        self.query_one("#account-export-why", Static).update(toned(why, "bad"))
