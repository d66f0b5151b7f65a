"""Does what `mimiry-tui ssh-config` was asked for: aliases for live sessions in ssh's own config."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from pathlib import Path

from mimiry_tui.clock import SystemClock
from mimiry_tui.clouds.base import Capability, Cloud
from mimiry_tui.clouds.errors import CloudError, KeyLocked
from mimiry_tui.clouds.registry import kind_of, open_cloud
from mimiry_tui.commands.account_options import profile_of
from mimiry_tui.commands.output import complain, say
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.ssh_entries import Written, account_of, enterable, entries
from mimiry_tui.settings import SettingsError
from mimiry_tui.ssh.config_file import ConfigFile
from mimiry_tui.ssh.known_hosts import KnownHosts

_TRIES = 3


def run(options: argparse.Namespace) -> int:
    """Do it; returns the exit code: 1 where it could not be done, 2 for a setting that is wrong."""
    file = ConfigFile()
    try:
        if options.remove:
            gone = file.remove()
            _say(f"{file.config} is as it was before" if gone else "there was nothing to remove")
            return 0
        return _with_sessions(options, file)
    except SettingsError as error:
        return _complain(str(error), 2)
    except CloudError as error:
        return _complain(safe_text(str(error)), 1)
    except OSError as error:
        return _complain(f"{error.filename or file.config}: {error.strerror}", 1)


def _with_sessions(options: argparse.Namespace, file: ConfigFile) -> int:
    profile = profile_of(options)
    cloud = open_cloud(profile, SystemClock())
    if Capability.SSH not in cloud.capabilities:
        why = cloud.why_not(Capability.SSH)
        asyncio.run(cloud.aclose())
        return _complain(f"{kind_of(profile.cloud).title}: {safe_text(why)}; ssh can be taught no names", 1)
    known_hosts = KnownHosts(profile.state_dir)
    written = asyncio.run(_read(cloud, file, known_hosts, profile.key_path))
    for warning in (*profile.warnings, *written.clashes):
        _complain(warning, 0)
    if options.print:
        say(written.text)
        return 0
    was_installed = file.is_installed()
    backup = file.install()
    known_hosts.make_folder()
    file.write(account_of(known_hosts), written.text)
    _say("already installed" if was_installed else f"{file.config} now reads {file.generated}")
    if backup is not None:
        _say(f"as it was before: {backup}")
    if not file.is_read_by_ssh:
        _say(f"ssh does not look into this home by itself: ssh -F {file.config}")
    names = ", ".join(written.aliases.values())
    _say(f"ready for ssh: {names}" if names else "no session is ready for ssh now")
    return 0


async def _read(cloud: Cloud, file: ConfigFile, known_hosts: KnownHosts, key_path: Path | None) -> Written:
    """One look at the live sessions."""
    try:
        for _ in range(_TRIES):
            try:
                page = await cloud.live_sessions()
                break
            except KeyLocked:
                if not sys.stdin.isatty():
                    raise
                cloud.unlock(await asyncio.to_thread(getpass.getpass, f"Passphrase for {key_path}: "))
        else:
            page = await cloud.live_sessions()
    finally:
        await cloud.aclose()
    return await asyncio.to_thread(entries, enterable(page.items), file, known_hosts, key_path)


def _say(line: str) -> None:
    say(f"{line}\n")


def _complain(line: str, code: int) -> int:
    complain(line)
    return code
