"""The accounts that the command line, the settings and the demo offer to the dashboard."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from mimiry_tui.commands.account_options import entry_of
from mimiry_tui.settings import Profile, SettingsError, account_dir, resolve_paths, resolve_profile
from mimiry_tui.settings.checks import DEMO
from mimiry_tui.settings.profiles import ProfileEntry
from mimiry_tui.settings.settings import Settings
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.profile_mark import ProfileMark


@dataclass(frozen=True, slots=True)
class Flags:
    """What the command line says of the account to start with."""

    profile: str = ""
    key: str | None = None
    api_base: str | None = None
    instance: str | None = None
    read_only: bool = False
    demo: bool = False

    @property
    def name_an_account(self) -> bool:
        """Whether they point at an account of their own, so that no profile is started by default."""
        return bool(self.key or self.api_base or self.instance)


class Book:
    """Profiles of the settings, what flags, environment and the SDK's config add up to, and the demo."""

    def __init__(self, flags: Flags, env: Mapping[str, str] | None = None) -> None:
        self._flags = flags
        self._env = os.environ if env is None else env

    def start(self, settings: Settings) -> Choice:
        """The account to begin with. Raises SettingsError."""
        flags = self._flags
        if flags.demo:
            return self.demo()
        entry = entry_of(flags.profile, settings, is_named=flags.name_an_account)
        return self._resolved(entry, with_flags=True)

    def choices(self, settings: Settings) -> tuple[Choice, ...]:
        found: dict[str, Choice] = {}
        for entry in settings.profiles:
            try:
                found[entry.name] = self._resolved(entry)
            except SettingsError:
                continue  # it is among the problems of the file
        if not self._flags.demo:
            try:
                own = self._resolved(None, with_flags=True)
            except SettingsError:
                own = None
            known = {(one.profile.api_base, one.profile.key_path) for one in found.values() if one.profile}
            if own is not None and own.profile is not None:
                is_known = (own.profile.api_base, own.profile.key_path) in known
                if not is_known and (own.profile.key_path is not None or not found):
                    found.setdefault(own.name, own)
        found.setdefault(DEMO, self.demo())
        return tuple(found.values())

    def demo(self) -> Choice:
        read_only = self._flags.read_only

        @asynccontextmanager
        async def opened() -> AsyncIterator[Profile]:
            from mimiry_tui.simulator.demo_process import demo_account

            async with demo_account() as profile:
                yield replace(profile, read_only=read_only)

        return Choice(
            ProfileMark(DEMO), opened, place="a simulated cloud", key="costs nothing", read_only=read_only
        )

    def of(self, api_base: str, key_path: Path | None) -> Choice:
        profile = resolve_profile(
            key=str(key_path) if key_path is not None else None,
            api_base=api_base,
            read_only=self._flags.read_only,
            env=self._env,
        )
        return self._choice(profile)

    def _resolved(self, entry: ProfileEntry | None, *, with_flags: bool = False) -> Choice:
        flags = self._flags if with_flags else Flags(read_only=self._flags.read_only)
        profile = resolve_profile(
            key=flags.key,
            api_base=flags.api_base,
            instance=flags.instance,
            read_only=flags.read_only,
            entry=entry,
            env=self._env,
        )
        return self._choice(profile)

    def _choice(self, profile: Profile) -> Choice:
        """Nothing of it needs to be made ready but the names of its folders, after the first frame."""

        def opened() -> AbstractAsyncContextManager[Profile]:
            paths = resolve_paths(self._env)
            folder = account_dir(paths.state_dir, profile.api_base, profile.key_path)
            return nullcontext(replace(profile, state_dir=folder, config_dir=paths.config_dir))

        return Choice(
            ProfileMark(profile.name, profile.colour),
            opened,
            place=profile.api_base.split("://", 1)[-1],
            key=_shown(profile.key_path, self._env),
            read_only=profile.read_only,
            currency=profile.currency,
            profile=profile,
        )


def _shown(key_path: Path | None, env: Mapping[str, str]) -> str:
    if key_path is None:
        return "no key yet"
    home = env.get("HOME", "")
    text = str(key_path)
    return f"~{text.removeprefix(home)}" if home and text.startswith(f"{home}/") else text
