"""The equivalents of a launch, run as they are shown, make the session that the request asks for."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from mimiry_tui.clouds.mimiry.launch_recipes import launch_recipes
from mimiry_tui.clouds.mimiry.requests import session_fields
from mimiry_tui.domain.launch import GpuWish, SessionRequest, VolumeMount
from mimiry_tui.simulator.records import Launch
from mimiry_tui.simulator.server import RunningSimulator
from mimiry_tui.simulator.validation import launch_of
from tests.support.simulator import simulator
from tests.support.tools import Finished, need, run_program

HOSTILE = 'it\'s "one" $HOME `id` \\ 100% !x\n-- two\t\x1b[31m\u202e é 😀'


@dataclass(frozen=True)
class Desk:
    """A simulator, and a shell in which `mimiry` is the vendor's program."""

    cloud: RunningSimulator
    home: Path

    @property
    def least(self) -> SessionRequest:
        key = Path(f"{self.cloud.key_path}.pub").read_text(encoding="utf-8").strip()
        return SessionRequest(
            name="by-other-means",
            image="docker.io/pytorch/pytorch:2.4.0",
            gpu=GpuWish(types=("A100_80G_SXM",), provider="verda", location="FIN-03"),
            auto_terminate="never",
            ssh_public_key=key,
        )

    @property
    def sayable(self) -> SessionRequest:
        """Everything that the vendor's program has an option for."""
        least = self.least
        return replace(
            least,
            gpu=replace(least.gpu, count=2),
            auto_terminate="on_success",
            command=HOSTILE,
            environment=(("TOKEN", HOSTILE), ("EMPTY", "")),
            mounts=(VolumeMount("ckpt", "/data/ckpt"),),
        )

    @property
    def full(self) -> SessionRequest:
        sayable = self.sayable
        gpu = replace(
            sayable.gpu,
            types=("A100_80G_SXM", "H100_80G_SXM"),
            priority=("PRICE", "VRAM"),
            max_attempts=5,
            max_hourly_rate=Decimal("99.5"),
        )
        return replace(sayable, gpu=gpu, max_duration=timedelta(minutes=90))

    @property
    def by_criteria(self) -> SessionRequest:
        """What can be asked for only without a model, and on another's account."""
        wish = GpuWish(
            families=("A100", "H100"),
            form_factors=("SXM",),
            min_vram_gb=80,
            priority=("VRAM", "PRICE"),
            location="FIN-03",
        )
        return replace(self.least, gpu=wish, org_id="org-1")

    def text(self, key: str, request: SessionRequest) -> str:
        recipes = launch_recipes(self.cloud.base_url, request, self.cloud.key_path)
        return next(recipe.text for recipe in recipes if recipe.key == key)

    async def run(self, *argv: str, stdin: str = "") -> Finished:
        bin_folder = self.home / "bin"
        env = {
            "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "LC_ALL": "C.UTF-8",
        }
        return await run_program(*argv, env=env, stdin=stdin)

    async def launched(self, *argv: str, stdin: str = "") -> Launch:
        """What the one new session was asked to be."""
        before = set(self.cloud.world.state.sessions)
        finished = await self.run(*argv, stdin=stdin)
        assert finished.status == 0, finished
        (new,) = set(self.cloud.world.state.sessions) - before
        return self.cloud.world.state.sessions[new].launch


@contextlib.asynccontextmanager
async def desk(home: Path) -> AsyncIterator[Desk]:
    need("ssh-keygen")
    program = home / "bin" / "mimiry"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mimiry "$@"\n', encoding="utf-8")
    program.chmod(0o700)
    async with simulator(speed=1, token_requests=3, concurrent_sessions=9) as cloud:
        yield Desk(cloud, home)


@pytest.mark.parametrize("shell", ["bash", "sh"])
async def test_curl_launches_exactly_that(tmp_path: Path, shell: str) -> None:
    need("curl")
    async with desk(tmp_path) as place:
        text = place.text("c", place.full)
        launch = await place.launched(need(shell), stdin=text)
        assert launch == launch_of(session_fields(place.full))


async def test_python_launches_exactly_that(tmp_path: Path) -> None:
    async with desk(tmp_path) as place:
        launch = await place.launched(sys.executable, "-", stdin=place.text("p", place.full))
        assert launch == launch_of(session_fields(place.full))


async def test_criteria_are_said_by_curl_and_python_alone(tmp_path: Path) -> None:
    async with desk(tmp_path) as place:
        request = place.by_criteria
        expected = launch_of(session_fields(request))
        assert expected.gpu.families == ("A100", "H100")
        assert await place.launched(need("bash"), stdin=place.text("c", request)) == expected
        assert await place.launched(sys.executable, "-", stdin=place.text("p", request)) == expected
        for key in ("i", "k"):
            assert all(line.startswith("#") for line in place.text(key, request).splitlines())


async def test_the_vendors_program_launches_what_it_has_options_for(tmp_path: Path) -> None:
    async with desk(tmp_path) as place:
        text = place.text("i", place.sayable)
        assert not text.startswith("#")
        launch = await place.launched(need("bash"), stdin=text)
        assert launch == launch_of(session_fields(place.sayable))


async def test_the_vendors_program_leaves_out_what_its_comment_says(tmp_path: Path) -> None:
    async with desk(tmp_path) as place:
        text = place.text("i", place.full)
        assert text.startswith("# mimiry session create has no option for: gpu.types after the first")
        launch = await place.launched(need("bash"), stdin=text)
        assert launch == launch_of(session_fields(place.sayable))


async def test_a_session_without_ssh_and_with_odd_values_is_launched_by_all(tmp_path: Path) -> None:
    async with desk(tmp_path) as place:
        odd = replace(place.least, name="-x 'y'", command="--help", ssh_enabled=False, ssh_public_key="")
        odd = replace(odd, auto_terminate="on_complete")
        expected = launch_of(session_fields(odd))
        assert await place.launched(need("bash"), stdin=place.text("i", odd)) == expected
        assert await place.launched(need("bash"), stdin=place.text("c", odd)) == expected
        assert await place.launched(sys.executable, "-", stdin=place.text("p", odd)) == expected


async def test_mirc_is_asked_as_its_documents_show(tmp_path: Path) -> None:
    """The helper is not to be had; what a shell hands to it is."""
    async with desk(tmp_path) as place:
        stand_in = place.home / "bin" / "mirc"
        stand_in.write_text('#!/bin/sh\nprintf "%s\\0" "$MIMIRY_API_BASE" "$@"\n', encoding="utf-8")
        stand_in.chmod(0o700)
        finished = await place.run(need("bash"), stdin=place.text("k", place.sayable))
        assert finished.status == 0, finished
        base, *words = finished.out.removesuffix("\0").split("\0")
        assert base == place.cloud.base_url
        assert words == [
            *("session", "create", "--name", "by-other-means"),
            *("--image", "docker.io/pytorch/pytorch:2.4.0", "--gpu", "A100_80G_SXM"),
            *("--command", HOSTILE, "--provider", "verda", "--key", str(place.cloud.key_path)),
        ]
