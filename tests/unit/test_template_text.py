"""The text of templates.toml: changed in one place at a time, and never for the worse."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.live.drafts import template_text
from mimiry_tui.live.drafts.template_text import NoChange, choose, put, read, remove, rename

BY_HAND = """\
# All of my launches

default = "nightly"
note = "for us, not for the program"

# runs at night
[[template]]
title = "nightly"
image = "torch:2.4"  # pinned, 2.5 is slow
max_duration = "4h"

# for looking around
[[template]]
title = "shell"
image = "ubuntu"
[template.criteria]
min_vram_gb = "40"  # enough for us

[other]
kept = true
"""

words = st.text(max_size=8)
names = st.one_of(st.sampled_from(("nightly", "shell", "a")), st.text(min_size=1, max_size=8))
fields = st.dictionaries(
    st.sampled_from(("image", "command", "name", "picks", "criteria", "environment", "ssh_enabled")),
    st.one_of(
        words,
        st.booleans(),
        st.lists(words, min_size=1, max_size=3),
        st.lists(st.dictionaries(names, words, min_size=1, max_size=2), min_size=1, max_size=3),
        st.dictionaries(names, st.lists(words, max_size=2), min_size=1, max_size=2),
    ),
    max_size=4,
)


def test_what_is_put_in_is_written_for_people() -> None:
    command = "pip install -r req.txt\npython train.py \\\n  --lr '3e-4'\t# fast"
    text = put(
        "", "train", {"image": "torch:2", "command": command, "picks": [{"model": "A"}, {"model": "B"}]}
    )
    assert text == (
        f"# {template_text.HEAD}\n\n"
        '[[template]]\ntitle = "train"\nimage = "torch:2"\n'
        f"command = '''\n{command}'''\n"
        'picks = [\n    {model = "A"},\n    {model = "B"},\n]\n'
    )


def test_a_change_leaves_everything_else_as_it_was_written() -> None:
    text = put(BY_HAND, "nightly", {"image": "torch:2.4", "max_duration": "6h"})
    assert text == BY_HAND.replace('"4h"', '"6h"')
    text = put(BY_HAND, "nightly", {"image": "torch:2.5", "max_duration": "4h", "count": "2"})
    added = 'image = "torch:2.5"  # pinned, 2.5 is slow\nmax_duration = "4h"\ncount = "2"\n'
    assert added in text
    assert read(text).templates["nightly"]["count"] == "2"
    assert "# for looking around" in text


def test_a_field_goes_where_it_belongs_also_after_a_table_written_by_hand() -> None:
    wanted = {"image": "ubuntu", "criteria": {"min_vram_gb": "40"}, "count": "2"}
    text = put(BY_HAND, "shell", wanted)
    assert read(text).templates["shell"] == wanted
    assert tomllib.loads(text)["other"] == {"kept": True}
    assert "# enough for us" in text


def test_a_new_one_comes_last_and_the_comments_stay() -> None:
    text = put(BY_HAND, "new", {"image": "cuda"})
    assert text.startswith(BY_HAND)
    assert list(read(text).templates) == ["nightly", "shell", "new"]


def test_one_goes_with_its_lines_and_the_comment_of_the_next_stays() -> None:
    text = remove(BY_HAND, "nightly")
    assert list(read(text).templates) == ["shell"]
    assert "torch" not in text
    assert "# runs at night" not in text
    assert "\n\n# for looking around\n[[template]]" in text
    assert "default" not in text, "it was the default"
    for kept in ('note = "for us, not for the program"', "[other]\nkept = true", "# enough for us"):
        assert kept in text


def test_a_command_that_looks_like_a_template_is_left_alone() -> None:
    text = put(put("", "a", {"command": "cat <<E\n[[template]]\nE"}), "b", {"image": "x"})
    assert read(remove(text, "b")).templates == {"a": {"command": "cat <<E\n[[template]]\nE"}}
    assert read(remove(text, "a")).templates == {"b": {"image": "x"}}


def test_the_last_one_goes_and_leaves_what_is_not_ours() -> None:
    text = remove(remove(BY_HAND, "shell"), "nightly")
    assert read(text).templates == {}
    assert tomllib.loads(text) == {"note": "for us, not for the program", "other": {"kept": True}}
    assert remove(put("", "a", {}), "a") == f"# {template_text.HEAD}\n"


def test_the_default_follows_a_new_name() -> None:
    text = rename(BY_HAND, "nightly", "daily")
    assert text == BY_HAND.replace('"nightly"', '"daily"')
    assert read(text).default == "daily"
    assert read(rename(BY_HAND, "shell", "sh")).default == "nightly"


def test_the_default_is_chosen_and_unchosen() -> None:
    assert choose(BY_HAND, "shell") == BY_HAND.replace('default = "nightly"', 'default = "shell"')
    without = choose(BY_HAND, "")
    assert without == BY_HAND.replace('default = "nightly"\n', "")
    assert read(choose(without, "shell")).default == "shell"
    first = choose('# about a\n[[template]]\ntitle = "a"\n', "a")
    assert first == 'default = "a"\n\n# about a\n[[template]]\ntitle = "a"\n'


def test_a_name_is_never_taken_from_another_and_none_is_made_up() -> None:
    with pytest.raises(NoChange, match="of that name already"):
        rename(BY_HAND, "nightly", "shell")
    with pytest.raises(NoChange, match="no template of that name any more"):
        rename(BY_HAND, "gone", "new")
    with pytest.raises(NoChange, match="no template of that name any more"):
        choose(BY_HAND, "gone")
    assert remove(BY_HAND, "gone") == BY_HAND


def test_what_is_no_toml_is_refused_with_its_line_and_without_its_words() -> None:
    calls: tuple[Callable[[str], object], ...] = (
        read,
        lambda text: put(text, "a", {}),
        lambda text: remove(text, "a"),
    )
    for call in calls:
        with pytest.raises(NoChange) as refusal:
            call('a = 1\nsecret = "hush\n')
        assert str(refusal.value) == "line 2 of templates.toml is not valid TOML"


@pytest.mark.parametrize("text", ["template = 5", "[template]\ntitle = 'a'", "template = [{title = 'a'}]"])
def test_where_templates_are_no_list_of_tables_nothing_is_read_and_nothing_is_changed(text: str) -> None:
    assert read(text).templates == {}
    with pytest.raises(NoChange, match="nothing can be added"):
        put(text, "a", {"image": "x"})


def test_odd_entries_are_passed_over() -> None:
    entries = ('image = "x"', "title = 7", 'title = "a"\nimage = 5', 'title = "a"\nimage = "second"')
    shelf = read("default = 5\n" + "".join(f"[[template]]\n{entry}\n" for entry in entries))
    assert (shelf.templates, shelf.default) == ({"a": {"image": 5}}, "")


def test_half_characters_are_written_as_question_marks() -> None:
    text = put("", "a", {"image": "half \ud800", "environment": [{"name": "\udc80"}]})
    assert read(text).templates["a"] == {"image": "half ?", "environment": [{"name": "?"}]}
    assert text.encode()


steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), names, fields),
        st.tuples(st.just("remove"), names, st.none()),
        st.tuples(st.just("rename"), names, names),
        st.tuples(st.just("choose"), names, st.none()),
    ),
    max_size=6,
)


@given(steps, st.sampled_from(("", BY_HAND)))
def test_whatever_is_done_the_file_says_what_was_done(steps: list[Any], begin: str) -> None:
    text, shelf = begin, read(begin)
    known, default = {name: dict(one) for name, one in shelf.templates.items()}, shelf.default
    for step, name, more in steps:
        if step == "put":
            text = put(text, name, more)
            known[name] = more
        elif step == "remove":
            text = remove(text, name)
            known.pop(name, None)
            default = "" if default == name else default
        elif name not in known or (step == "rename" and more in known and more != name):
            continue
        elif step == "rename":
            text = rename(text, name, more)
            known = {more if key == name else key: one for key, one in known.items()}
            default = more if default == name else default
        else:
            text = choose(text, name)
            default = name
        shelf = read(text)
        assert (dict(shelf.templates), shelf.default) == (known, default)
        assert tomllib.loads(text).get("other") == ({"kept": True} if begin else None)
