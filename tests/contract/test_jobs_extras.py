"""What the job API has besides jobs: SSH keys, lists of places and images."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.domain.doing.collections import Item
from mimiry_tui.domain.doing.deeds import Asking
from mimiry_tui.domain.records import Unreadable
from tests.support.jobs_desk import FORM, JobsDesk, jobs_desk
from tests.support.scripted_server import Reply

PUBLIC = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJvYmJvYmJvYmJvYmJvYmJvYmJvYmJvYmJvYmJvYmJv me@desk"


@pytest.fixture
async def desk() -> AsyncIterator[JobsDesk]:
    async with jobs_desk() as made:
        yield made


async def test_ssh_keys_are_listed_added_and_deleted_each_once(desk: JobsDesk) -> None:
    listed = {"id": "k1", "name": "laptop", "datacrunch_id": 12345, "created_at": "2026-06-01T00:00:00Z"}
    desk.give(
        {
            "GET /ssh-keys": [listed, {"name": "no id"}],
            "POST /ssh-keys": Reply.of({"id": "k2", "name": "me@desk"}, 201),
            "DELETE /ssh-keys/k1": {"success": True},
        }
    )
    extras = desk.cloud.extras
    (keys,) = extras.collections
    item, broken = await extras.items(keys.id)
    assert isinstance(item, Item)
    assert isinstance(broken, Unreadable)
    assert len(item.cells) == len(keys.headings)
    assert item.cells[:2] == ("laptop", "12345")
    assert [one.value for one in await extras.choices("job", "ssh_key_ids", {})] == ["k1"]

    (add,), (delete,) = extras.deeds(keys), extras.deeds(item)
    assert (add.form is not None, delete.asking, add.why_not) == (True, Asking.TYPED_NAME, "")
    added = await extras.do(add.id, keys, {"public_key": PUBLIC}, print)
    assert "me@desk is on the account: SHA256:" in added.words
    assert desk.server.asked("/ssh-keys")[-1].json == {"name": "me@desk", "public_key": PUBLIC}
    assert "deleted" in (await extras.do(delete.id, item, {}, print)).words
    desk.give({})
    with pytest.raises(errors.NotFound):
        await extras.do(delete.id, item, {}, print)
    desk.give({"DELETE /ssh-keys/k1": Reply.of({"error": "SSH key not found"}, 404)})
    gone = await extras.do(delete.id, item, {}, print)
    assert ("gone already" in gone.words, gone.collections) == (True, frozenset({keys.id}))
    assert desk.asked.count("POST /ssh-keys") == 1
    assert desk.asked.count("DELETE /ssh-keys/k1") == 3


async def test_reports_and_choices_say_what_there_is(desk: JobsDesk) -> None:
    images = [
        {"code": "u22", "name": "Ubuntu 22.04", "os": "ubuntu", "version": "22.04", "cuda_version": "12.0"}
    ]
    desk.give(
        {
            "GET /providers": [{"slug": "datacrunch", "name": "DataCrunch", "is_active": False}],
            "GET /locations": [{"code": "FIN-01", "name": "Helsinki", "country": "Finland"}],
            "GET /images": images,
        }
    )
    extras = desk.cloud.extras
    assert [name for name, _ in extras.reports] == ["providers", "locations"]
    assert (await extras.report("providers")).pairs == (("datacrunch", "DataCrunch · not active"),)
    assert (await extras.report("locations")).pairs == (("FIN-01", "Helsinki · Finland"),)
    (image,) = await extras.choices("job", "image", FORM)
    assert image.words == "u22 · ubuntu 22.04 · CUDA 12.0"
    assert desk.server.asked("/images")[0].query == {"instance_type": "8A100.80G"}
    places = await extras.choices("job", "location", FORM)
    assert [one.value for one in places] == ["", "any"]
