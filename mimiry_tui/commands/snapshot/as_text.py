"""A look in plain sentences, one fact after the other, as a screen reader speaks it.

No frames, no columns, and no sign that means something without a word beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.commands.snapshot.figures import Figures
from mimiry_tui.commands.snapshot.trouble import short_words
from mimiry_tui.domain.conventions import time_of_day
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer, cheapest, short_model
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import cost_so_far
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.domain.words import phase_words
from mimiry_tui.live.once import Look
from mimiry_tui.live.store import Resource

_NAMES = {
    Resource.SESSIONS: "live sessions",
    Resource.ENDED: "ended sessions",
    Resource.VOLUMES: "volumes",
    Resource.BALANCE: "balance",
    Resource.QUOTAS: "quotas",
    Resource.OFFERS: "prices",
}
_ENDED_SHOWN = timedelta(days=1)


def text_of(look: Look, figures: Figures, profile_name: str, now: datetime) -> str:
    """All of it with a line end; `now` is aware, in the reader's zone."""
    return "".join(f"{line}\n" for line in _lines(look, figures, profile_name, now))


def spoken(duration: timedelta) -> str:
    """A length of time in words: "2 hours 14 minutes", "3 days 4 hours", "less than a minute"."""
    minutes = max(0, int(duration.total_seconds())) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "day"), (hours, "hour"), (minutes if not days else 0, "minute")]
    said = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in parts if count]
    return " ".join(said) or "less than a minute"


def _lines(look: Look, figures: Figures, profile_name: str, now: datetime) -> Iterator[str]:
    yield f"Account {safe_text(profile_name)}, {now:%A} {now.day} {now:%B %Y}, {time_of_day(now)}."
    yield from _summary(look, figures, now)
    for session in look.live:
        yield _session(session, look.at)
    for session in look.past:
        if session.finished_at is not None and look.at - session.finished_at < _ENDED_SHOWN:
            yield _past(session, look.at)
    yield from (_volume(volume, look.live) for volume in look.stored)
    if Resource.OFFERS in look.answered:
        yield _offers(look.offered)
    yield from _troubles(look)
    for why in dict.fromkeys(look.why_not.values()):
        if why:
            yield _sentence(safe_text(f"{why[:1].upper()}{why[1:]}"))


def _summary(look: Look, figures: Figures, now: datetime) -> Iterator[str]:
    if figures.counts is not None:
        yield f"Sessions: {', '.join(figures.counts.words)}."
    if figures.burn:
        least = "" if figures.burn_is_whole else "at least "
        yield f"Everything that runs costs {least}{_sums(figures.burn)} per hour."
    if figures.spent_today:
        yield f"Spent today: about {_sums(figures.spent_today)}."
    if look.balance.value is not None:
        lasts = ""
        if figures.lasts is not None:
            end = now + figures.lasts
            day = "today" if end.date() == now.date() else f"{end:%A} {end.day} {end:%B %Y}"
            lasts = f", lasts about {spoken(figures.lasts)}, until {day} at {time_of_day(end)}"
        yield f"Balance: {look.balance.value.money}{lasts}."


def _session(one: Session, now: datetime) -> str:
    facts = [_named(one), f"{_phase(one)}{_for_how_long(one, now)}", *_machine(one)]
    facts += [safe_text(mark, 40) for mark in one.marks]
    if one.got.rate is not None:
        facts.append(f"{one.got.rate} per hour")
    return ", ".join([*facts, *_cost(one, now, "so far")]) + "."


def _past(one: Session, now: datetime) -> str:
    assert one.finished_at is not None
    ago = f"ended {spoken(now - one.finished_at)} ago"
    facts = [_named(one), ago, _phase(one), *_machine(one), *_cost(one, now, "in all")]
    return ", ".join(facts) + "."


def _named(one: Session) -> str:
    return f"Session {safe_text(one.name or one.id, 80)}"


def _phase(one: Session) -> str:
    return safe_text(phase_words(one)).replace(" · ", ", ")


def _for_how_long(one: Session, now: datetime) -> str:
    since = one.started_at or one.created_at
    return "" if since is None else f", {spoken(now - since)} since it was {_began(one)}"


def _began(one: Session) -> str:
    return "started" if one.started_at is not None else "asked for"


def _machine(one: Session) -> list[str]:
    times = f"{one.asked.gpu_count} times " if one.asked.gpu_count > 1 else ""
    gpu = f"{times}{safe_text(short_model(one.gpu))}" if one.gpu else ""
    return [part for part in (gpu, f"at {safe_text(one.where)}" if one.where else "") if part]


def _cost(one: Session, now: datetime, when: str) -> list[str]:
    cost = cost_so_far(one, now)
    if cost is None:
        return []
    return [f"{'about ' if cost.estimated else ''}{cost.money} {when}"]


def _volume(one: Volume, sessions: Iterable[Session]) -> str:
    names = {session.id: session.name or session.id for session in sessions}
    facts = [f"Volume {safe_text(one.name or one.id, 80)}"]
    if one.size_gb is not None:
        facts.append(f"{one.size_gb} gigabytes")
    if one.where:
        facts.append(f"at {safe_text(one.where)}")
    held = f" to {safe_text(names.get(one.attached_to, one.attached_to), 80)}" if one.attached_to else ""
    facts.append(f"{one.status.value}{held}")
    if one.rate is not None:
        facts.append(f"{one.rate} per hour")
    return ", ".join(facts) + "."


def _offers(offers: tuple[Offer, ...]) -> str:
    best = cheapest(offers)
    count = f"{len(offers)} offer{'' if len(offers) == 1 else 's'}"
    if best is None or best.rate is None:
        return f"GPUs: {count}, none available."
    where = f" at {safe_text(best.where)}" if best.where else ""
    together = f" and GPU, {best.count} GPUs together" if best.count > 1 else ""
    return (
        f"GPUs: {count}, the cheapest available one is "
        f"{safe_text(best.machine or short_model(best.model))}{where} for {best.rate} per hour{together}."
    )


def _troubles(look: Look) -> Iterator[str]:
    """What could not be read: one sentence for each cause, in the order of the resources."""
    causes: dict[str, tuple[CloudError, list[str]]] = {}
    for resource in _NAMES:
        error = look.answer(resource).error if resource in look.wanted else None
        if error is not None:
            causes.setdefault(str(error), (error, []))[1].append(_NAMES[resource])
    for error, names in causes.values():
        says_more = str(error) != error.title
        detail = f": {safe_text(error.detail)}" if says_more else ""
        hint = f" What helps: {_sentence(safe_text(error.hint))}" if error.hint else ""
        yield _sentence(f"Could not read {', '.join(names)}: {short_words(error)}{detail}") + hint
    bad = _unreadable(look)
    if bad:
        yield f"Records that came and could not be read: {bad}."


def _sentence(text: str) -> str:
    """The text with the end that it has, or a full stop."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _unreadable(look: Look) -> int:
    kept = len(look.live) + len(look.past) + len(look.stored)
    came = sum(
        len(page.items) for page in (look.sessions.value, look.ended.value, look.volumes.value) if page
    )
    return came - kept


def _sums(monies: Iterable[Money]) -> str:
    return " and ".join(str(money) for money in monies)
