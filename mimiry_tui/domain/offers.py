"""What can be rented: one offer per GPU model, provider and location."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from mimiry_tui.domain import coerce
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money, build_price


@dataclass(frozen=True, slots=True)
class Offer:
    """One GPU model at one place for one price."""

    model: str
    """The canonical name, `{Family}_{Vram}G_{FormFactor}`, or a short legacy one."""
    display_name: str
    family: str
    form_factor: str
    vram_gb: int | None
    provider: str
    location: str
    rate: Money | None
    """Per hour and GPU."""
    available: bool
    raw: bytes = b""
    """The JSON of the whole model as it came."""
    count: int = 0
    """How many GPUs are rented together, no more and no less; 0 where that is asked for at launch."""
    machine: str = ""
    """The service's own name of the machine, where machines and not GPUs are rented: "8A100.80G"."""

    @property
    def id(self) -> str:
        return f"{self.model}|{self.provider}|{self.location}"

    @property
    def where(self) -> str:
        """Provider and location: "verda/FIN-01"."""
        return "/".join(part for part in (self.provider, self.location) if part)

    @property
    def whole_rate(self) -> Money | None:
        """Per hour for all GPUs that are rented together; None where single ones are, and without a price."""
        return self.rate * self.count if self.rate is not None and self.count else None

    @property
    def gpus(self) -> str:
        """What is rented, for people: "8× A100 80G"; of single GPUs their family or model."""
        if not self.count:
            return self.family or self.model
        memory = f" {self.vram_gb}G" if self.vram_gb else ""
        return f"{self.count}× {self.family or self.model}{memory}"

    @property
    def has_gpu(self) -> bool:
        """False for the machines without a GPU that the service lists too."""
        if self.vram_gb is None:
            return bool(self.machine and self.family)  # its GPU is named, only not its memory
        return self.vram_gb > 0


@dataclass(frozen=True, slots=True)
class OfferFilter:
    """Which offers are wanted; every empty field asks for nothing."""

    families: frozenset[str] = frozenset()
    provider: str = ""
    location: str = ""
    form_factor: str = ""
    min_vram_gb: int = 0
    available_only: bool = False

    def admits(self, offer: Offer) -> bool:
        return (
            (not self.families or offer.family.lower() in {family.lower() for family in self.families})
            and _same(self.provider, offer.provider)
            and _same(self.location, offer.location)
            and _same(self.form_factor, offer.form_factor)
            and (offer.vram_gb or 0) >= self.min_vram_gb
            and (offer.available or not self.available_only)
        )


def build_offers(
    *,
    name: object,
    display_name: object = None,
    family: object = None,
    form_factor: object = None,
    vram_gb: object = None,
    available: object = None,
    currency: object = None,
    hourly_rate: object = None,
    providers: object = None,
    raw: bytes = b"",
) -> tuple[Offer, ...]:
    """The offers of one model of an availability answer, flattened. Never raises.

    Each provider gives one offer per location, at that provider's own rate; a model that nobody
    places gives one offer with neither (Mimiry compute API, availability).
    """
    model = coerce.text(name)
    named_family, named_vram, named_form = parts_of_model(model)
    vram = coerce.integer(vram_gb)
    model_available = coerce.flag(available)
    offers = []
    for entry in [coerce.mapping(item) for item in coerce.items(providers)] or [{}]:
        stock = coerce.flag(entry.get("available"))
        rate = build_price(entry.get("hourly_rate", hourly_rate), entry.get("currency") or currency)
        offers += [
            Offer(
                model=model,
                display_name=coerce.text(display_name),
                family=coerce.text(family) or named_family,
                form_factor=coerce.text(form_factor) or named_form,
                vram_gb=vram if vram is not None else named_vram,
                provider=coerce.text(entry.get("provider") or entry.get("name")),
                location=location,
                rate=rate,
                available=(model_available is not False if stock is None else stock)
                and model_available is not False,
                raw=raw,
            )
            for location in _locations(entry)
        ]
    return tuple({offer.id: offer for offer in offers}.values())


def parts_of_model(model: str) -> tuple[str, int | None, str]:
    """Family, memory in GB and form factor that a canonical name spells; empty where it does not.

    `A100_80G_SXM` → ("A100", 80, "SXM"); `A100_80G` → ("A100", 80, ""); `T4` → ("T4", None, "").
    """
    match = re.fullmatch(r"(.+?)(?:_(\d{1,4})G)?(?:_(SXM\d?|PCIe|NVL|OAM))?", model, re.IGNORECASE)
    if match is None:
        return model, None, ""
    family, vram, form = match.groups()
    return family, int(vram) if vram else None, form or ""


def short_model(model: str) -> str:
    """A model's name for a narrow column: `H100_80G_SXM` → "H100 80G"."""
    family, vram, _ = parts_of_model(model)
    return f"{family} {vram}G" if vram else family


def by_price(offer: Offer) -> tuple[bool, Decimal, str]:
    """Sort key: available GPUs with a price first, cheapest first."""
    priced = offer.available and offer.has_gpu and offer.rate is not None
    return not priced, offer.rate.amount if offer.rate else Decimal("Infinity"), offer.id


def cheapest(offers: Iterable[Offer], wanted: OfferFilter | None = None) -> Offer | None:
    """The available GPU offer of the lowest rate, by the provider's own rate; None without one.

    Rates of different currencies are not compared: those of the first priced offer's are.
    """
    wanted = wanted or OfferFilter()
    rated = [
        (offer.rate, offer)
        for offer in offers
        if offer.rate is not None and offer.available and offer.has_gpu and wanted.admits(offer)
    ]
    same = [(rate, offer) for rate, offer in rated if rate.currency == rated[0][0].currency]
    return min(same, key=lambda pair: (pair[0].amount, pair[1].id))[1] if same else None


def _locations(entry: dict[str, object]) -> tuple[str, ...]:
    places = coerce.items(entry.get("locations"))
    names = tuple(coerce.text(coerce.mapping(place).get("code")) or coerce.text(place) for place in places)
    lone = coerce.text(entry.get("location") or entry.get("zone"))
    return tuple(name for name in names if name) or (lone,)


def _same(wanted: str, found: str) -> bool:
    return not wanted or wanted.lower() == found.lower()
