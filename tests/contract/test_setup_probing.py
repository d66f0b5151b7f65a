"""Asking the known instances which of them answers."""

from __future__ import annotations

from mimiry_tui.clouds.registration import Instance
from mimiry_tui.clouds.registry import known_instances
from mimiry_tui.live.setup.probing import InstanceAnswer, first_that_answers, probe
from tests.support.scripted_server import Reply, scripted_server
from tests.support.simulator import simulator
from tests.support.skipping_clock import SkippingClock


def answered(name: str, offers: int, *, ok: bool = True) -> InstanceAnswer:
    return InstanceAnswer(Instance(name, f"https://{name}.example"), ok, offers, "" if ok else "gone", 0.1)


async def test_all_are_asked_at_once_and_the_one_that_answers_is_found() -> None:
    told: list[str] = []
    async with scripted_server() as dead, scripted_server() as page, simulator() as cloud:
        dead.give(Reply(reset=True))
        page.give(Reply(200, b"<title>Coming soon</title>"))
        instances = [
            Instance("dead", dead.url),
            Instance("page", page.url),
            Instance("alive", cloud.base_url),
        ]
        answers = await probe(
            "mimiry",
            SkippingClock(),
            instances=instances,
            told=lambda answer: told.append(answer.instance.name),
        )
        assert [(answer.instance.name, answer.ok) for answer in answers] == [
            ("dead", False),
            ("page", False),
            ("alive", True),
        ]
        assert answers[0].words.startswith("Connection lost")
        assert "Coming soon" in answers[1].words
        assert answers[2].offers > 5
        assert answers[2].words == ""
        assert first_that_answers(answers) == answers[2]
        assert sorted(told) == ["alive", "dead", "page"]
        assert not any("authorization" in seen.headers for seen in (*dead.seen, *page.seen))


def test_one_with_offers_is_proposed_before_one_without() -> None:
    empty, full, later = answered("empty", 0), answered("full", 3), answered("later", 9)
    assert first_that_answers([answered("dead", 0, ok=False), empty, full, later]) == full
    assert first_that_answers([empty]) == empty
    assert first_that_answers([answered("dead", 0, ok=False)]) is None


def test_the_known_instances_come_in_the_order_to_try_them() -> None:
    assert [instance.name for instance in known_instances("mimiry")] == ["softlaunch", "alpha"]
    assert all(instance.api_base.startswith("https://") for instance in known_instances("mimiry"))
    assert known_instances("unheard-of") == ()
