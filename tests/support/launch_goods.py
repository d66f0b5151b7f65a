"""Offers and volumes to choose from in the launch form."""

from __future__ import annotations

from typing import Any

from textual import on

from mimiry_tui.domain.launching.draft import Criteria, Draft, Pick
from mimiry_tui.domain.launching.picture import Picture
from mimiry_tui.domain.launching.preflight import preflight
from mimiry_tui.domain.offers import Offer, build_offers
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume, build_volume
from mimiry_tui.ui.launch.gpu_section import GpuSection, WatchToggled
from mimiry_tui.ui.launch.section import View
from mimiry_tui.ui.launch.storage_section import NewVolumeWanted, StorageSection
from mimiry_tui.ui.theme import DARK
from tests.support.clock import ManualClock
from tests.support.form_app import FormApp, a_picture


def an_offer(model: str, where: str, rate: float | None, *, available: bool = True) -> Offer:
    """One model at one place: `where` is "verda/FIN-03"."""
    provider, _, location = where.partition("/")
    entry = {"provider": provider, "hourly_rate": rate, "locations": [location], "available": available}
    return build_offers(name=model, available=True, currency="EUR", providers=[entry])[0]


A100 = an_offer("A100_80G_SXM", "verda/FIN-03", 1.29)
H100 = an_offer("H100_80G_SXM", "verda/FIN-01", 2.10)
H100_US = an_offer("H100_80G_SXM", "acme/US-EAST-1", 2.50)
V100 = an_offer("V100_16G_PCIe", "acme/US-EAST-1", 0.40)
T4_SOLD_OUT = an_offer("T4_16G_PCIe", "verda/FIN-01", 0.20, available=False)
OFFERS = (H100, T4_SOLD_OUT, A100, H100_US, V100)

TRAIN = build_session(id="s1", name="train-llama", state="started", ssh={"host": "ssh.example"})


def a_volume(name: str, where: str = "verda/FIN-03", **fields: Any) -> Volume:
    """A volume at rest, of 100 GB, whose id is its name with "v-" before it."""
    provider, _, location = where.partition("/")
    known = {"size_gb": 100, "state": "provisioned", "operation": "", **fields}
    return build_volume(id=f"v-{name}", name=name, provider=provider, location=location, **known)


CKPT = a_volume("ckpt", size_gb=400)
SCRATCH = a_volume("scratch")
FAR = a_volume("us-data", "acme/US-EAST-1", size_gb=1000)
HELD = a_volume("corpus", "verda/FIN-01", attached_to="s1")
VOLUMES = (SCRATCH, FAR, CKPT, HELD)


def goods(
    offers: tuple[Offer, ...] = OFFERS,
    volumes: tuple[Volume, ...] = VOLUMES,
    sessions: tuple[Session, ...] = (TRAIN,),
) -> Picture:
    return a_picture(offers=offers, volumes=volumes, sessions=sessions)


class GoodsApp(FormApp):
    """The GPU and Storage sections over one draft."""

    def __init__(self, draft: Draft | None = None, picture: Picture | None = None, theme: str = DARK) -> None:
        self.gpu, self.storage = GpuSection(ManualClock()), StorageSection()
        super().__init__(self.gpu, self.storage, draft=draft, picture=picture or goods(), theme=theme)
        self.watched: list[str] = []
        self.new_volumes = 0

    @on(WatchToggled)
    def _watch(self, event: WatchToggled) -> None:
        self.watched.append(event.offer_id)

    @on(NewVolumeWanted)
    def _new_volume(self) -> None:
        self.new_volumes += 1

    def mode(self) -> str:
        """Which of the two ways to say it holds."""
        return "criteria" if self.draft.by_criteria else "offers"

    def wanted(self) -> Criteria:
        return self.draft.criteria

    def hints(self) -> tuple[str | None, str | None]:
        """Provider and location as the draft has them."""
        return self.draft.provider, self.draft.location

    @property
    def models(self) -> list[str]:
        """What is picked, in order: "A100_80G_SXM verda/FIN-03"."""
        return [f"{pick.model} {pick.provider}/{pick.location}" for pick in self.draft.picks]

    @property
    def mounts(self) -> list[tuple[str, str]]:
        """What is mounted where, in order."""
        return [(wish.volume_name, wish.path) for wish in self.draft.mounts]

    def line(self, words: str) -> str:
        """The first line on the screen with these words; "" where there is none."""
        return next((line for line in self.shown().splitlines() if words in line), "")


def picks(*offers: Offer) -> tuple[Pick, ...]:
    return tuple(Pick.of(offer) for offer in offers)


def a_view(draft: Draft, picture: Picture | None = None) -> View:
    """What the form knows of a draft."""
    known = picture or goods()
    return View(draft, known, preflight(draft, known, suggested_name="job"))
