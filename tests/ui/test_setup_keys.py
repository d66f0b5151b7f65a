"""The set-up's first steps: which key, and which service."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from textual import events
from textual.widgets import Input

from mimiry_tui.live.setup.probing import InstanceAnswer
from mimiry_tui.ui.screens.setup import SetupResult, SetupScreen
from tests.support.setup_desk import ALPHA, FINGERPRINT, NOT_KNOWN, SIGNED_IN, SOFTLAUNCH, a_key, set_up

BASE = "http://127.0.0.1:8080"


async def test_keys_are_listed_with_what_is_to_be_known_of_them_and_the_first_is_taken() -> None:
    keys = (
        a_key(in_agent=True),
        a_key("id_ed25519", is_locked=True, comment="\x1b[2Jevil"),
        a_key("id_rsa", kind="rsa 4096", trouble="others may read it"),
    )
    async with set_up(*keys, api_base=BASE) as desk:
        for said in (
            "● ~/.ssh/mimiry_laptop  ed25519      in ssh-agent",
            f"{FINGERPRINT}  you@laptop",
            "○ ~/.ssh/id_ed25519     ed25519      has a passphrase",
            "␛[2Jevil",
            "rsa 4096",
            f"⚠ others may read it  {FINGERPRINT}",
            "Make a new key",
            "Look around in the demo",
        ):
            assert said in desk.text
        await desk.press("enter")
        assert desk.tried == [(BASE, "mimiry_laptop", None)]
        assert "Signed in" in desk.text


async def test_a_key_that_ssh_refuses_is_taken_once_mended_and_one_of_the_agent_alone_at_once() -> None:
    key = a_key("id_rsa", trouble="others may use it (mode 0644): chmod 600 it")
    held = replace(a_key("mimiry_agent_1", in_agent=True), has_file=False)
    trials = (NOT_KNOWN, SIGNED_IN)
    async with set_up(
        key, replace(held, public_line="ssh-ed25519 AAAA"), api_base=BASE, trials=trials
    ) as desk:
        assert "● you@laptop     ed25519      only in ssh-agent" in desk.text
        assert "mimiry_agent_1.pub is written for it" in desk.text
        await desk.press("home", "enter")
        assert "✗ this key cannot be used as it is: others may use it (mode 0644)" in desk.text
        assert desk.tried == []
        desk.readied = replace(key, trouble="")
        await desk.press("enter")
        assert desk.tried == [(BASE, "id_rsa", None)]
        desk.readied = held
        await desk.press("escape", "end", "up", "up", "enter")
        assert desk.saved == [(BASE, "mimiry_agent_1")]
        assert "Mimiry's own SDK needs the private file, which is not here" in desk.text


async def test_without_a_key_making_one_is_proposed_and_the_demo_needs_none() -> None:
    async with set_up() as desk:
        assert "There is no SSH key" in desk.text
        assert "● Make a new key" in desk.text
        await desk.press("down", "enter")
        assert desk.results == [SetupResult("", None, demo=True)]


async def test_a_new_key_is_made_under_the_name_and_passphrase_that_were_typed_twice() -> None:
    async with set_up(api_base=BASE) as desk:
        await desk.press("enter")
        assert "~/.ssh/mimiry_laptop" in desk.text
        await desk.press(*"lab", "enter", *"sesame", "enter", *"sesam", "enter")
        assert "the passphrases differ" in desk.text
        assert desk.made == []
        await desk.press("e", "enter")
        assert desk.made == [("mimiry_lab", "sesame")]
        # A service cannot know it, so nobody asks: the next thing is to register it.
        assert desk.tried == []
        assert "does not know this key yet" in desk.text
        assert "sesame" not in repr(desk.app.screen.__dict__)
        await desk.press("escape")
        assert desk.app.screen.query_one("#key-name", Input).value == "lab"
        assert desk.app.screen.query_one("#phrase", Input).value == ""
        assert "sesam" not in desk.text


async def test_a_key_that_cannot_be_made_keeps_what_was_typed_and_says_why() -> None:
    async with set_up(api_base=BASE) as desk:
        await desk.press("enter")
        desk.making_fails = "~/.ssh/mimiry_laptop exists already"
        await desk.press("ctrl+s")
        assert "✗ no key was made: ~/.ssh/mimiry_laptop exists already" in desk.text
        desk.making_fails = ""
        await desk.press(*"other", "ctrl+s")
        assert desk.made == [("mimiry_other", None)]


async def test_the_first_instance_that_answers_is_proposed_and_another_one_can_be_named() -> None:
    async with set_up(a_key(), trials=(NOT_KNOWN,)) as desk:
        desk.answers[0] = InstanceAnswer(SOFTLAUNCH, False, 0, "Offline: no such host", 0.1)
        await desk.press("enter")
        assert "✗ does not answer · Offline: no such host" in desk.text
        assert "● alpha" in desk.text
        assert "✓ answers in 0.3 s · 4 offers" in desk.text
        await desk.press("enter")
        assert desk.tried == [(ALPHA.api_base, "mimiry_laptop", None)]
        # Back is where one came from, past the attempt to sign in.
        await desk.press("escape")
        assert "● alpha" in desk.text
        assert desk.probed == 1
        await desk.press("end", "enter", *"ftp://x", "enter")
        assert "✗ no base URL" in desk.text
        await desk.press("ctrl+u", *"gpu.example.org/", "enter")
        assert desk.tried[-1][0] == "https://gpu.example.org"
        await desk.press("escape", "escape", "escape")
        assert desk.results == [None]


async def test_nobody_waits_for_one_instance_when_another_has_answered() -> None:
    silent = asyncio.Event()
    async with set_up(a_key()) as desk:

        async def probe(told: Callable[[InstanceAnswer], None]) -> tuple[InstanceAnswer, ...]:
            told(desk.answers[1])
            await silent.wait()
            return tuple(desk.answers)

        assert isinstance(desk.app.screen, SetupScreen)
        desk.app.screen.services = replace(desk.services, probe=probe)
        await desk.press("enter")
        assert "● alpha" in desk.text
        assert "◐ asking" in desk.text
        # Who comes that late is not put under the finger that is on its way.
        desk.answers[0] = InstanceAnswer(SOFTLAUNCH, True, 9, "", 11.0)
        silent.set()
        await desk.rest()
        assert "● alpha" in desk.text
        assert "✓ answers in 11.0 s" in desk.text


async def test_where_no_instance_answers_that_is_said_and_they_can_be_asked_again() -> None:
    async with set_up(a_key()) as desk:
        answers, desk.answers = desk.answers, [
            InstanceAnswer(one, False, 0, "Timed out", 12.0) for one in (SOFTLAUNCH, ALPHA)
        ]  # fmt: skip
        await desk.press("enter")
        assert "none of them answers" in desk.text
        desk.answers = answers
        await desk.press("r")
        assert "none of them answers" not in desk.text
        assert "● softlaunch" in desk.text
        assert desk.probed == 2


async def test_what_is_typed_before_the_next_step_is_there_lands_in_it() -> None:
    async with set_up(api_base=BASE) as desk:
        for key in ("enter", *"lab", "enter", *"sesame", "enter", *"sesame", "enter"):
            desk.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await desk.rest()
        await desk.rest()
        assert desk.made == [("mimiry_lab", "sesame")]
        assert "does not know this key yet" in desk.text
