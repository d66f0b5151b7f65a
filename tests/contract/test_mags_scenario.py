"""The adapter does at the simulated Mags what the service's own client does there; its recipes as well."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncssh

from mimiry_tui.clock import SystemClock
from mimiry_tui.clouds.mags.cloud import MagsCloud
from mimiry_tui.domain.doing.collections import Item
from mimiry_tui.domain.doing.deeds import Outcome, Target
from mimiry_tui.domain.doing.forms import ON, Values
from mimiry_tui.domain.launch import FormRequest
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.simulator.kind_config import RunningKind
from mimiry_tui.simulator.mags.world import MagsWorld
from tests.support.kinds import simulated_kind
from tests.support.mags_desk import mags, sessions
from tests.support.tools import need, run_program


@dataclass
class Desk:
    """The adapter, and the service at the other end."""

    cloud: MagsCloud
    running: RunningKind

    async def launch(self, form: str, values: Values, uploads: tuple[tuple[str, str], ...] = ()) -> Session:
        return await self.cloud.launch(self.cloud.extras.request(form, values, uploads))

    async def until(self, session_id: str, phase: Phase) -> Session:
        """Asks until it is so; the test's own time limit is the patience."""
        while (session := await self.cloud.session(session_id)).phase is not phase:
            assert session.is_live
        return session

    async def do(self, deed: str, target: Target, **values: str) -> Outcome:
        return await self.cloud.extras.do(deed, target, values, lambda words: None)

    async def items(self, collection: str) -> list[Item]:
        return [one for one in await self.cloud.extras.items(collection) if isinstance(one, Item)]


@asynccontextmanager
async def desk(*, demo: bool = False) -> AsyncIterator[Desk]:
    async with simulated_kind("mags", demo=demo, speed=20) as running:
        cloud = mags(running.base_url, SystemClock(), token=running.token)
        try:
            yield Desk(cloud, running)
        finally:
            await cloud.aclose()


async def test_the_adapter_does_what_the_services_own_client_does(tmp_path: Path) -> None:
    async with desk() as one:
        await _runs(one)
        box = await _sandbox(one, tmp_path)
        await _enter(one, box)
        await _goods(one)
        assert await one.cloud.quotas()
        assert (await one.cloud.extras.report("usage")).get("window_days") == "30"


async def _runs(one: Desk) -> None:
    done = await one.launch("run", {"script": "echo Hello World", "name": "hello"})
    ended = await one.until(done.id, Phase.ENDED_OK)
    assert (ended.exit_code, ended.command, ended.is_live) == (0, "", False)
    assert "Hello World\n" in await one.cloud.logs(done.id, tail=50, timestamps=False)
    failed = await one.launch("run", {"script": "exit 3", "name": "check"})
    assert (await one.until(failed.id, Phase.ENDED_FAILED)).exit_code == 3
    listed = {item.name: item for item in sessions((await one.cloud.ended_sessions()).items)}
    assert listed["hello"].command == "echo Hello World"
    assert listed["check"].phase is Phase.ENDED_FAILED


async def _sandbox(one: Desk, folder: Path) -> Session:
    paper = folder / "notes.txt"
    paper.write_bytes(b"kept\r\n\x00\xff")
    uploads = ((str(paper), await one.cloud.extras.upload(paper, lambda sent, whole: None)),)
    values = {"workspace_id": "lab", "sync": ON, "no_sleep": ON, "file_ids": str(paper), "disk_gb": "5"}
    made = await one.launch("new", values, uploads)
    await one.until(made.id, Phase.READY)
    (session,) = sessions((await one.cloud.live_sessions()).items)
    assert session.marks == ("persistent", "always on")
    assert "notes.txt" in (await one.do("exec", session, command="ls", timeout="5")).text
    assert (await one.do("exec", session, command="false", timeout="5")).is_bad
    await one.do("let-sleep", session)
    await one.do("startup", session, startup_command="./serve")
    (session,) = sessions((await one.cloud.live_sessions()).items)
    assert session.marks == ("persistent",)
    assert ("wakes to", "./serve") in session.facts
    await one.do("sync", session)
    url = (await one.do("url", session, port="3000")).url
    assert url
    assert (await one.cloud.session(session.id)).url == url
    volume = await one.cloud.volume("lab")
    assert (volume.attached_to, volume.size_gb) == (session.id, 5)
    resized = await one.do("resize", volume, disk_gb="12")
    assert not (await one.cloud.session(session.id)).is_live
    again = await one.until(resized.session_id, Phase.READY)
    assert (await one.cloud.volume("lab")).size_gb == 12
    return again


