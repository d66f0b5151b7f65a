"""The set-up's services as they really are: files and programs in threads, the network through the clouds."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.registry import known_instances, open_registrar, open_signer
from mimiry_tui.live.setup.probing import InstanceAnswer, probe
from mimiry_tui.live.setup.registering import Registering
from mimiry_tui.live.setup.trial import Trial, sign_in
from mimiry_tui.settings.hosts import name_of
from mimiry_tui.settings.paths import home_of, sdk_token_dir
from mimiry_tui.settings.sdk_config import save_sdk_config
from mimiry_tui.ssh.key_finding import FoundKey, find_keys, look_at_key
from mimiry_tui.ssh.key_making import KeyMakingError, MadeKey, make_key, new_key_path, write_public_half
from mimiry_tui.ssh.options import private_path
from mimiry_tui.ui.browser import browse
from mimiry_tui.ui.setup.services import RegistrationWish, SetupServices

if TYPE_CHECKING:
    from mimiry_tui.clouds.registration import Signer
    from mimiry_tui.settings import Profile

_READYING = Lock()
"""A thread goes on with it though nobody waits for it any more."""


def wired(profile: Profile, clock: Clock, env: Mapping[str, str]) -> SetupServices:
    """Services of that kind of cloud; what else `profile` says is kept, but for key and base."""
    home, agent = home_of(env), env.get("SSH_AUTH_SOCK") or None
    instances = known_instances(profile.cloud)

    def profile_of(base: str, key: Path | None) -> Profile:
        return replace(
            profile,
            # Where the SDK keeps tokens: what comes after the set-up then needs no passphrase.
            token_dir=profile.token_dir or sdk_token_dir(env),
            name=name_of(base),
            api_base=base,
            api_base_source="setup",
            key_path=key,
            key_source="setup",
        )

    async def find() -> tuple[FoundKey, ...]:
        configured = private_path(profile.key_path) if profile.key_path is not None else None
        return await asyncio.to_thread(find_keys, home, agent, configured)

    async def readied(key: FoundKey) -> FoundKey:
        return await asyncio.to_thread(_readied, key, agent)

    async def make(path: Path, passphrase: str | None, comment: str) -> MadeKey:
        return await asyncio.to_thread(lambda: make_key(path, passphrase=passphrase, comment=comment))

    async def opened(path: Path, passphrase: str | None) -> Signer:
        return await asyncio.to_thread(open_signer, profile_of(profile.api_base, path), passphrase)

    async def asked(told: Callable[[InstanceAnswer], None]) -> tuple[InstanceAnswer, ...]:
        return await probe(profile.cloud, clock, instances=instances, told=told)

    @asynccontextmanager
    async def registering(base: str, signer: Signer, wish: RegistrationWish) -> AsyncIterator[Registering]:
        registrar = await asyncio.to_thread(open_registrar, profile_of(base, None), clock)
        try:
            yield Registering(
                registrar,
                signer.sign,
                signer.public_line,
                wish.title,
                clock,
                pairing_code=wish.pairing_code,
                email=wish.email,
            )
        finally:
            await registrar.aclose()

    async def tried(base: str, key: Path, passphrase: str | None) -> Trial:
        return await sign_in(profile_of(base, key), clock, passphrase=passphrase)

    async def saved(base: str, key: Path) -> Path:
        return await asyncio.to_thread(lambda: save_sdk_config(env, key_path=key, api_base=base))

    async def browsed(address: str) -> bool:
        return await browse(address, env, sys.platform)

    return SetupServices(
        clock=clock,
        home=home,
        env=env,
        find_keys=find,
        ready_key=readied,
        new_key_path=lambda slug: new_key_path(home, slug),
        make_key=make,
        open_key=opened,
        probe=asked,
        register=registering,
        sign_in=tried,
        save=saved,
        browse=browsed,
        instances=instances,
        api_base="" if profile.api_base_source == "default" else profile.api_base,
        machine=socket.gethostname().partition(".")[0] or "this machine",
    )


def _readied(key: FoundKey, agent: str | None) -> FoundKey:
    """As `SetupServices.ready_key`; whoever asks again before it is done finds that it is."""
    with _READYING:
        now = look_at_key(key.path, agent) or key
        if key.trouble:
            return now
        if now.fingerprint != key.fingerprint:
            raise KeyMakingError(f"{key.path} is another key by now")
        if not now.public_line:
            return now
        write_public_half(now.path, now.public_line)
        return look_at_key(now.path, agent) or now
