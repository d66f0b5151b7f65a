"""Which session, volume or GPU a word means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mimiry_tui.domain import words
from mimiry_tui.domain.launching.draft import Pick
from mimiry_tui.domain.offers import Offer, by_price
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ui.command_line.command import Candidate, CommandError


def session_named(word: str, sessions: Sequence[Session]) -> Session:
    """The session of that id or name, or the only one whose name begins so; of several, the first.

    `sessions` are in the order of what is likely meant. Raises CommandError.
    """
    exact = [one for one in sessions if word in (one.id, one.name)]
    if exact:
        return exact[0]
    begun = [one for one in sessions if one.name.casefold().startswith(word.casefold())]
    if len({one.name for one in begun}) > 1:
        raise CommandError(f"{word!r} can be {', '.join(one.name for one in begun[:4])}")
    if not begun:
        raise CommandError(f"no session is called {word!r}")
    return begun[0]


def session_candidates(sessions: Iterable[Session]) -> list[Candidate]:
    """Each by its name; those that share one, but the first, by their ids."""
    seen: set[str] = set()
    found = []
    for one in sessions:
        taken = not one.name or one.name in seen
        seen.add(one.name)
        what = " · ".join(part for part in (words.phase_words(one), one.gpu, one.where) if part)
        found.append(Candidate(one.id if taken else one.name, f"{one.name} · {what}" if taken else what))
    return found


def volume_named(word: str, volumes: Sequence[Volume]) -> Volume:
    """The volume of that id or name. Raises CommandError."""
    found = next((one for one in volumes if word in (one.id, one.name)), None)
    if found is None:
        raise CommandError(f"no volume is called {word!r}")
    return found


def volume_candidates(volumes: Iterable[Volume]) -> list[Candidate]:
    return [Candidate(one.name or one.id, f"{one.size_gb or 0:,} GB · {one.where}") for one in volumes]


def pick_named(word: str, offers: Sequence[Offer], *, provider: str = "", location: str = "") -> Pick:
    """The offer that a model's name means, whole or in part: in stock, at the place asked for, the cheapest.

    Raises CommandError for a name that no offer has. Nothing is known without offers: the word counts.
    """
    if not offers:
        return Pick(word, provider, location)
    wanted = word.casefold()
    alike = [one for one in offers if wanted in (one.model.casefold(), one.id.casefold())]
    alike = alike or [one for one in offers if words.same_model(word, one.model)]
    alike = alike or [one for one in offers if one.model.casefold().startswith(wanted)]
    # Where machines are rented, what they are called by holds the GPU in its midst: of these the smallest.
    alike = alike or _fewest([one for one in offers if wanted and wanted in one.model.casefold()])
    if not alike:
        raise CommandError(f"no GPU on offer is called {word!r}")

    def rank(offer: Offer) -> tuple[object, ...]:
        away = bool(provider) and provider.casefold() != offer.provider.casefold()
        far = bool(location) and location.casefold() != offer.location.casefold()
        return far, away, by_price(offer)

    return Pick.of(min(alike, key=rank))


def _fewest(offers: Sequence[Offer]) -> list[Offer]:
    least = min((one.count for one in offers), default=0)
    return [one for one in offers if one.count == least]


def model_candidates(offers: Iterable[Offer]) -> list[Candidate]:
    """Each model once, with its best offer: what is in stock first, the cheapest first."""
    best: dict[str, Offer] = {}
    for one in sorted(offers, key=by_price):
        best.setdefault(one.model, one)
    return [Candidate(one.model, _offered(one)) for one in best.values()]


def _offered(offer: Offer) -> str:
    rate = f"{offer.rate}/h" if offer.rate is not None else ""
    machine = offer.gpus if offer.count else ""
    parts = (machine, rate, offer.where, "" if offer.available else "sold out")
    return " · ".join(part for part in parts if part)