async def _enter(one: Desk, session: Session) -> None:
    access = await one.cloud.ssh_access(session.id)
    async with asyncssh.connect(
        access.endpoint.host,
        access.endpoint.port,
        username=access.endpoint.username,
        client_keys=[asyncssh.import_private_key(access.private_key)],
        known_hosts=None,
        config=[],
    ) as connection:
        assert (await connection.run("hostname")).stdout == "mags-vm\n"


async def _goods(one: Desk) -> None:
    lab = await one.cloud.volume("lab")
    schedules, addresses = one.cloud.extras.collections
    await one.do("alias", lab, subdomain="my-lab", domain="apps.magpiecloud.com")
    (address,) = await one.items(addresses.id)
    assert address.cells[1] == "lab"
    await one.do("delete", address)
    assert await one.items(addresses.id) == []
    await one.do("schedule", schedules, name="tidy", cron_expression="0 2 * * *", script="echo tidy")
    (schedule,) = await one.items(schedules.id)
    assert not schedule.is_off
    await one.do("pause", schedule)
    (schedule,) = await one.items(schedules.id)
    assert schedule.is_off
    await one.do("reschedule", schedule, cron_expression="0 4 * * *")
    await one.do("resume", schedule)
    (schedule,) = await one.items(schedules.id)
    assert (schedule.cells[1], schedule.is_off) == ("0 4 * * *", False)
    await one.do("delete", schedule)
    assert await one.items(schedules.id) == []
    await one.cloud.terminate(lab.attached_to)
    await one.until(lab.attached_to, Phase.ENDED_OK)
    await one.do("delete", lab)
    assert (await one.cloud.volumes()).items == ()


async def test_the_recipes_of_a_launch_make_what_the_form_asks_for(tmp_path: Path) -> None:
    paper = tmp_path / "it's a file.txt"
    paper.write_text("kept")
    hostile = "echo 'it' \"two\" $HOME `id` \\ 100% !x\n# é 😀"
    values = {
        "script": hostile,
        "name": "by other means",
        "persistent": ON,
        "environment": "KEY=a b",
        "disk_gb": "3",
    }
    shell = need("bash")
    need("curl")
    async with desk() as one:
        env = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "MAGS_API_TOKEN": one.running.token,
            "HOME": str(tmp_path),
        }
        with_file = one.cloud.extras.request("run", {**values, "file_ids": str(paper)})
        plain = one.cloud.extras.request("run", values)
        recipes = {recipe.label: recipe.text for recipe in one.cloud.launch_recipes(plain, None)}
        assert "# mags run has no known option for: name, environment, disk_gb" in recipes["mags"]
        finished = await run_program(shell, "-c", recipes["curl"], env=env)
        assert '"request_id"' in finished.out, finished
        python = next(one for one in one.cloud.launch_recipes(with_file, None) if one.label == "Python")
        finished = await run_program(sys.executable, "-c", python.text, env=env)
        assert finished.status == 0, finished.err
        world = one.running.world
        assert isinstance(world, MagsWorld)
        jobs = list(world.jobs.values())
        assert [job.script for job in jobs] == [hostile, hostile]
        assert [job.files for job in jobs] == [(), ("it's a file.txt",)]
        assert {job.disk_gb for job in jobs} == {3}
        status = one.cloud.recipes(await one.cloud.session(jobs[0].request_id), None)[0]
        finished = await run_program(shell, "-c", status.text, env=env)
        assert jobs[0].request_id in finished.out
        assert all(one.running.token not in recipe.text for recipe in (status, python))


def test_a_request_shows_no_secret() -> None:
    request = FormRequest("run", "n", "", (("environment", "KEY=sesame"), ("script", "echo sesame")))
    assert "sesame" not in repr(request)
