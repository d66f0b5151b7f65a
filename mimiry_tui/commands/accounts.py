"""The accounts that the command line, the settings and the demo offer to the dashboard."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path

from mimiry_tui.clouds.registry import kind_names, kind_of
from mimiry_tui.commands.account_options import EVERY_KIND, entry_of, kind_called, kind_for
from mimiry_tui.commands.demos import demo_choice, demo_name
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.settings import Profile, SettingsError, resolve_paths, resolve_profile, with_folders
from mimiry_tui.settings.kind import Kind
from mimiry_tui.settings.paths import SDK_KIND
from mimiry_tui.settings.profiles import ProfileEntry
from mimiry_tui.settings.settings import Settings
from mimiry_tui.settings.token_places import is_set, sign_in_words
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.profile_mark import ProfileMark


@dataclass(frozen=True, slots=True)
class Flags:
    """What the command line says of the account to start with."""

    profile: str = ""
    kind: str = ""
    """Which service, or with `demo` also EVERY_KIND; empty: the profile's, or the SDK's own."""
    key: str | None = None
    api_base: str | None = None
    instance: str | None = None
    read_only: bool = False
    demo: bool = False

    @property
    def name_an_account(self) -> bool:
        """Whether they point at an account of their own, so that no profile is started by default."""
        return bool(self.kind or self.key or self.api_base or self.instance)


class Book:
    """Profiles of the settings, what flags, environment and the SDK's config add up to, and the demo."""

    def __init__(self, flags: Flags, env: Mapping[str, str] | None = None) -> None:
        self._flags = flags
        self._env = os.environ if env is None else env

    def start(self, settings: Settings) -> Choice:
        """The account to begin with. Raises SettingsError."""
        flags = self._flags
        if flags.demo:
            if flags.kind not in ("", EVERY_KIND):
                kind_called(flags.kind)
            return self.demo()
        if flags.kind == EVERY_KIND:
            raise SettingsError(f"--kind {EVERY_KIND} goes with --demo: say which service")
        entry = entry_of(flags.profile, settings, is_named=flags.name_an_account)
        start = self._resolved(entry, with_flags=True)
        return start if entry is not None else self._told_apart(start, self._of_profiles(settings))

    def choices(self, settings: Settings) -> tuple[Choice, ...]:
        found = self._of_profiles(settings)
        if not self._flags.demo:
            for own in self._unnamed():
                is_known = any(own.is_same_account(one) for one in found.values())
                if not is_known and (not own.without_key or not found):
                    apart = self._told_apart(own, found)
                    found[apart.name] = apart
        for kind in kind_names() if self._flags.kind == EVERY_KIND else (self._demo_kind,):
            found.setdefault(demo_name(kind), self._demo(kind))
        return tuple(found.values())

    def demo(self) -> Choice:
        return self._demo(self._demo_kind)

    def of(self, api_base: str, key_path: Path | None) -> Choice:
        profile = resolve_profile(
            key=str(key_path) if key_path is not None else None,
            api_base=api_base,
            read_only=self._flags.read_only,
            env=self._env,
        )
        return self._choice(profile)

    def of_profile(self, entry: ProfileEntry) -> Choice:
        return self._resolved(entry)

    @property
    def _demo_kind(self) -> str:
        return self._flags.kind if self._flags.kind not in ("", EVERY_KIND) else SDK_KIND

    def _demo(self, kind: str) -> Choice:
        return demo_choice(kind, read_only=self._flags.read_only)

    def _of_profiles(self, settings: Settings) -> dict[str, Choice]:
        """By name, those that the settings have; what cannot be used is among the problems of the file."""
        found: dict[str, Choice] = {}
        for entry in settings.profiles:
            with suppress(SettingsError):
                found[entry.name] = self._resolved(entry)
        return found

    def _told_apart(self, own: Choice, others: Mapping[str, Choice]) -> Choice:
        """An account of no profile is not called what a profile is that is another account."""
        if own.profile is None or own.name not in others or own.is_same_account(others[own.name]):
            return own
        numbered = (f"{own.name}-{number}" for number in range(2, len(others) + 3))
        return self._choice(replace(own.profile, name=next(one for one in numbered if one not in others)))

    def _unnamed(self) -> list[Choice]:
        """Accounts of no profile: the one that flags and environment name, and those with a token there."""
        found = []
        with suppress(SettingsError):
            found.append(self._resolved(None, with_flags=True))
        for kind in map(kind_of, kind_names()):
            if kind.signs_in_with_token and is_set(kind.token_sources, self._env):
                with suppress(SettingsError):
                    found.append(self._resolved(None, kind=kind))
        return found

    def _resolved(
        self, entry: ProfileEntry | None, *, kind: Kind | None = None, with_flags: bool = False
    ) -> Choice:
        """Raises SettingsError."""
        flags = self._flags if with_flags else Flags(read_only=self._flags.read_only)
        profile = resolve_profile(
            key=flags.key,
            api_base=flags.api_base,
            instance=flags.instance,
            read_only=flags.read_only,
            entry=entry,
            kind=kind or kind_for(entry, flags.kind),
            env=self._env,
        )
        return self._choice(profile)

    def _choice(self, profile: Profile) -> Choice:
        """Nothing of it needs to be made ready but the names of its folders, after the first frame."""

        def opened() -> AbstractAsyncContextManager[Profile]:
            return nullcontext(with_folders(profile, resolve_paths(self._env)))

        return Choice(
            ProfileMark(profile.name, profile.colour, kind_of(profile.cloud).title),
            opened,
            place=_place(profile),
            key=_signs_in(profile, self._env),
            read_only=profile.read_only,
            currency=profile.currency,
            profile=profile,
        )


def _place(profile: Profile) -> str:
    """The host; of a service that is at one place only, its name."""
    host = profile.api_base.split("://", 1)[-1]
    if profile.cloud == SDK_KIND:
        return host
    kind = kind_of(profile.cloud)
    return kind.title if profile.api_base == kind.default_base else f"{kind.title} · {host}"


def _signs_in(profile: Profile, env: Mapping[str, str]) -> str:
    if profile.cloud != SDK_KIND:
        kind = kind_of(profile.cloud)
        if kind.signs_in_with_token:
            return sign_in_words(profile.token, kind, env)
    if profile.key_path is None:
        return "no key yet"
    home = env.get("HOME", "")
    text = str(profile.key_path)
    return f"~{text.removeprefix(home)}" if home and text.startswith(f"{home}/") else text
