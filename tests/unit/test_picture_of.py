"""One moment's picture out of the store: complete, cheap, and the same object while nothing changes."""

from __future__ import annotations

import gc
from datetime import timedelta
from decimal import Decimal
from weakref import ref

from mimiry_tui.clouds.errors import ServerTrouble, TimedOut
from mimiry_tui.domain.account import Balance, Quota
from mimiry_tui.domain.launching.picture import KeyFacts, Picture
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.volumes import build_volume
from mimiry_tui.live.picture import picture_of
from mimiry_tui.live.store import Health, Resource, Store
from tests.support.clock import EPOCH, ManualClock
from tests.support.fake_cloud import FakeCloud

KEY = KeyFacts("~/.ssh/mimiry")
ODD = Unreadable("odd", "no object", b"1")


def an_offer(location: str, vram_gb: int | None = 80) -> Offer:
    return Offer("A100_80G", "A100", "A100", "SXM", vram_gb, "verda", location, Money(Decimal("1.29")), True)


def seen(store: Store) -> Picture:
    return picture_of(store, FakeCloud(ManualClock()), KEY, EPOCH)


def filled() -> Store:
    store = Store()
    offers = [an_offer("FIN-01"), an_offer("FIN-03"), an_offer("CPU", None)]
    store.update_offers({**{offer.id: offer for offer in offers}, "odd": ODD})
    store.update_sessions({"s": build_session(id="s", name="train"), "odd": ODD})
    store.update_volumes({"v": build_volume(id="v", name="ckpt"), "odd": ODD})
    return store


def test_it_holds_what_can_be_read_and_has_a_gpu() -> None:
    store = filled()
    store.balance = Balance(Money(Decimal(50)))
    store.quotas = (Quota("concurrent_sessions", 2, 1),)
    picture = seen(store)
    assert [offer.location for offer in picture.offers.value] == ["FIN-01", "FIN-03"]
    assert [session.id for session in picture.sessions.value] == ["s"]
    assert [volume.id for volume in picture.volumes.value] == ["v"]
    assert (picture.balance.value, picture.quotas.value) == (store.balance, store.quotas)
    assert (picture.now, picture.key, picture.read_only) == (EPOCH, KEY, False)
    assert picture.minimum_volume_gb == {"verda": 100}


def test_before_any_answer_everything_is_empty_and_says_so() -> None:
    picture = seen(Store())
    for reading in (picture.offers, picture.sessions, picture.volumes, picture.quotas):
        assert (reading.value, reading.as_of, reading.trouble) == ((), None, "")
    assert (picture.balance.value, picture.balance.as_of) == (None, None)


def test_what_could_not_be_asked_is_named_in_words_and_keeps_its_age() -> None:
    store = filled()
    earlier = EPOCH - timedelta(seconds=90)
    store.set_health(Resource.OFFERS, Health(as_of=earlier, error=TimedOut("secret of a server")))
    store.set_health(Resource.BALANCE, Health(error=ServerTrouble(status=503)))
    store.set_health(Resource.VOLUMES, Health(as_of=EPOCH))
    picture = seen(store)
    assert (picture.offers.trouble, picture.offers.age(EPOCH)) == ("timed out", timedelta(seconds=90))
    assert picture.balance.trouble == "service trouble 503"
    assert (picture.volumes.trouble, picture.volumes.as_of) == ("", EPOCH)


def test_what_did_not_change_is_the_very_same_object() -> None:
    store = filled()
    first, second = seen(store), seen(store)
    assert second.offers.value is first.offers.value
    assert second.sessions.value is first.sessions.value
    assert second.volumes.value is first.volumes.value
    store.update_sessions({"t": build_session(id="t")})
    third = seen(store)
    assert [session.id for session in third.sessions.value] == ["s", "t"]
    assert third.offers.value is first.offers.value


def test_an_equal_record_that_is_another_object_is_news() -> None:
    store = filled()
    before = seen(store).volumes.value
    again = build_volume(id="v", name="ckpt")
    store.update_volumes({"v": again})
    after = seen(store).volumes.value
    assert after[0] is again
    assert after is not before
    store.update_volumes({}, ("v",))
    assert seen(store).volumes.value == ()


def test_two_stores_do_not_mix_and_none_is_held() -> None:
    one, other = filled(), Store()
    assert seen(one).offers.value
    assert seen(other).offers.value == ()
    gone = ref(one)
    del one
    gc.collect()
    assert gone() is None
