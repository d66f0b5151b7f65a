"""The copy menu: what it offers for each kind of record, and that one key copies it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from mimiry_tui.clouds.base import Recipe
from mimiry_tui.clouds.mimiry.recipes import session_recipes
from mimiry_tui.domain.offers import build_offers
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import build_volume
from mimiry_tui.ui import clipboard
from mimiry_tui.ui.screens.yank import Choice, YankScreen, yankable
from tests.support.dialog_app import DialogApp

KEY = Path("/home/me/.ssh/id_ed25519")
BASE = "https://cloud.example.com"


def a_session(**fields: Any) -> Session:
    raw: dict[str, Any] = {"id": "a-1", "environment_vars": {"HF_TOKEN": "hush"}}
    told: dict[str, Any] = {
        "id": "a-1",
        "name": "train",
        "state": "started",
        "image": "docker.io/library/ubuntu",
        "ssh": {"host": "ssh.example.com", "port": 2222, "username": "root"},
        "raw": json.dumps(raw).encode(),
    } | fields
    return build_session(**told)


def by_key(choices: list[Choice]) -> dict[str, str]:
    return {choice.key: choice.text for choice in choices}


def test_a_session_offers_every_way_into_it_and_its_record() -> None:
    choices = by_key(yankable(a_session(), KEY, log_path=Path("/state/logs/a-1.log"), alias="mimiry-train"))
    assert choices["s"] == f"ssh -i {KEY} -o IdentitiesOnly=yes -p 2222 root@ssh.example.com"
    assert choices["u"].startswith("scp -r ")
    assert choices["r"].startswith("rsync -az -e ")
    assert choices["v"] == "vscode-remote://ssh-remote+mimiry-train/"
    assert (choices["i"], choices["n"], choices["m"]) == ("a-1", "train", "docker.io/library/ubuntu")
    assert choices["l"] == "/state/logs/a-1.log"
    assert json.loads(choices["j"])["id"] == "a-1"
    assert "hush" not in choices["j"]


def test_every_recipe_of_the_cloud_has_a_key_of_its_own_and_no_open_variable() -> None:
    recipes = session_recipes(BASE, a_session(), KEY)
    choices = yankable(a_session(), KEY, recipes=recipes, log_path=Path("/l"))
    keys = [choice.key for choice in choices]
    assert "" not in keys
    assert len(set(keys)) == len(keys)
    for choice in choices:
        text = choice.text.replace("MIMIRY_TOKEN=$(", "").replace("$MIMIRY_TOKEN", "")
        assert "$" not in text, choice
        assert ("$MIMIRY_TOKEN" in choice.text) == choice.text.startswith("MIMIRY_TOKEN=$(")


def test_a_key_that_two_want_stays_with_the_first() -> None:
    recipes = [Recipe("s", "another", "one"), Recipe("q", "closing", "two"), Recipe("w", "free", "three")]
    told = {choice.label: choice.key for choice in yankable(a_session(), KEY, recipes=recipes)}
    assert (told["ssh command"], told["another"], told["closing"], told["free"]) == ("s", "", "", "w")


@pytest.mark.parametrize("host", ["-oProxyCommand=id", "a b", "x\ny", "$(id)"])
def test_an_unsafe_host_is_in_no_command(host: str) -> None:
    choices = yankable(a_session(ssh={"host": host}), KEY)
    assert not {"s", "u", "r", "v"} & by_key(choices).keys()


def test_hostile_words_reach_no_copy_with_what_a_terminal_obeys() -> None:
    hostile = a_session(id="a\x1b]0;x\x07", name="n\x9b31m\n", image="i\r\n", raw=b'{"a": "\\u001b"}')
    recipes = [Recipe("c", "l\x1b", "one\x1b[2J\ntwo")]
    for choice in yankable(hostile, KEY, recipes=recipes):
        assert clipboard.without_controls(choice.text) == choice.text
        assert clipboard.without_controls(choice.label) == choice.label


def test_offers_and_volumes_offer_names_and_records() -> None:
    (offer,) = build_offers(name="L4_24G_PCIe", raw=b'{"name": "L4_24G_PCIe"}')
    volume = build_volume(id="v-1", name="scratch", raw=b'{"id": "v-1"}')
    assert by_key(yankable(volume, KEY)).keys() == {"i", "n", "j"}
    assert by_key(yankable(offer, KEY))["i"] == "L4_24G_PCIe"
    assert by_key(yankable(offer, KEY)).keys() == {"i", "j"}


async def test_one_key_copies_and_closes() -> None:
    app = DialogApp()
    async with app.run_test(size=(120, 36)) as pilot:
        pilot.app.push_screen(YankScreen(yankable(a_session(), KEY)))
        await pilot.pause()
        await pilot.press("n")
        assert pilot.app.clipboard == "train"
        assert not isinstance(pilot.app.screen, YankScreen)
        assert app.toasts == ["name sent to the terminal's clipboard"]


@pytest.mark.parametrize("size", [(120, 36), (60, 16)])
async def test_the_menu_fits_and_reaches_its_last_entry(size: tuple[int, int]) -> None:
    choices = yankable(a_session(), KEY, recipes=session_recipes(BASE, a_session(), KEY))
    async with DialogApp().run_test(size=size) as pilot:
        pilot.app.push_screen(YankScreen(choices))
        await pilot.pause()
        box = pilot.app.screen.query_one("#yank").region
        assert pilot.app.screen.region.contains_region(box)
        options = pilot.app.screen.query_one(OptionList)
        await pilot.press("end")
        assert options.highlighted == len(choices) - 1
        await pilot.press("enter")
        assert json.loads(pilot.app.clipboard)["id"] == "a-1"
