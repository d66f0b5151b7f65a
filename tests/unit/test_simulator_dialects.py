"""One session, three dialects."""

from __future__ import annotations

import pytest

from mimiry_tui.simulator import dialects
from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.stages import Stage


@pytest.mark.parametrize("dialect", list(Dialect))
def test_every_stage_has_words_in_every_dialect(dialect: Dialect) -> None:
    for stage in Stage:
        spoken = dialects.words(dialect, stage, "started")
        assert spoken["state"]
        assert ("operation" in spoken) is (dialect is Dialect.DOCUMENTED)
        assert bool(spoken.get("status")) is (dialect is Dialect.OLDER)


def test_the_three_dialects_of_a_ready_and_a_pulling_session() -> None:
    ready, pulling = (Stage.RUNNING, "started"), (Stage.PULLING_IMAGE, "provisioned")
    assert dialects.words(Dialect.DOCUMENTED, *ready) == {"state": "started", "operation": ""}
    assert dialects.words(Dialect.OLDER, *ready) == {"state": "started", "status": "running"}
    assert dialects.words(Dialect.OBSERVED, *ready) == {"state": "running"}
    assert dialects.words(Dialect.DOCUMENTED, *pulling) == {
        "state": "provisioned",
        "operation": "starting__pulling_image",
    }
    assert dialects.words(Dialect.OLDER, *pulling) == {"state": "provisioned", "status": "pulling_image"}
    assert dialects.words(Dialect.OBSERVED, *pulling) == {"state": "pulling_image"}
