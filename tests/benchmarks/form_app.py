"""A field to type into: with `form` the name in the launch form of a large account, else an Input alone."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.widgets import Input

from mimiry_tui.clock import SystemClock
from mimiry_tui.domain.launching.draft import Draft, Field, Pick
from mimiry_tui.domain.offers import Offer, build_offers
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.volumes import build_volume
from mimiry_tui.live.account import Account
from mimiry_tui.live.store import Health, Resource, Store
from mimiry_tui.settings import Profile
from mimiry_tui.settings.preferences import Notifications, Notify, Preferences
from mimiry_tui.ui.insights import Insights
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.launch import LaunchScreen
from mimiry_tui.ui.services import services_for
from mimiry_tui.ui.theme import DARK, THEMES
from mimiry_tui.ui.widgets.header import Header
from tests.support.fake_cloud import FakeCloud

OFFERS, VOLUMES, SESSIONS = 1_000, 200, 1_000
READY = "name> "
"""Before the field's text there, so that it is known when keys are heard."""
_LIVE = 20
_PLACES = 50
_PROVIDERS = 7
_MODELS = ("H100_80G_SXM", "A100_80G_SXM", "A100_40G_PCIe", "L40S_48G_PCIe", "B200_180G_SXM")


class FormApp(App[None]):
    """The launch form over an account at rest."""

    def __init__(self) -> None:
        super().__init__()
        for shipped in THEMES:
            self.register_theme(shipped)
        self.theme = DARK

    def on_mount(self) -> None:
        clock = SystemClock()
        cloud = FakeCloud(clock)
        profile = Profile(
            name="bench", api_base=cloud.origin, api_base_source="here", key_path=None, key_source="here"
        )
        account = Account(cloud, profile, clock)
        fill(account.store)
        now = clock.now()
        for resource in Resource:
            account.store.set_health(resource, Health(as_of=now))
        PreferenceDesk.of(self).use(Preferences(notifications=Notifications(by=Notify.OFF)))
        services = services_for(
            self, account, Insights(), ProfileMark("bench"), clock, open_log=lambda session_id: None
        )
        first = next(offer for offer in account.store.offers.values() if isinstance(offer, Offer))
        draft = Draft(picks=(Pick.of(first),), image="example.org/torch:2.4", name=READY, max_duration="4h")
        screen = LaunchScreen(services, Header(ProfileMark("bench"), clock), start=draft)
        self.push_screen(screen)
        self.call_later(screen.focus_field, Field.NAME)


class InputApp(App[None]):
    """What Textual itself has for typing."""

    def compose(self) -> ComposeResult:
        yield Input(READY, select_on_focus=False)


def fill(store: Store) -> None:
    """Offers at many places, some sold out; volumes, a few of them held; sessions, most of them ended."""
    offers = [
        offer
        for number in range(OFFERS)
        for offer in build_offers(
            name=_MODELS[number % len(_MODELS)],
            available=number % 4 != 1,
            providers=[
                {
                    "provider": f"p{number % _PROVIDERS}",
                    "hourly_rate": f"{1 + number % 97 / 10}",
                    "locations": [f"LOC-{number // len(_MODELS):03}"],
                }
            ],
        )
    ]
    sessions = [
        build_session(
            id=f"s{number}", name=f"train-{number}", state="started" if number < _LIVE else "completed"
        )
        for number in range(SESSIONS)
    ]
    volumes = [
        build_volume(
            id=f"v{number}",
            name=f"data-{number:03}",
            size_gb=100,
            state="provisioned",
            operation="",
            attached_to=f"s{number}" if number < _LIVE else "",
            provider=f"p{number % _PROVIDERS}",
            location=f"LOC-{number % _PLACES:03}",
        )
        for number in range(VOLUMES)
    ]
    store.update_offers({offer.id: offer for offer in offers})
    store.update_sessions({session.id: session for session in sessions})
    store.update_volumes({volume.id: volume for volume in volumes})


if __name__ == "__main__":
    (FormApp() if "form" in sys.argv[1:] else InputApp()).run()
