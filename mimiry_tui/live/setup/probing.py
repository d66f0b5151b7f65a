"""Which instance of a service answers: all are asked at once what everybody may ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.clouds.registration import Instance
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.settings import Profile

PATIENCE_SECONDS = 12.0
"""For the whole answer of one instance; nobody waits longer at a first start."""


@dataclass(frozen=True, slots=True)
class InstanceAnswer:
    """How one instance answered."""

    instance: Instance
    ok: bool
    offers: int
    """How many it offers; 0 where it did not answer."""
    words: str
    """Why not, for people; "" where it answered. Foreign text."""
    seconds: float
    """From asking to the answer."""


async def probe(
    kind: str,
    clock: Clock,
    *,
    instances: Sequence[Instance] | None = None,
    told: Callable[[InstanceAnswer], None] | None = None,
) -> tuple[InstanceAnswer, ...]:
    """The answers of the instances known of a kind of cloud, or of those given, in their order.

    `told` hears each answer when it comes. No key is used. Never raises.
    """
    from mimiry_tui.clouds.registry import known_instances

    wanted = known_instances(kind) if instances is None else tuple(instances)

    async def one(instance: Instance) -> InstanceAnswer:
        answer = await _asked(kind, instance, clock)
        if told is not None:
            told(answer)
        return answer

    return tuple(await asyncio.gather(*(one(instance) for instance in wanted)))


def first_that_answers(answers: Sequence[InstanceAnswer]) -> InstanceAnswer | None:
    """The one to propose: the first that answered, one with offers before one without."""
    answered = [answer for answer in answers if answer.ok]
    return next((answer for answer in answered if answer.offers), answered[0] if answered else None)


async def _asked(kind: str, instance: Instance, clock: Clock) -> InstanceAnswer:
    from mimiry_tui.clouds.registry import open_cloud

    profile = Profile(
        name=instance.name,
        api_base=instance.api_base,
        api_base_source="setup",
        key_path=None,
        key_source="",
        cloud=kind,
        read_only=True,
    )
    began = clock.monotonic()
    cloud = await asyncio.to_thread(open_cloud, profile, clock)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            page = await cloud.offers()
    except CloudError as error:
        return InstanceAnswer(instance, False, 0, str(error), clock.monotonic() - began)
    except TimeoutError:
        words = f"no answer within {PATIENCE_SECONDS:.0f} s"
        return InstanceAnswer(instance, False, 0, words, clock.monotonic() - began)
    finally:
        await cloud.aclose()
    offers = sum(not isinstance(item, Unreadable) for item in page.items)
    return InstanceAnswer(instance, True, offers, "", clock.monotonic() - began)
