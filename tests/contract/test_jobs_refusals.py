"""Every documented refusal of the job API in words that help, missing scopes, and where the key never is."""

from __future__ import annotations

import logging
import traceback
from collections.abc import AsyncIterator

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.base import Capability
from mimiry_tui.clouds.jobs.cloud import open_jobs
from mimiry_tui.clouds.jobs.kind import KIND
from mimiry_tui.domain.doing.collections import Item
from mimiry_tui.domain.doing.forms import FieldKind
from mimiry_tui.settings.profile import Profile
from tests.support.jobs_desk import FORM, JOB, KEY, JobsDesk, jobs_desk, request_of
from tests.support.scripted_server import Reply, Seen
from tests.support.skipping_clock import SkippingClock

LOGGERS = ("httpx", "httpcore", "mimiry_tui", "asyncio")
REFUSALS = [
    (401, "Invalid or missing API key", errors.TokenRefused, "env MIMIRY_API_KEY"),
    (402, "Insufficient credits", errors.InsufficientBalance, "Add Credits"),
    (400, "Insufficient credits", errors.InsufficientBalance, "Add Credits"),
    (403, "Insufficient scope", errors.ScopeMissing, "make an API key"),
    (403, "account suspended", errors.Forbidden, ""),
    (404, "SSH key not found", errors.NotFound, "add it first"),
    (400, "SSH key not found", errors.NotFound, "add it first"),
    (404, "Job not found", errors.NotFound, ""),
    (400, "No available instances", errors.InvalidState, "another instance type or location"),
    (503, "No available instances", errors.InvalidState, "another instance type or location"),
    (429, "Too many requests", errors.TooManyRequests, "waits and goes on"),
    (400, "image is required", errors.BadRequest, ""),
    (500, "Internal server error", errors.ServerTrouble, "service's side"),
]


@pytest.fixture
async def desk() -> AsyncIterator[JobsDesk]:
    async with jobs_desk() as made:
        yield made


@pytest.mark.parametrize(("status", "words", "kind", "hint"), REFUSALS)
async def test_each_refusal_has_its_kind_and_says_what_to_do(
    desk: JobsDesk, status: int, words: str, kind: type[errors.CloudError], hint: str
) -> None:
    desk.give({"POST /jobs": Reply.of({"error": words}, status, retry_after="7")})
    with pytest.raises(errors.CloudError) as refused:
        await desk.cloud.launch(request_of(FORM))
    error = refused.value
    assert type(error) is kind
    assert hint in error.hint
    assert error.status == status
    if kind is errors.ScopeMissing:
        assert error.detail == "the API key lacks the scope jobs:write, which launching and cancelling need"
    else:
        assert words.casefold() in str(error).casefold()
    if kind is errors.TooManyRequests:
        assert error.retry_after == 7
    assert desk.asked == ["POST /jobs"]


def machine_field(desk: JobsDesk) -> FieldKind:
    return desk.cloud.extras.launch_forms[0].fields[0].kind


async def test_a_missing_scope_disables_just_what_needs_it_until_it_is_there(desk: JobsDesk) -> None:
    lacking = Reply.of({"error": "Insufficient scope"}, 403)
    desk.give(
        {"GET /instances": lacking, "GET /ssh-keys": lacking, "POST /jobs": lacking, "GET /jobs": [JOB]}
    )
    cloud, extras = desk.cloud, desk.cloud.extras
    assert not any(cloud.why_not(one) for one in cloud.capabilities), "nothing is known before it is tried"
    with pytest.raises(errors.ScopeMissing, match="instances:read"):
        await cloud.offers()
    with pytest.raises(errors.ScopeMissing, match="ssh_keys:read"):
        await extras.items("ssh_keys")
    with pytest.raises(errors.ScopeMissing, match="jobs:write"):
        await cloud.launch(request_of(FORM))
    assert len((await cloud.live_sessions()).items) == 1
    assert "instances:read" in cloud.why_not(Capability.OFFERS)
    assert "jobs:write" in cloud.why_not(Capability.TERMINATE)
    assert "jobs:write" in cloud.why_not(Capability.LAUNCH)
    assert cloud.why_not(Capability.SESSIONS) == ""
    assert "ssh_keys:read" in extras.collections[0].why_not
    assert machine_field(desk) is FieldKind.LINE, "what cannot be listed is typed"
    assert not extras.deeds(extras.collections[0])[0].why_not, "reading is another scope than adding"

    desk.give({"GET /instances": [], "GET /availability": [], "GET /ssh-keys": [], "POST /jobs": JOB})
    await cloud.offers()
    await extras.items("ssh_keys")
    await cloud.launch(request_of(FORM))
    assert not any(cloud.why_not(one) for one in cloud.capabilities)
    assert extras.collections[0].why_not == ""
    assert machine_field(desk) is FieldKind.OFFER


