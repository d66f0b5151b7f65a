"""What speaks against a declared form: the rules of its fields, of its service and of this machine."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.doing.forms import Choice, Field, FieldKind, Form, Note, Role, Weight
from mimiry_tui.ui.forms.field_box import label_cells, plain_label
from mimiry_tui.ui.forms.judged import NEEDED, doubt_of, is_sendable, judged, meant, shown
from mimiry_tui.ui.forms.launch_view import files_of, launch_view, mask, with_name
from mimiry_tui.ui.forms.picks import offer_picks
from mimiry_tui.ui.launch.form_row import LABEL_CELLS
from tests.support.examples import examples
from tests.support.fake_extras import FakeExtras
from tests.support.form_app import a_picture
from tests.support.own_form_app import MACHINES

FORM = Form(
    "f",
    "A form",
    (
        Field("script", "script", FieldKind.AREA, required=True, role=Role.SCRIPT),
        Field("name", "name", FieldKind.LINE, role=Role.NAME),
        Field("limit", "at most", FieldKind.LENGTH),
        Field("gb", "disk", FieldKind.NUMBER),
        Field("keeps", "persistent", FieldKind.SWITCH),
        Field("awake", "always on", FieldKind.SWITCH, shown_if="keeps"),
        Field("since", "since when", FieldKind.LINE, shown_if="awake"),
        Field("env", "environment", FieldKind.PAIRS),
        Field("token", "token", FieldKind.LINE, is_secret=True),
        Field("files", "files", FieldKind.FILES),
    ),
)


def test_a_field_that_hangs_on_a_hidden_one_is_neither_shown_nor_sent() -> None:
    values = {"awake": "yes", "since": "monday", "script": "true"}
    assert {"awake", "since"}.isdisjoint(field.key for field in shown(FORM, values))
    assert meant(FORM, values) == {"script": "true"}
    assert meant(FORM, values | {"keeps": "yes"}) == values | {"keeps": "yes"}


def test_what_is_wrong_comes_before_what_the_service_says_and_emptiness_comes_last() -> None:
    service = {"limit": Note("costs more", Weight.CARE), "": Note("ephemeral", Weight.FINE)}
    notes = judged(FORM, {"limit": "soon", "gb": "2x"}, service, {})
    assert notes["limit"].weight is Weight.WRONG
    assert notes["gb"] == Note("digits only")
    assert notes["script"] == Note(NEEDED)
    assert notes[""] == Note("ephemeral", Weight.FINE)
    assert not is_sendable(notes)
    fine = judged(FORM, {"limit": "4h", "gb": "2", "script": "true"}, service, {})
    assert fine["limit"] == Note("costs more", Weight.CARE)
    assert is_sendable(fine)


def test_machines_are_ordered_by_what_is_paid_for_all_their_gpus_and_the_sold_out_are_last() -> None:
    assert [one.value for one in offer_picks(MACHINES)] == [MACHINES[at].id for at in (0, 2, 1, 3)]


def test_variables_have_names_and_each_of_them_once() -> None:
    assert judged(FORM, {"script": "x", "env": "A=1\nB=2"}, {}, {}) == {}
    assert (
        judged(FORM, {"script": "x", "env": "A=1\nA=2"}, {}, {})["env"].words == "one of them is named twice"
    )
    assert not is_sendable(judged(FORM, {"script": "x", "env": "1A=1"}, {}, {}))


def test_a_variable_without_a_value_needs_care_since_drafts_keep_only_names() -> None:
    note = judged(FORM, {"script": "x", "env": "WANDB=\nEPOCHS=10"}, {}, {})["env"]
    assert note == Note("no value: WANDB", Weight.CARE)


def test_what_is_not_offered_any_more_is_doubted_but_not_refused() -> None:
    offer, image = Field("o", "machine", FieldKind.OFFER), Field("i", "image", FieldKind.CHOICE)
    here, sold_out = MACHINES[0].id, MACHINES[3].id
    assert doubt_of(offer, here, MACHINES, None) is None
    for value in (sold_out, "gone"):
        doubt = doubt_of(offer, value, MACHINES, None)
        assert doubt is not None
        assert doubt.weight is Weight.CARE
    assert doubt_of(offer, "gone", (), None) is None, "nobody knows the market yet"
    assert doubt_of(image, "old", (), None) is None
    known = doubt_of(image, "old", (), [Choice("new", "new")])
    assert known is not None
    assert "old" in known.words


@given(st.text(max_size=40), st.text(min_size=1, max_size=40))
@settings(max_examples=examples(50))
def test_no_secret_is_in_what_is_shown(name: str, secret: str) -> None:
    secret = "~~" + "".join(secret.split()) + "~~"
    name = "".join(name.replace("=", "").split()) or "A"
    hidden, count = mask(FORM, {"env": f"{name}={secret}", "token": secret, "script": "true"})
    assert count == 2
    assert secret not in "".join(hidden.values())
    assert hidden["script"] == "true"
    assert hidden["env"].startswith(f"{name}=")


def test_a_session_without_a_name_gets_one_unless_it_is_the_users_to_give() -> None:
    picture = a_picture()
    assert with_name(FORM, {"script": "python train.py"}, picture)["name"] == "train"
    assert with_name(FORM, {"script": "echo hello"}, picture)["name"] == "f"
    assert with_name(FORM, {"name": "mine"}, picture)["name"] == "mine"
    needed = Form("f", "", (Field("name", "name", FieldKind.LINE, required=True, role=Role.NAME),))
    assert with_name(needed, {}, picture) == {}


def test_where_no_machines_are_listed_no_price_waits_for_one_to_be_chosen() -> None:
    values = {"script": "true"}
    view = launch_view(FORM, values, {}, FakeExtras(), a_picture(), MACHINES, has_prices=True)
    assert view.no_price == "no prices can be asked for, so none is known"


def test_files_are_those_of_every_field_of_files() -> None:
    assert files_of(FORM, {"files": "~/a\n~/b", "name": "c"}) == "~/a\n~/b"
    assert files_of(FORM, {}) == ""


def test_labels_are_small_and_their_column_as_wide_as_they_need_within_bounds() -> None:
    assert [plain_label(one) for one in ("Script", "SSH keys", "name", "X")] == [
        "script",
        "SSH keys",
        "name",
        "x",
    ]
    assert label_cells(["name"]) == LABEL_CELLS
    assert label_cells(["x" * 80]) < 24
