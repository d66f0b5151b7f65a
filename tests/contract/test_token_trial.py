"""Trying a token: what is found, what the service says of it, and what counts as good enough."""

from __future__ import annotations

from pathlib import Path

from mimiry_tui.clouds.errors import NoToken, ScopeMissing, TokenRefused
from mimiry_tui.clouds.mags.kind import KIND as MAGS
from mimiry_tui.live.setup.token_trial import try_token, usual_places
from mimiry_tui.settings import Profile
from tests.support.doctor import ImpatientClock
from tests.support.kinds import running_kind


def account(base: str, token: Path) -> Profile:
    return Profile("x", base, "test", None, "", cloud="mimiry-jobs", token=f"file:{token}")


async def test_a_token_is_good_that_the_service_knows_even_without_a_scope(tmp_path: Path) -> None:
    file = tmp_path / "token"
    async with running_kind("mimiry-jobs", scopes=("instances:read",)) as (base, token):
        profile = account(base, file)
        missing = await try_token(profile, ImpatientClock(), {})
        assert isinstance(missing.error, NoToken)
        assert not missing.ok
        file.touch(0o600)
        file.write_text(token)
        lacking = await try_token(profile, ImpatientClock(), {})
        assert isinstance(lacking.error, ScopeMissing)
        assert (lacking.ok, lacking.source) == (True, str(file))
        file.write_text("mky_of_somebody_else")
        refused = await try_token(profile, ImpatientClock(), {})
        assert isinstance(refused.error, TokenRefused)
        assert not refused.ok
        assert "somebody" not in repr(refused)


async def test_each_usual_place_is_told_with_whether_a_token_is_there(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "MAGS_TOKEN": "t"}
    assert [(one.place, one.trouble) for one in await usual_places(MAGS, env)] == [
        ("env MAGS_API_TOKEN", "env MAGS_API_TOKEN is not set"),
        ("env MAGS_TOKEN", ""),
        ("~/.mags/config.json", "there is no ~/.mags/config.json"),
    ]
