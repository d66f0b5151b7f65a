"""The key as the launch form shows it: its files when asked, the sign-in as it is now."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mimiry_tui.clouds.base import AccountKey
from mimiry_tui.clouds.errors import CloudError, KeyLocked, KeyNotRegistered, NoKey, TimedOut
from mimiry_tui.domain.launching.picture import KeyFacts
from mimiry_tui.live.key_reader import KeyReader
from mimiry_tui.live.store import Health, Resource, Store
from tests.support.clock import EPOCH, ManualClock
from tests.support.fake_cloud import FakeCloud


class Desk:
    def __init__(self) -> None:
        self.clock = ManualClock()
        self.cloud = FakeCloud(self.clock)
        self.store = Store()
        self.reader = KeyReader(self.cloud, self.store, self.clock)

    def sessions_are(self, health: Health) -> KeyFacts:
        self.store.set_health(Resource.SESSIONS, health)
        return self.reader.facts


async def test_the_public_half_is_read_and_its_path_written_for_people() -> None:
    desk = Desk()
    assert desk.reader.facts == KeyFacts()
    desk.cloud.key = AccountKey(Path.home() / ".ssh" / "mimiry", "SHA256:abc", "ssh-ed25519 AAAA one")
    await desk.reader.read()
    assert desk.reader.facts == KeyFacts("~/.ssh/mimiry", "SHA256:abc", "ssh-ed25519 AAAA one")
    assert desk.reader.facts is desk.reader.facts


async def test_a_key_elsewhere_is_named_in_full() -> None:
    desk = Desk()
    await desk.reader.read()
    assert desk.reader.facts.path == "/keys/one"


async def test_a_missing_key_says_why_and_is_found_once_it_is_there() -> None:
    desk = Desk()
    good, desk.cloud.key = desk.cloud.key, NoKey("/keys/one does not exist")
    await desk.reader.read()
    assert (desk.reader.facts.trouble, desk.reader.facts.line) == ("/keys/one does not exist", "")
    desk.cloud.key = good
    await desk.reader.read()
    assert desk.reader.facts.line == "", "it was looked at a moment ago"
    await desk.clock.advance(5)
    await desk.reader.read()
    assert (desk.reader.facts.trouble, desk.reader.facts.line) == ("", "ssh-ed25519 AAAA one")


@pytest.mark.parametrize(
    ("health", "signed_in", "trouble"),
    [
        (Health(), None, ""),
        (Health(error=TimedOut()), None, ""),
        (Health(as_of=EPOCH), True, ""),
        (Health(as_of=EPOCH, error=TimedOut()), True, ""),
        (Health(as_of=EPOCH, error=KeyLocked()), False, "key is locked"),
        (Health(error=KeyNotRegistered(status=401)), False, "SSH key not registered 401"),
    ],
)
async def test_whether_the_service_knows_it_comes_from_the_last_attempt(
    health: Health, signed_in: bool | None, trouble: str
) -> None:
    desk = Desk()
    await desk.reader.read()
    facts = desk.sessions_are(health)
    assert (facts.signed_in, facts.trouble, facts.line) == (signed_in, trouble, "ssh-ed25519 AAAA one")
    assert desk.sessions_are(Health(as_of=EPOCH)).trouble == "", "it was signed in since"


async def test_what_is_wrong_with_the_file_comes_before_what_the_service_says() -> None:
    desk = Desk()
    desk.cloud.key = NoKey("no key is configured")
    await desk.reader.read()
    no_key: CloudError = NoKey("anything")
    assert desk.sessions_are(Health(error=no_key)).trouble == "no key is configured"


async def test_the_end_of_the_sign_in_is_the_clouds() -> None:
    desk = Desk()
    until = EPOCH + timedelta(minutes=9)
    desk.cloud.signed_in_until = until
    assert desk.reader.facts.signed_in_until == until
