"""OpenSSH's own programs take our command lines and our config, and nothing hostile gets through."""

from __future__ import annotations

from pathlib import Path

import asyncssh
import pytest

from mimiry_tui.clock import SystemClock
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.ssh_entries import enterable, entries
from mimiry_tui.simulator.scenarios import Scenario
from mimiry_tui.simulator.server import RunningSimulator
from mimiry_tui.ssh.command import UnsafeEndpointError, scp_argv, ssh_argv
from mimiry_tui.ssh.config_file import ConfigFile
from mimiry_tui.ssh.known_hosts import KnownHosts
from tests.support.clients import client
from tests.support.simulator import simulator
from tests.support.ssh_place import agent, alone, copied_key, place, run

EVIL = [scenario for scenario in Scenario if scenario.startswith("evil-")]


@pytest.fixture
def awkward(tmp_path: Path) -> Path:
    """A folder whose name holds what OpenSSH expands, splits or unquotes."""
    folder = tmp_path / "a b %h \"c\" \\d 'e' #f"
    folder.mkdir()
    return folder


async def test_paths_arrive_as_they_are(tmp_path: Path, awkward: Path) -> None:
    async with simulator(speed=1) as cloud:
        key = copied_key(cloud, awkward)
        known_hosts = KnownHosts(awkward).path_for("s1")
        argv = ssh_argv(place(cloud), key, known_hosts=known_hosts, command=["hostname"])
        answer = await run(alone(argv), tmp_path)
        assert answer.out == "train-llama\n", answer.err
        assert "not accessible" not in answer.err
        assert known_hosts is not None
        assert "ssh-ed25519" in known_hosts.read_text()
        short = ssh_argv(place(cloud), key, command=["hostname"])
        options = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"]
        assert (await run([*alone(short)[:3], *options, *short[1:]], tmp_path)).out == "train-llama\n"


async def test_an_unknown_host_is_taken_and_a_changed_one_refused(tmp_path: Path) -> None:
    async with simulator(speed=1) as cloud:
        known_hosts = KnownHosts(tmp_path).path_for("s1")
        argv = alone(ssh_argv(place(cloud), cloud.key_path, known_hosts=known_hosts, command=["true"]))
        assert (await run(argv, tmp_path)).status == 0
        assert (await run(argv, tmp_path)).status == 0
        await cloud.change_host_key()
        refused = await run(argv, tmp_path)
        assert refused.status == 255
        assert "HOST IDENTIFICATION HAS CHANGED" in refused.err
        KnownHosts(tmp_path).forget("s1")
        assert (await run(argv, tmp_path)).status == 0


async def test_whatever_the_users_config_says_the_agent_stays_here(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("Host *\n  ForwardAgent yes\n  StrictHostKeyChecking no\n  IdentitiesOnly no\n")
    async with simulator(speed=1) as cloud:
        argv = ssh_argv(place(cloud), cloud.key_path, known_hosts=tmp_path / "s1")
        settings = await run(["ssh", "-F", str(config), "-G", *argv[1:]], tmp_path)
    told = dict(line.split(" ", 1) for line in settings.out.splitlines())
    assert told["forwardagent"] == "no"
    assert told["identitiesonly"] == "yes"
    assert told["stricthostkeychecking"] == "accept-new"
    assert told["userknownhostsfile"] == str(tmp_path / "s1")


async def test_an_agent_opens_a_locked_key_and_offers_no_other(tmp_path: Path) -> None:
    stranger = tmp_path / "stranger"
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(stranger)
    stranger.chmod(0o600)
    async with simulator(speed=1) as cloud:
        key = copied_key(cloud, tmp_path, passphrase="sesame")
        argv = ssh_argv(place(cloud), key, known_hosts=tmp_path / "s1", command=["hostname"])
        quiet = [*alone(argv)[:3], "-o", "BatchMode=yes", *argv[1:]]
        assert (await run(quiet, tmp_path)).status == 255
        async with agent(tmp_path, stranger, key) as socket:
            answer = await run([quiet[0], "-v", *quiet[1:]], tmp_path, SSH_AUTH_SOCK=socket)
            assert answer.out == "train-llama\n"
            assert answer.err.count("Offering public key") == 1
            key.unlink()  # a key that lives in the agent only
            for named in (key, key.with_name("key.pub")):
                argv = ssh_argv(place(cloud), named, known_hosts=tmp_path / "s1", command=["hostname"])
                answer = await run(alone(argv), tmp_path, SSH_AUTH_SOCK=socket)
                assert answer.out == "train-llama\n", answer.err


async def test_scp_copies_there(tmp_path: Path, awkward: Path) -> None:
    (awkward / "model.txt").write_text("kept\n")
    async with simulator(speed=1) as cloud:
        known_hosts = tmp_path / "s1"
        argv = scp_argv(
            place(cloud), cloud.key_path, known_hosts=known_hosts, sources=[str(awkward / "model.txt")]
        )
        copied = await run(alone(argv), tmp_path)
        assert copied.status == 0, copied.err
        argv = ssh_argv(place(cloud), cloud.key_path, known_hosts=known_hosts, command=["cat", "model.txt"])
        assert (await run(alone(argv), tmp_path)).out == "kept\n"


async def sessions(cloud: RunningSimulator) -> list[Session]:
    """The live sessions, as the real client reads them."""
    reader = client(cloud.base_url, SystemClock(), cloud.key_path)
    try:
        page = await reader.live_sessions()
    finally:
        await reader.aclose()
    return [item for item in page.items if isinstance(item, Session)]


async def test_an_alias_works_for_ssh_and_scp(tmp_path: Path, awkward: Path) -> None:
    home = tmp_path / 'my "home" [x]'
    (home / ".ssh").mkdir(parents=True)
    file = ConfigFile(home)
    file.config.write_text("Host *\n    User nobody\n    Port 1\n")
    async with simulator(speed=1) as cloud:
        known_hosts = KnownHosts(awkward / "account")
        known_hosts.make_folder()
        file.install()
        written = entries(enterable(await sessions(cloud)), file, known_hosts, copied_key(cloud, awkward))
        file.write("account", written.text)
        config = ["-F", str(file.config)]
        answer = await run(["ssh", *config, "mimiry-train-llama", "hostname"], home)
        assert answer.out == "train-llama\n", answer.err
        assert (await run(["ssh", *config, "mimiry-notebook", "hostname"], home)).out == "notebook\n"
        (tmp_path / "up.txt").write_text("kept\n")
        copied = await run(["scp", *config, str(tmp_path / "up.txt"), "mimiry-train-llama:"], home)
        assert copied.status == 0, copied.err
        assert (await run(["ssh", *config, "mimiry-train-llama", "cat", "up.txt"], home)).out == "kept\n"
        file.remove()
        assert (await run(["ssh", *config, "-o", "ConnectTimeout=1", "mimiry-notebook"], home)).status == 255


@pytest.mark.parametrize("scenario", EVIL)
async def test_a_hostile_endpoint_never_reaches_a_command_line(scenario: Scenario) -> None:
    async with simulator(speed=1) as cloud:
        wanted = cloud.scenarios.ready(scenario)
        (session,) = [one for one in await sessions(cloud) if one.id == wanted.id]
        assert session.ssh is not None
        for argv_of in (ssh_argv, scp_argv):
            with pytest.raises(UnsafeEndpointError, match=r"the published SSH (host|user|port) is not a"):
                argv_of(session.ssh, cloud.key_path)
        assert enterable([session]) == ()
