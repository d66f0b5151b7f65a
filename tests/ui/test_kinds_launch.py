"""The keys that launch, over services that launch by forms of their own, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimiry_tui.clouds.base import Capability
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.ui.screens.form_launch import FormLaunchScreen
from tests.support.fake_extras import FakeExtras
from tests.support.kind_app import kind_app
from tests.support.running_app import RunningApp


def form_of(app: RunningApp) -> FormLaunchScreen | None:
    """The form that is open."""
    return app.app.screen if isinstance(app.app.screen, FormLaunchScreen) else None


async def opened(app: RunningApp, words: str = "") -> FormLaunchScreen:
    """The form, once it shows these words."""
    await app.until(lambda: form_of(app) is not None and app.shows(words))
    form = form_of(app)
    assert form is not None
    return form


async def test_a_copy_and_an_offer_open_the_services_own_form_and_lead_to_the_new_session(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with kind_app("mimiry-jobs", monkeypatch, tmp_path) as (app, cloud):
        cloud.extras = FakeExtras()
        await app.press("2", "n")
        form = await opened(app)
        assert form.view.values["offer"] in app.store.offers
        assert "€9.60/h" in app.text()
        await app.press("escape")
        await app.until(lambda: form_of(app) is None)
        await app.press("1")
        app.screen.sessions.table.move_to("batch")
        assert not app.screen.check_action("copy_to_next_best", ()), "that is for containers"
        await app.press("c")
        form = await opened(app, "a copy of batch")
        assert form.view.values == {"name": "batch-2", "script": "python train.py"}
        cloud.answer("launch", build_session(id="s9", name="batch-2", state="submitted"))
        await app.press("ctrl+l")
        await app.until(lambda: form_of(app) is None)
        await app.until(lambda: app.shows("batch-2 is launched"))
        assert not app.shows("s goes in"), "there is no shell at this service"
        assert cloud.count("launch") == 1

        cloud.capabilities -= {Capability.LAUNCH}
        await app.press("n")
        await app.until(lambda: app.shows("nothing can be launched: mimiry-jobs has no launch"))
        assert form_of(app) is None
