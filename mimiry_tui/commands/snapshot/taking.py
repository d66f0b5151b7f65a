"""Takes a snapshot: opens the account, looks at it once, and prints it in the shape that was asked for."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from mimiry_tui.clock import Clock, SystemClock
from mimiry_tui.clouds.registry import kind_names, kind_of
from mimiry_tui.commands.account_options import kind_called, profile_of, refuse_contradictions
from mimiry_tui.commands.nobody_waits import NobodyWaits
from mimiry_tui.commands.output import complain, say
from mimiry_tui.commands.snapshot.bar import Bar
from mimiry_tui.commands.snapshot.figures import figures_of
from mimiry_tui.domain.conventions import Conventions, follow
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.once import ALL, PUBLIC, Look, look
from mimiry_tui.live.store import Resource
from mimiry_tui.settings import OpeningError, Profile, SettingsError
from mimiry_tui.settings.file import SettingsFile
from mimiry_tui.settings.paths import SDK_KIND
from mimiry_tui.settings.preferences import CurrencyStyle, TimeFormat
from mimiry_tui.settings.settings import Settings

OK, NOTHING, USAGE, PARTLY = 0, 1, 2, 3


def describe() -> int:
    """Print the JSON's schema; returns the exit code."""
    from mimiry_tui.commands.snapshot.schema import json_schema

    return _print(json.dumps(json_schema(), indent=2) + "\n", OK)


def take(options: argparse.Namespace) -> int:
    """Look and print; returns the exit code."""
    try:
        return asyncio.run(_run(options, SystemClock()))
    except SettingsError as error:
        return _complain(safe_text(str(error), 500), USAGE)
    except OpeningError as error:
        return _complain(safe_text(str(error), 500), NOTHING)
    except OSError as error:
        return _complain(f"{safe_text(str(error.filename or '--svg'))}: {error.strerror}", NOTHING)


async def _run(options: argparse.Namespace, clock: Clock) -> int:
    asyncio.get_running_loop().set_default_executor(NobodyWaits())
    async with _account(options) as profile:
        settings = await asyncio.to_thread(_settings, profile)
        if options.svg is not None:
            from mimiry_tui.commands.snapshot.picture import draw

            return await draw(profile, clock, options, settings)
        _write_as(profile, settings)
        seen = await _look(options, profile, clock)
    return _print(_shown(options, seen, profile, clock), exit_code(seen))


@asynccontextmanager
async def _account(options: argparse.Namespace) -> AsyncIterator[Profile]:
    """The account meant, from which nothing can be changed."""
    refuse_contradictions(options)
    if options.demo:
        from mimiry_tui.commands.demos import demo_choice

        kind = kind_called(options.kind).name if options.kind else SDK_KIND
        async with demo_choice(kind, read_only=True).opening() as profile:
            yield profile
    else:
        profile = await asyncio.to_thread(profile_of, options)
        for warning in profile.warnings:
            _complain(warning, OK)
        yield replace(profile, read_only=True)


def _settings(profile: Profile) -> Settings:
    """The user's own; a demo has none."""
    if profile.config_dir is None or profile.api_base_source == "--demo":
        return Settings()
    return SettingsFile(profile.config_dir, kind_names()).load()


def _write_as(profile: Profile, settings: Settings) -> None:
    """Write amounts and times the way that settings and profile say."""
    follow(
        Conventions(
            currency_code=profile.currency is CurrencyStyle.CODE,
            twelve_hours=settings.preferences.look.time is TimeFormat.HOURS_12,
            minimum_block=settings.preferences.billing.minimum_block,
        )
    )


async def _look(options: argparse.Namespace, profile: Profile, clock: Clock) -> Look:
    from mimiry_tui.clouds.registry import open_cloud

    wanted = {Resource.SESSIONS, Resource.VOLUMES} if options.line else ALL
    # A token that is refused costs no exchange, and it may be another one at the next run.
    by_token = kind_of(profile.cloud).signs_in_with_token
    bar = Bar(None if by_token else profile.state_dir, profile.key_path)
    barred = await asyncio.to_thread(bar.standing, clock.now())
    cloud = open_cloud(profile, clock)
    try:
        seen = await look(cloud, clock, wanted, patience=options.timeout, barred=barred)
    finally:
        await cloud.aclose()
    if barred is None:
        errors = [seen.answer(one).error for one in sorted(seen.wanted - PUBLIC)]
        signed_in = bool(seen.answered - PUBLIC)
        trouble = None if signed_in else next((error for error in errors if error is not None), None)
        await asyncio.to_thread(bar.heed, trouble, clock.now())
    return seen


def exit_code(seen: Look) -> int:
    """0 where everything asked for was read, 1 where nothing was, 3 between."""
    if seen.answered == seen.wanted:
        return OK
    return PARTLY if seen.answered else NOTHING


def _shown(options: argparse.Namespace, seen: Look, profile: Profile, clock: Clock) -> str:
    now = clock.now().astimezone()
    figures = figures_of(seen, now)
    if options.json:
        from mimiry_tui.commands.snapshot.as_json import json_of

        return json_of(seen, figures, profile)
    if options.line:
        from mimiry_tui.commands.snapshot.line import line_of

        return line_of(seen, figures) + "\n"
    from mimiry_tui.commands.snapshot.as_text import text_of

    return text_of(seen, figures, profile.name, now)


def _print(text: str, code: int) -> int:
    say(text)
    return code


def _complain(words: str, code: int) -> int:
    complain(words)
    return code
