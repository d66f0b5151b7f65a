"""What a field lets one choose from, as lines: declared choices, and offers in the market. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from textual.content import Content

from mimiry_tui.domain.doing.forms import Choice
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.offers import Offer, by_price, short_model
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import fitted

_WIDEST_LABEL = 36
_WIDEST_MACHINE = 22
_WIDEST_PLACE = 20
_SOLD_OUT = "sold out"


@dataclass(frozen=True, slots=True)
class Pick:
    """One line to choose."""

    value: str
    label: str
    """What stands for it where only one line has room; harmless and short."""
    line: Content
    """All that is said of it, its columns as wide as those of its neighbours."""
    narrow: Content
    """As much of it as matters most, for where that has no room."""
    search: str
    """What a filter looks in, folded."""
    disabled: bool = False


def choice_picks(choices: Iterable[Choice]) -> tuple[Pick, ...]:
    """The declared choices, their words in a column of their own."""
    found = tuple(choices)
    labels = [fitted(one.label or one.value, _WIDEST_LABEL) for one in found]
    widest = max(map(_cells, labels), default=0)
    return tuple(
        Pick(
            one.value,
            label,
            toned(label, "dim" if one.disabled else "bright")
            + (_gap(label, widest) + toned(one.words, "dim") if one.words else Content("")),
            toned(label, "dim" if one.disabled else "bright"),
            f"{one.label} {one.value} {one.words}".casefold(),
            one.disabled,
        )
        for one, label in zip(found, labels, strict=True)
    )


def offer_picks(offers: Sequence[Offer]) -> tuple[Pick, ...]:
    """The offers, those in stock first, the cheapest at the top; what is sold out can be chosen too."""
    ordered = sorted(offers, key=_by_price_in_all)
    rows = [_offer_cells(offer) for offer in ordered]
    widths = [max(map(_cells, column)) for column in zip(*rows, strict=True)] if rows else []
    return tuple(
        Pick(
            offer.id,
            " ".join(cell.strip() for cell in (row[0], row[3], row[4]) if cell),
            _offer_line(offer, row, widths),
            _narrow_line(offer, row, widths),
            f"{offer.model} {offer.display_name} {offer.family} {offer.where}".casefold(),
        )
        for offer, row in zip(ordered, rows, strict=True)
    )


def lost_pick(value: str) -> Pick:
    """What was chosen once and is not among the choices any more."""
    label = fitted(value, _WIDEST_LABEL)
    line = toned(label, "dim") + toned("  is there no more", "warn")
    return Pick(value, label, line, line, value.casefold())


def matching(picks: Sequence[Pick], typed: str) -> tuple[Pick, ...]:
    """Those in which every piece of what was typed is found."""
    pieces = typed.casefold().split()
    return tuple(one for one in picks if all(piece in one.search for piece in pieces))


def gpus_of(offer: Offer) -> str:
    """The GPUs that come with it: "8× A100 80G"."""
    name = offer.family if offer.machine else short_model(offer.model)
    memory = f" {offer.vram_gb}G" if offer.machine and offer.vram_gb else ""
    gpu = f"{name}{memory}"
    return f"{offer.count}× {gpu}" if offer.count and offer.has_gpu else gpu


def _by_price_in_all(offer: Offer) -> tuple[bool, Decimal, str]:
    """As offers are ordered elsewhere, but by what is paid: the GPUs of a machine come together."""
    last, rate, name = by_price(offer)
    return last, rate * max(1, offer.count), name


def _offer_cells(offer: Offer) -> tuple[str, str, str, str, str]:
    """Machine, GPUs, price of a GPU, price in all, place."""
    rate = offer.rate
    in_all = rate * offer.count if rate is not None and offer.count else rate
    each = f"{rate.figure()} each" if rate is not None and offer.count > 1 else ""
    return (
        fitted(offer.machine, _WIDEST_MACHINE) if offer.machine else "",
        fitted(gpus_of(offer), _WIDEST_MACHINE) if offer.family or offer.model else "",
        each,
        f"{in_all}/h" if in_all is not None else "no price",
        fitted(offer.where, _WIDEST_PLACE) if offer.where else "",
    )


def _offer_line(offer: Offer, row: Sequence[str], widths: Sequence[int]) -> Content:
    machine, gpus, each, price, place = row
    here = offer.available
    columns = [
        toned(machine + _blank(widths[0] - _cells(machine)), "bright" if here else "dim"),
        toned(gpus + _blank(widths[1] - _cells(gpus)), "text" if here else "dim"),
        toned(_blank(widths[3] - _cells(price)) + price, "bright" if here else "dim", bold=here),
        toned(place + _blank(widths[4] - _cells(place)), "dim"),
        toned(each + _blank(widths[2] - _cells(each)), "dim"),
        Content("") if here else toned(_SOLD_OUT, "warn"),
    ]
    return Content("  ").join(column for column in columns if column)


def _narrow_line(offer: Offer, row: Sequence[str], widths: Sequence[int]) -> Content:
    """Without the price of each GPU and who rents it out; what is sold out has no price then."""
    machine, gpus, _, price, _ = row
    here = offer.available
    width = max(widths[3], len(_SOLD_OUT))
    columns = [
        toned(machine + _blank(widths[0] - _cells(machine)), "bright" if here else "dim"),
        toned(gpus + _blank(widths[1] - _cells(gpus)), "text" if here else "dim"),
        toned(f"{price if here else _SOLD_OUT:>{width}}", "bright" if here else "warn", bold=here),
        toned(fitted(offer.location or offer.provider, _WIDEST_PLACE), "dim"),
    ]
    return Content("  ").join(column for column in columns if column)


def _gap(label: str, widest: int) -> Content:
    return Content(_blank(widest - _cells(label) + 2))


def _cells(text: str) -> int:
    return Content(text).cell_length


def _blank(cells: int) -> str:
    return " " * max(0, cells)
