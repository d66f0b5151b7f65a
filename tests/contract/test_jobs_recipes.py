"""What is copied works where it is pasted: jobs listed, read, launched and cancelled by other means."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from mimiry_tui.clouds.jobs.recipes import launch_recipes, session_recipes
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from tests.support.clock import ManualClock
from tests.support.jobs_desk import jobs_cloud
from tests.support.kinds import running_kind
from tests.support.tools import need, run_program

LAUNCH = {
    "instance_type": "1V100.6V||FIN-01",
    "image": "ubuntu-22.04-cuda-12.0",
    "name": 'it\'s "quoted" $HOME !1',
    "startup_script": "#!/bin/bash\necho \"$(date)\" 'x' \\\n  && echo ü !!\nJSON\n",
    "auto_shutdown": "yes",
}


async def run(*argv: str, env: dict[str, str]) -> str:
    finished = await run_program(*argv, env={"PATH": os.environ["PATH"], **env})
    assert finished.status == 0, finished
    return finished.out


async def test_what_is_copied_does_the_same_by_other_means(tmp_path: Path) -> None:
    need("curl")
    clock = ManualClock()
    async with running_kind("mimiry-jobs", speed=1.0, demo=False, clock=clock) as (url, token):
        kept = tmp_path / "the key"
        kept.write_text(f"{token}\n")
        cloud = jobs_cloud(url, clock, {"MIMIRY_API_KEY": token})
        try:
            curl, python = launch_recipes(url, f"file:{kept}", LAUNCH)
            by_curl = json.loads(await run(need("bash"), "-c", curl.text, env={}))
            by_python = await run(sys.executable, "-c", python.text, env={"MIMIRY_API_KEY": token})
            made = [item for item in (await cloud.live_sessions()).items if isinstance(item, Session)]
            assert {by_curl["id"], by_python.strip()} == {session.id for session in made}
            for session in made:
                assert (session.name, session.command) == (LAUNCH["name"], LAUNCH["startup_script"])

            record, output, cancel = session_recipes(url, "env:WORK_KEY", made[0])
            env = {"WORK_KEY": token}
            assert json.loads(await run(need("bash"), "-c", record.text, env=env))["id"] == made[0].id
            assert (await run(need("bash"), "-c", output.text, env=env)).strip() == "", (
                "nothing was printed yet"
            )
            await run(need("bash"), "-c", cancel.text, env=env)
            ended = await cloud.session(made[0].id)
            assert ended.phase is Phase.ENDED_OK
            assert len(session_recipes(url, "", ended)) == 2, "what has ended cannot be cancelled"
        finally:
            await cloud.aclose()
