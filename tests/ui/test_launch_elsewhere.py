"""A launch that finds no machine: other offers are held out, and one key takes them up."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimiry_tui.domain.launching.draft import Pick
from mimiry_tui.domain.sessions import Session
from tests.support.keys_desk import keys_desk, with_state
from tests.support.launch_ways import CREATE, at_offer, form_by, launched, leave_form, offers, told

pytestmark = pytest.mark.thorough

ONE = "GET /api/compute/v1/sessions/{id}"


async def test_what_found_no_machine_goes_elsewhere_by_one_key_from_anywhere(tmp_path: Path) -> None:
    async with keys_desk(change=with_state(tmp_path)) as desk:
        await desk.filled()
        failed = await launched(desk, "sim-no-capacity")
        # Not under the cursor, so that its events come with no other reading.
        await at_offer(desk, offers(desk)[0])
        words = await told(desk, "found no machine")
        first, *others = words.split("\n")
        assert first == "sim-no-capacity found no machine · C launches it elsewhere:"
        assert 1 <= len(others) <= 3
        assert all("/h" in one for one in others)
        draft = await form_by(desk, "C")
        known = desk.store.sessions[failed.id]
        assert isinstance(known, Session)
        assert known.events
        assert (draft.image, draft.max_duration) == ("ubuntu:24.04", "4h")
        assert draft.picks != (Pick.of(offers(desk)[0]),)
        await leave_form(desk)
        # Taken up once, the key means what is under the cursor again.
        assert "copy_to_next_best" not in desk.offered()
        assert desk.cloud.requests[CREATE] == 1


async def test_the_key_means_the_failed_launch_only_as_long_as_that_can_be_read(tmp_path: Path) -> None:
    async with keys_desk(change=with_state(tmp_path)) as desk:
        await desk.filled()
        await launched(desk, "sim-no-capacity")
        await at_offer(desk, offers(desk)[0])
        await told(desk, "found no machine")
        assert "copy_to_next_best" in desk.offered()
        await desk.live_for(16)
        assert "copy_to_next_best" not in desk.offered()


async def test_a_failure_of_another_kind_holds_out_no_offers(tmp_path: Path) -> None:
    async with keys_desk(change=with_state(tmp_path)) as desk:
        await desk.filled()
        await launched(desk, "sim-pull-fails")
        await at_offer(desk, offers(desk)[0])
        await told(desk, "✗ sim-pull-fails", seconds=600)
        before = desk.cloud.requests[ONE]
        await desk.live_for(3)
        assert not any("found no machine" in one for one in desk.toasts)
        assert "copy_to_next_best" not in desk.offered()
        assert desk.cloud.requests[ONE] <= before + 1
