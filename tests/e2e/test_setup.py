"""`mimiry-tui setup` in a terminal: from no key at all to a dashboard, over the service's own portal."""

from __future__ import annotations

import asyncio
import base64
import re
import stat
import time
import tomllib
from pathlib import Path

import httpx

from tests.e2e.conftest import Start
from tests.support.home import Home
from tests.support.pty_app import PATIENCE, PtyProgram
from tests.support.simulator import simulator

ENTER, CTRL_S, ESCAPE = "\r", "\x13", "\x1b"
EMAIL = "demo@mimiry.example"
SUBMIT = "POST /api/auth/v1/ssh-keys/register/{id}/submit-key"
CANCEL = "DELETE /api/auth/v1/ssh-keys/register/{id}"
SIGN_IN = "POST /api/v1/auth/token"
_COPIED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)")


def at_the_portal(program: PtyProgram) -> str:
    """Register what is chosen; the address of the page, as it was copied."""
    program.wait_for("does not know this key yet")
    program.send(CTRL_S)
    program.wait_for("open that page and sign in", "waiting")
    program.send("y")
    program.wait_for("address sent to")
    return base64.b64decode(_COPIED.findall(bytes(program.raw))[-1]).decode()


def make_a_key(program: PtyProgram, name: str, passphrase: str = "") -> None:
    program.wait_for("There is no SSH key", "Make a new key")
    program.send(ENTER)
    program.wait_for("A new ed25519 key")
    program.send(f"{name}{ENTER}")
    program.wait_for(f"~/.ssh/mimiry_{name}")
    program.send(f"{passphrase}{ENTER}")
    if passphrase:
        program.send(f"{passphrase}{ENTER}")


def confirm(program: PtyProgram, email: str) -> None:
    program.wait_for("say whether it is your account", email)
    deadline = time.monotonic() + PATIENCE
    # A yes right after the question came up is not taken for one.
    while "it is mine" in program.text:
        assert time.monotonic() < deadline
        program.send("y")
        program.read(0.2)


def files_with(folder: Path, words: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and words in path.read_bytes()]


async def answered(page: str) -> str:
    """Approve at the portal; what it says."""
    async with httpx.AsyncClient(verify=False) as browser:
        return (await browser.post(page, data={"action": "approve"})).text


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_a_new_key_is_made_registered_and_opens_the_dashboard(start: Start, home: Home) -> None:
    async with simulator() as cloud:
        program = start("-m", "mimiry_tui", "setup", "--api-base", cloud.base_url)
        await asyncio.to_thread(make_a_key, program, "lab", "open sesame")
        page = await asyncio.to_thread(at_the_portal, program)
        assert "Approved" in await answered(page)
        await asyncio.to_thread(program.wait_for, "say whether it is your account", EMAIL)
        assert cloud.requests[SUBMIT] == 0
        await asyncio.to_thread(confirm, program, EMAIL)
        await asyncio.to_thread(
            program.wait_for, "Signed in", "balance   €", "saved in ~/config/mimiry/config.toml"
        )
        program.send(ENTER)
        # The token is there already: nobody asks for the passphrase once more.
        await asyncio.to_thread(program.wait_for, "train-llama", "3 live")
        assert cloud.requests[SUBMIT] == cloud.requests[SIGN_IN] == 1
        program.send("q")
        await asyncio.to_thread(program.wait_for, "Leave?")
        program.send("y")
        assert await asyncio.to_thread(program.wait) == 0
        assert program.unrestored() == []

        folder = Path(home.env["HOME"])
        private, config = folder / ".ssh" / "mimiry_lab", folder / "config" / "mimiry" / "config.toml"
        assert (mode(private), mode(config)) == (0o600, 0o600)
        assert tomllib.loads(config.read_text()) == {"ssh_key_path": str(private), "api_base": cloud.base_url}
        assert not await asyncio.to_thread(files_with, folder, b"sesame")
        assert b"sesame" not in program.raw


async def test_nothing_is_left_behind_or_written_over_and_a_strangers_account_gets_no_key(
    start: Start, home: Home
) -> None:
    key = Path(home.env["HOME"]) / ".ssh" / "mimiry_lab"
    async with simulator(portal_email="mallory@example.org") as cloud:
        program = start("-m", "mimiry_tui", "setup", "--api-base", cloud.base_url, size=(80, 24))
        await asyncio.to_thread(make_a_key, program, "lab")
        page = await asyncio.to_thread(at_the_portal, program)
        program.send(ESCAPE)
        await asyncio.to_thread(program.wait_for, "name the key")
        await asyncio.to_thread(program.wait_until, lambda _: cloud.requests[CANCEL] == 1)
        assert "Approved" not in await answered(page)

        # One step further back the key is made once more, which would write over the one that is there.
        made = await asyncio.to_thread(key.read_bytes)
        program.send(ESCAPE)
        await asyncio.to_thread(program.wait_for, "A new ed25519 key", "~/.ssh/mimiry_lab")
        program.send(CTRL_S)
        await asyncio.to_thread(program.wait_for, "no key was made", "exists already")
        assert await asyncio.to_thread(key.read_bytes) == made
        program.send(f"other{CTRL_S}")
        await asyncio.to_thread(program.wait_for, "name the key")

        program.send("\t" + EMAIL)
        page = await asyncio.to_thread(at_the_portal, program)
        assert "Approved" in await answered(page)
        await asyncio.to_thread(program.wait_for, "not your account", "mallory@example.org", "r begin anew")
        assert cloud.requests[CANCEL] == 2
        assert cloud.requests[SUBMIT] == 0
