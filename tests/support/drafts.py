"""Any state that the launch form can be in, likely or not (hypothesis strategies)."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import strategies as st

from mimiry_tui.domain.launch import PRIORITIES
from mimiry_tui.domain.launching.draft import AutoTerminate, Criteria, Draft, MountWish, Pick, Variable
from mimiry_tui.domain.launching.picture import Picture
from tests.support.pictures import KEY_LINE, a_session, a_volume, known

_ODD = ("", " ", "\0", "\ud800", "\x1b[31m", "a\nb", "‮x", "a" * 70, "null", "0", "-1", "é")


def _texts(*likely: str) -> st.SearchStrategy[str]:
    return st.sampled_from(likely * 3 + _ODD) | st.text(st.characters(exclude_categories=()), max_size=20)


_models = _texts("A100_80G_SXM", "T4", "H100")
_providers = _texts("verda", "acme")
_locations = _texts("FIN-01", "FIN-03", "US-1")
_counts = _texts("1", "2", " 8 ", "1.5", "٣", "9999999999999")
_picks = st.builds(Pick, _models, _providers, _locations)
_criteria = st.builds(
    Criteria,
    st.lists(_texts("A100", "H100"), max_size=3).map(tuple),
    st.lists(_texts("SXM", "PCIe"), max_size=2).map(tuple),
    _texts("80", "24 GB", "999999"),
    st.lists(st.sampled_from((*PRIORITIES, "COLOUR")), max_size=3).map(tuple),
    _counts,
)
_names = _texts("ckpt", "data", "held")
_wishes = st.builds(
    MountWish,
    st.sampled_from(["", "v-ckpt", "v-data", "v-held", "v-gone"]),
    _names,
    _texts("/data", "/ckpt/", "/", "x"),
)
drafts: st.SearchStrategy[Draft] = st.builds(
    Draft,
    by_criteria=st.booleans(),
    picks=st.lists(_picks, max_size=3).map(tuple),
    criteria=_criteria,
    count=_counts,
    provider=st.none() | _providers,
    location=st.none() | _locations,
    image=_texts("nvcr.io/nvidia/pytorch:24.01-py3", "ubuntu", "a b"),
    has_command=st.booleans(),
    command=_texts("python train.py", "a\r\nb"),
    name=_texts("train"),
    environment=st.lists(st.builds(Variable, _texts("A", "B_1"), _texts("v")), max_size=3).map(tuple),
    keep_values=st.booleans(),
    ssh_enabled=st.booleans(),
    mounts=st.lists(_wishes, max_size=3).map(tuple),
    auto_terminate=st.none() | st.sampled_from(AutoTerminate),
    max_duration=_texts("4h", "90 min", "0.001s"),
    max_price=_texts("2.50", "€3", "0.000001", "1e9", "nan"),
    org_id=_texts("o-1"),
)

right_drafts: st.SearchStrategy[Draft] = st.builds(
    Draft,
    by_criteria=st.booleans(),
    picks=st.lists(st.builds(Pick, st.sampled_from(["T4", "H100"]), st.just("verda")), min_size=1).map(tuple),
    criteria=st.builds(
        Criteria,
        families=st.just(("A100",)),
        min_vram_gb=st.sampled_from(["", "80"]),
        priority=st.sampled_from([(), ("PRICE", "VRAM")]),
        max_attempts=st.sampled_from(["", "3"]),
    ),
    count=st.sampled_from(["1", "8"]),
    image=st.just("ubuntu:24.04"),
    has_command=st.booleans(),
    command=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(
        lambda text: f"x{text}"
    ),
    environment=st.dictionaries(
        st.from_regex(r"[A-Z_]{1,5}", fullmatch=True),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
        max_size=3,
    ).map(lambda pairs: tuple(Variable(name, value) for name, value in pairs.items())),
    ssh_enabled=st.booleans(),
    mounts=st.sampled_from([(), (MountWish("v-ckpt", "ckpt", "/ckpt"),)]),
    auto_terminate=st.none() | st.sampled_from(AutoTerminate),
    max_duration=st.sampled_from(["", "4h", "1"]),
    max_price=st.sampled_from(["", "2.50", "0.0001"]),
)
"""Forms that can be launched, with every character where any is allowed."""

_FIELDS = [field.name for field in fields(Draft)]
nearly_right_drafts: st.SearchStrategy[Draft] = st.builds(
    lambda right, wild, names: replace(right, **{name: getattr(wild, name) for name in names}),
    right_drafts,
    drafts,
    st.sets(st.sampled_from(_FIELDS), min_size=1, max_size=3),
)
"""Forms that could be launched but for a few fields."""

pictures: st.SearchStrategy[Picture] = st.builds(
    lambda trouble, key_line: known(
        volumes=(
            a_volume("ckpt"),
            a_volume("data", "FIN-01"),
            a_volume("held", attached_to="s-train"),
        ),
        sessions=(a_session("train"),),
        volumes_trouble=trouble,
        key_line=key_line,
    ),
    st.sampled_from(["", "timed out"]),
    st.sampled_from([KEY_LINE, f" {KEY_LINE}\n", ""]),
)
