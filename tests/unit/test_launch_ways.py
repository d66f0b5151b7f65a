"""By what a cloud lets one launch, and what its own form begins with."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from mimiry_tui.clouds.base import Capability
from mimiry_tui.clouds.extras import NoExtras
from mimiry_tui.domain.doing.forms import Field, FieldKind, Form, Role
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.live.account import Account
from mimiry_tui.live.launches.book import Book, Intent, Outcome, Verdict
from mimiry_tui.ui.forms.form_start import Start
from mimiry_tui.ui.forms.own_form import start_with
from mimiry_tui.ui.launch_ways import launches_containers, why_no_launch
from tests.support.clock import EPOCH, ManualClock
from tests.support.fake_cloud import FakeCloud
from tests.support.fake_extras import RUN, FakeExtras
from tests.support.own_form_app import MACHINES, OWN_FORMS

BOX = Form("box", "New box", (Field("disk", "disk", FieldKind.LINE, role=Role.VOLUME),))
TRAIN = build_session(id="s1", name="train", state="started", command="python train.py")


def an_account(book: Book | None = None) -> Account:
    """An account whose launches are those in the book."""
    cloud = FakeCloud(ManualClock(), OWN_FORMS)
    cloud.extras = FakeExtras()
    store = SimpleNamespace(sessions={"s1": TRAIN})
    return cast(Account, SimpleNamespace(cloud=cloud, launches=book or Book(), store=store))


def test_a_cloud_says_why_nothing_can_be_launched() -> None:
    containers = FakeCloud(ManualClock())
    assert launches_containers(containers)
    assert why_no_launch(containers) == ""
    own: Any = FakeCloud(ManualClock(), OWN_FORMS)
    assert not launches_containers(own)
    own.extras = NoExtras()
    assert why_no_launch(own) == "this service has no form to launch by"
    own.extras = FakeExtras()
    assert why_no_launch(own) == ""
    shut = FakeCloud(ManualClock(), OWN_FORMS - {Capability.LAUNCH})
    assert why_no_launch(shut) == "there are no launch here"


def test_a_copy_has_what_launched_it_before_what_records_tell_and_a_name_of_its_own() -> None:
    told = start_with(an_account(), TRAIN, copy=True)
    assert told is not None
    assert (told.form, told.values) == ("run", {"name": "train-2", "script": "python train.py"})
    book = Book()
    values = (("name", "train"), ("script", "python train.py --fast"))
    book.add(
        [
            Intent("i", EPOCH, "train", "", cast(Any, None), form="run", values=values),
            Outcome("i", EPOCH, Verdict.ACCEPTED, "s1"),
        ]
    )
    known = start_with(an_account(book), TRAIN, copy=True)
    assert known is not None
    assert known.values == {"name": "train-2", "script": "python train.py --fast"}
    assert "fast" not in repr(known), "a script may hold secrets"


def test_a_form_that_the_cloud_has_no_more_is_copied_by_what_records_tell() -> None:
    book = Book()
    book.add(
        [
            Intent("i", EPOCH, "train", "", cast(Any, None), form="gone", values=(("x", "y"),)),
            Outcome("i", EPOCH, Verdict.ACCEPTED, "s1"),
        ]
    )
    start = start_with(an_account(book), TRAIN, copy=True)
    assert start is not None
    assert start.form == "run"


def test_what_one_launches_upon_chooses_the_form_that_has_a_field_for_it() -> None:
    offer = start_with(an_account(), MACHINES[0])
    assert offer == Start(offer=MACHINES[0].id)
    forms = (RUN, BOX)
    assert Start(offer="o").form_of(forms, "box") is RUN
    assert Start(volume="v").form_of(forms, "run") is BOX
    assert Start().form_of(forms, "box") is BOX
    assert Start("run").form_of(forms, "box") is RUN
    assert Start("gone").form_of(forms, "box") is BOX
    assert Start(volume="v").values_for(BOX, {"other": "x"}) == {"other": "x", "disk": "v"}
    assert Start(offer="o").values_for(RUN, None) == {"disk_gb": "2", "offer": "o"}
    assert Start("run", {"script": "true"}).values_for(RUN, {"name": "left"}) == {"script": "true"}
