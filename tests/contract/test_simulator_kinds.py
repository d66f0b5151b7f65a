"""`simulate --kind`: the services that sign in with a token, as processes of their own."""

from __future__ import annotations

import argparse
from pathlib import Path

import httpx
import pytest

from mimiry_tui.simulator.command import add_arguments, run
from mimiry_tui.simulator.demo_process import demo_account
from mimiry_tui.simulator.http_server import listen


async def test_a_demo_account_has_its_token_in_a_file_of_its_own_and_a_past() -> None:
    options = (
        "--scopes",
        "jobs:read,instances:read",
        "--fault",
        "error503:GET /functions/v1/public-api/images",
    )
    async with demo_account(*options, kind="mimiry-jobs") as profile:
        assert (profile.cloud, profile.key_path) == ("mimiry-jobs", None)
        kind, _, place = profile.token.partition(":")
        assert kind == "file"
        token, mode = _kept(Path(place))
        assert mode == 0o600
        assert profile.state_dir is not None
        assert [each.name for each in profile.state_dir.iterdir()] == ["history.db"]
        bearer = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(verify=False, base_url=profile.api_base, headers=bearer) as client:
            answers = [(await client.get(path)).status_code for path in ("/jobs", "/ssh-keys", "/images")]
        assert answers == [200, 403, 503]
    assert not profile.state_dir.parent.exists()


def _kept(path: Path) -> tuple[str, int]:
    return path.read_text().strip(), path.stat().st_mode & 0o777


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--kind", "mags", "--scopes", "jobs:read"], "--scopes is for --kind mimiry-jobs, not for mags"),
        (["--scopes", "jobs:read"], "--scopes is for --kind mimiry-jobs, not for mimiry"),
        (
            ["--kind", "mags", "--dialect", "older", "--state", "x"],
            "--dialect, --state: only for --kind mimiry",
        ),
    ],
)
def test_what_a_kind_knows_nothing_of_is_refused_in_words(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    assert run(parser.parse_args(arguments)) == 2
    assert capsys.readouterr().err == f"mimiry-tui simulate: {words}\n"


def test_a_taken_port_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    with listen(0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        assert run(parser.parse_args(["--kind", "mags", "--port", str(port)])) == 1
    assert capsys.readouterr().err.startswith("mimiry-tui simulate: ")
