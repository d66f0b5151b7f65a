"""The settings of a running app: applied at its start and whenever their file or the user changes them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from textual.worker import Worker

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.settings import SettingsError
from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.settings.settings import Problem, Settings
from mimiry_tui.ui.account_app import AccountApp
from mimiry_tui.ui.density import apply_density, apply_motion
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.theme import DARK

if TYPE_CHECKING:
    from mimiry_tui.live.settings_keeper import SettingsKeeper


class AppSettings:
    """What of the settings concerns the whole app. Without a keeper they last as long as the app."""

    def __init__(
        self,
        app: AccountApp,
        now: Settings,
        keeper: SettingsKeeper | None,
        *,
        theme: str | None,
        themes: Path | None,
        adjust: Callable[[Preferences], Preferences] | None,
    ) -> None:
        """`theme` is what was asked for on the command line: it wins until a theme is chosen.

        `themes` is the folder of the user's own; `adjust` puts in what else was asked for there.
        """
        self._themes = themes
        self.now = now
        self._app = app
        self._keeper = keeper
        self._asked_theme = theme
        self._told: tuple[str, ...] = ()
        self._keys: Mapping[str, str] = {}
        self._adjust = adjust or (lambda preferences: preferences)
        preferences = self._adjust(now.preferences)
        self._desk = PreferenceDesk.of(app)
        self._desk.use(preferences)
        self._desk.is_file_unused = now.is_unused
        self._desk.unused.report("file", now.problems)
        # Before the first frame, which would jump otherwise.
        apply_density(app, preferences.look.density)
        apply_motion(app, preferences.look.motion)

    @property
    def keeper(self) -> SettingsKeeper | None:
        return self._keeper

    def first_theme(self) -> str:
        """What to wear at first: as asked for, else as set. Blocks on the disk for a theme of the user's own.

        Raises SettingsError where the one that was asked for does not exist.
        """
        app = self._app
        wanted = self._asked_theme or self.now.preferences.look.theme
        if wanted and wanted not in app.available_themes and self._themes is not None:
            from mimiry_tui.ui.themes.user import read_user_themes

            for theme in read_user_themes(self._themes).themes:
                app.register_theme(theme)
        if wanted in app.available_themes and (self._asked_theme or not app.no_color):
            return wanted
        if self._asked_theme:
            known = ", ".join(sorted(app.available_themes))
            raise SettingsError(f"--theme: there is no {self._asked_theme!r}, but {known}")
        return "ansi-dark" if app.no_color else DARK

    async def begin(self) -> None:
        """Apply all of them to an app that stands."""
        if self._keeper is not None:
            self._keeper.subscribe(self.use)
        if self._themes is not None:
            from mimiry_tui.ui.themes.user import register_user_themes

            for problem in await register_user_themes(self._app, self._themes):
                self._warn(str(problem))
        self._desk.unused.subscribe(self._look_through)
        self._apply()

    def use(self, settings: Settings) -> None:
        """From now on these."""
        before, self.now = self.now, settings
        self._desk.is_file_unused = settings.is_unused
        self._desk.unused.report("file", settings.problems)
        self._desk.use(self._adjust(settings.preferences))
        if settings.preferences.look.theme != before.preferences.look.theme:
            self._asked_theme = None
        self._apply()
        self._app.settings_read()

    async def set(self, name: str, value: object) -> None:
        """Keep one setting and use it from now on; None takes it out. Raises SettingsError."""
        await self._file().set(name, value)

    async def edit(self) -> str:
        """Open the file, or a commented first one, in the user's editor; why that did not go well, or "".

        Raises SettingsError where there is none and none can be written.
        """
        from mimiry_tui.ui.settings.editor import edit_here

        keeper = self._file()
        await keeper.ensure()
        services = self._app.services
        quiet = services.announcer.held("an editor") if services is not None else nullcontext()
        trouble = await edit_here(self._app, self._app.clock, quiet, keeper.path)
        await keeper.load()
        return trouble

    def _file(self) -> SettingsKeeper:
        if self._keeper is None:
            raise SettingsError("nothing is kept here: this dashboard has no settings file")
        return self._keeper

    def _apply(self) -> None:
        app, preferences = self._app, self._desk.now
        apply_density(app, preferences.look.density)
        apply_motion(app, preferences.look.motion)
        if not self._asked_theme and not app.no_color:
            self._wear(preferences.look.theme or DARK)
        app.follow_conventions()
        if app.account is not None:
            app.account.prefer(preferences)
        app.show_preferences()
        self._look_through()

    def _look_through(self) -> None:
        """Find out what cannot be used, and tell all of it at once. A call while one runs begins anew."""
        self._looking: Worker[None] = self._app.run_worker(
            self._tell_problems, name="problems", group="problems", exclusive=True
        )

    async def _tell_problems(self) -> None:
        """One toast for each set of them, however many there are."""
        await self._use_keys(self._desk.now.keys)
        unused = self._desk.unused
        if self._keeper is not None and unused.want_lines:
            unused.place(await self._keeper.lines())
        problems = tuple(str(problem) for problem in unused.problems)
        if problems and problems != self._told and not unused.are_shown:
            key = key_now("settings", ",")
            more = f"\nand {len(problems) - 3} more: {key} shows them" if len(problems) > 3 else ""
            self._warn("not used of settings.toml:\n" + "\n".join(problems[:3]) + more)
        self._told = problems

    async def _use_keys(self, keys: Mapping[str, str]) -> None:
        if keys == self._keys:
            return
        from mimiry_tui.ui.keymap import all_binding_ids, apply_keymap

        if keys:
            # It imports every screen there is, to see which keys meet.
            await asyncio.to_thread(all_binding_ids)
        self._keys = keys
        self._desk.unused.report("keys", apply_keymap(self._app, keys))

    def _wear(self, theme: str) -> None:
        problems: tuple[Problem, ...] = ()
        if theme in self._app.available_themes:
            self._app.theme = theme
        else:
            from mimiry_tui.ui.themes.user import no_such_theme

            problems = (no_such_theme(theme),)
        self._desk.unused.report("theme", problems)

    def _warn(self, words: str) -> None:
        lines = "\n".join(safe_text(line, 200) for line in words.split("\n"))
        self._app.notify(lines, severity="warning", timeout=12, markup=False)