async def test_a_missing_write_scope_is_named_on_the_deeds(desk: JobsDesk) -> None:
    desk.give({"DELETE /ssh-keys/k1": Reply.of({"error": "Insufficient scope"}, 403)})
    item = Item("k1", "laptop", "ssh_keys", ())
    with pytest.raises(errors.ScopeMissing, match="ssh_keys:write"):
        await desk.cloud.extras.do("delete_ssh_key", item, {}, print)
    (deed,) = desk.cloud.extras.deeds(item)
    assert "ssh_keys:write" in deed.why_not
    await desk.clock.sleep(301)
    assert not desk.cloud.extras.deeds(item)[0].why_not, "what is not offered would never be tried again"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("", "env MIMIRY_API_KEY is not set"),
        ("sk_0123456789abcdef0123456789", "does not begin with mky_"),
        ("mky_two words", "signs that no token has"),
    ],
)
async def test_without_a_usable_key_nothing_is_sent(desk: JobsDesk, key: str, words: str) -> None:
    desk.env["MIMIRY_API_KEY"] = key
    with pytest.raises(errors.NoToken) as missing:
        await desk.cloud.launch(request_of(FORM))
    assert words in missing.value.detail
    assert "MIMIRY_API_KEY" in missing.value.hint
    assert "mimiry-tui setup --kind mimiry-jobs" in missing.value.hint
    assert not key or key not in repr(vars(missing.value))
    assert desk.asked == []
    desk.env["MIMIRY_API_KEY"] = KEY
    desk.give({"GET /jobs": []})
    await desk.cloud.live_sessions()


async def test_a_key_that_was_replaced_meanwhile_is_taken_once(desk: JobsDesk) -> None:
    newer = KEY.replace("0", "9")

    def script(seen: Seen) -> Reply:
        known = seen.headers["authorization"] == f"Bearer {newer}"
        return Reply.of(JOB, 201) if known else Reply.of({"error": "Invalid or missing API key"}, 401)

    desk.server.by(script)
    with pytest.raises(errors.TokenRefused):
        await desk.cloud.launch(request_of(FORM))
    assert len(desk.asked) == 1, "the same key is not tried again"
    desk.env["MIMIRY_API_KEY"] = newer
    assert (await desk.cloud.launch(request_of(FORM))).id == "j1"
    sent = [seen.headers["authorization"][-len(KEY) :] for seen in desk.server.seen]
    assert sent == [KEY, newer] or sent == [KEY, KEY, newer]


async def test_what_one_key_lacks_is_not_held_against_the_next(desk: JobsDesk) -> None:
    desk.give({"GET /instances": Reply.of({"error": "Insufficient scope"}, 403)})
    with pytest.raises(errors.ScopeMissing):
        await desk.cloud.offers()
    newer = desk.env["MIMIRY_API_KEY"] = KEY.replace("0", "9")

    def script(seen: Seen) -> Reply:
        known = seen.headers["authorization"] == f"Bearer {newer}"
        return Reply.of([JOB]) if known else Reply.of({"error": "Invalid or missing API key"}, 401)

    desk.server.by(script)
    await desk.cloud.live_sessions()
    assert desk.cloud.why_not(Capability.OFFERS) == ""


async def test_a_key_is_not_sent_over_plain_http_to_others() -> None:
    clock = SkippingClock()
    base = "http://192.0.2.1/api"
    cloud = open_jobs(Profile("x", base, "", None, "", cloud=KIND.name, token="env:HOME"), clock)
    try:
        with pytest.raises(errors.SignInFailed, match="plain http"):
            await cloud.live_sessions()
    finally:
        await cloud.aclose()


@pytest.mark.parametrize("status", [200, 400, 401, 403, 502])
async def test_no_text_holds_the_key_or_the_script(
    desk: JobsDesk, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    for name in LOGGERS:
        caplog.set_level(logging.DEBUG, logger=name)
    desk.server.by(lambda seen: Reply.of({"error": f"you sent {seen.headers['authorization']}"}, status))
    request = request_of({**FORM, "startup_script": "#!/bin/bash\nexport PASSWORD=hunter2"})
    texts = []
    try:
        await desk.cloud.launch(request)
    except errors.CloudError as error:
        texts += [str(error), error.hint, repr(vars(error)), "".join(traceback.format_exception(error))]
    assert texts
    assert caplog.records
    cloud = desk.cloud
    recipes = (*cloud.launch_recipes(request_of(FORM), None),)
    texts += [record.getMessage() for record in caplog.records]
    texts += [repr(cloud), repr(vars(cloud)), repr(vars(cloud.extras)), repr(vars(vars(cloud)["_api"]))]
    texts += [repr(request), *(recipe.text for recipe in recipes)]
    assert not [text for text in texts if KEY in text or "hunter2" in text]
