"""What changes the view of things: theme, profile, settings."""

from __future__ import annotations

from collections.abc import Sequence

from mimiry_tui.settings.errors import SettingsError
from mimiry_tui.settings.values import Kind
from mimiry_tui.ui.command_line.command import Argument, Candidate, Command, CommandError, Deed, Given
from mimiry_tui.ui.command_line.scope import Scope
from mimiry_tui.ui.preference_desk import PreferenceDesk

THEME = "theme"
"""The command whose value can be tried on while it is typed."""


def view_commands(scope: Scope) -> tuple[Command, ...]:
    """Those that make sense on every screen."""
    return (_theme(scope), _profile(scope), _set(scope), _unset(scope))


def _theme(scope: Scope) -> Command:
    app = scope.screen.app

    def prepare(given: Given) -> Deed:
        if not given.words:
            return scope.run("app.change_theme")
        name = given.words[0]
        if name not in app.available_themes:
            raise CommandError(f"there is no theme {name!r}: tab shows them")

        async def deed() -> None:
            app.theme = name
            await _keep(scope, "look.theme", name, f"{name} is worn until you leave")

        return deed

    def candidates() -> list[Candidate]:
        themes = sorted(app.available_themes.values(), key=lambda one: one.name)
        return [Candidate(one.name, "dark" if one.dark else "light") for one in themes]

    words = "Wear a theme, and keep it; without a name try them on"
    return Command(THEME, words, prepare, (Argument("NAME", candidates),))


def _profile(scope: Scope) -> Command:
    def prepare(given: Given) -> Deed:
        if not given.words:
            return scope.run("app.profiles")
        name = given.words[0]
        if name not in scope.host.profile_names():
            raise CommandError(f"there is no profile {name!r}")

        async def deed() -> None:
            scope.host.switch_profile(name)

        return deed

    def candidates() -> list[Candidate]:
        return [Candidate(name) for name in scope.host.profile_names()]

    words = "Go on with another profile; without a name see them all"
    return Command("profile", words, prepare, (Argument("NAME", candidates),))


def _set(scope: Scope) -> Command:
    """What is wrong with a value is said before anything happens."""

    def prepare(given: Given) -> Deed:
        from mimiry_tui.settings.options import option

        name = given.words[0]
        try:
            known = option(name)
            value = known.parse(" ".join(given.words[1:]))
        except SettingsError as error:
            raise CommandError(f"{name}: {error}") from None

        async def deed() -> None:
            if await _keep(scope, name, value, f"{name} is as it was"):
                app.notify(f"{name} is {known.show(value) or 'empty'} from now on", markup=False)

        return deed

    app = scope.screen.app
    arguments = (
        Argument("NAME", lambda: _settings(scope), required=True),
        Argument("VALUE", required=True, repeats=True, values_after=lambda before: _choices(scope, before)),
    )
    return Command("set", "Change a setting, and keep it", prepare, arguments)


def _unset(scope: Scope) -> Command:
    def prepare(given: Given) -> Deed:
        from mimiry_tui.settings.options import option

        name = given.words[0]
        try:
            known = option(name)
        except SettingsError as error:
            raise CommandError(f"{name}: {error}") from None

        async def deed() -> None:
            if await _keep(scope, name, None, f"{name} is as it was"):
                usual = known.show(known.default) or "empty"
                scope.screen.app.notify(f"{name} is {usual} again", markup=False)

        return deed

    arguments = (Argument("NAME", lambda: _settings(scope), required=True),)
    return Command("unset", "Give a setting its default again", prepare, arguments)


def _settings(scope: Scope) -> list[Candidate]:
    from mimiry_tui.settings.options import OPTIONS

    now = PreferenceDesk.of(scope.screen.app).now
    found = []
    for one in OPTIONS:
        table = getattr(now, one.table)
        value = table.get(one.key, ()) if one.table == "columns" else getattr(table, one.key)
        shown = one.show(value)
        found.append(Candidate(one.name, f"{one.help}  now {shown}" if shown else one.help))
    return found


def _choices(scope: Scope, before: Sequence[str]) -> list[Candidate]:
    """What the setting named before may be, where that can be listed."""
    from mimiry_tui.settings.options import option

    try:
        known = option(before[0])
    except SettingsError:
        return []
    if known.name == "look.theme":
        return [Candidate(name) for name in sorted(scope.screen.app.available_themes)]
    words = ("on", "off") if known.kind is Kind.SWITCH else known.choices
    return [Candidate(word) for word in words]


async def _keep(scope: Scope, name: str, value: object, otherwise: str) -> bool:
    """Save a setting; where that fails, say what is then."""
    try:
        await scope.host.set_preference(name, value)
    except SettingsError as error:
        scope.screen.app.notify(f"{otherwise}: {error}", severity="warning", markup=False)
        return False
    return True
