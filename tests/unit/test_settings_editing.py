"""Edits of TOML text: the one change, in a good place, and nothing else touched."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.settings import SettingsError
from mimiry_tui.settings.editing import with_setting, without_setting, without_table
from mimiry_tui.settings.options import OPTIONS
from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.settings.profile_editing import with_profile, without_profile
from mimiry_tui.settings.profiles import ProfileColour, ProfileEntry
from mimiry_tui.settings.reading import read_settings
from mimiry_tui.settings.toml_text import TomlError, parse_toml

SIZE = ("look", "size")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "[look]\nsize = 2\n"),
        ("# mine", "# mine\n\n[look]\nsize = 2\n"),
        ("[look]\nsize = 1 # mine\n", "[look]\nsize = 2 # mine\n"),
        ("[look]\n  size  =  1\t# mine", "[look]\n  size  =  2\t# mine"),
        ("[look]\n# a\n#size = 5\n# b\n", "[look]\n# a\nsize = 2\n# b\n"),
        ("[look]\n#size = 3\n#size =  5  # mine\na = 1", "[look]\n#size = 3\nsize = 2  # mine\na = 1"),
        ("[look]\n#size = 3\n#size = 55\n# b\n", "[look]\n#size = 3\n#size = 55\nsize = 2\n# b\n"),
        ("[look]\n#size = 5 did not do\n", "[look]\n#size = 5 did not do\nsize = 2\n"),
        ("[look]\na = 1\n\n# of b\n[b]\n#size = 1\n", "[look]\na = 1\nsize = 2\n\n# of b\n[b]\n#size = 1\n"),
        ("[look]\n#[other]\n#size = 1\n", "[look]\nsize = 2\n#[other]\n#size = 1\n"),
        ("[look]\na = '''\n#size = 1\n'''\n", "[look]\na = '''\n#size = 1\n'''\nsize = 2\n"),
        ("look.a = 1 # mine\nb = 2\n", "look.a = 1 # mine\nlook.size = 2\nb = 2\n"),
        ("look.size = 1 # mine\n", "look.size = 2 # mine\n"),
        ("look = { a = 1, size = 1 } # mine\n", "look = { a = 1, size = 2 } # mine\n"),
        ("[look.deep]\na = 1\n", "[look.deep]\na = 1\n\n[look]\nsize = 2\n"),
        ("[look]\nsize = [ # old\n 1,\n]\n# mine\n", "[look]\nsize = 2\n# mine\n"),
        ("a = 1\n['look']\n", "a = 1\n['look']\nsize = 2\n"),
    ],
)
def test_a_value_goes_where_a_person_would_put_it(before: str, after: str) -> None:
    assert with_setting(before, SIZE, "2", default="5") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# mine\n[look]\nsize = 1 # why\na = 1\n", "# mine\n[look]\n#size = 5 # why\na = 1\n"),
        ("[look]\nsize = [\n 1, # a\n]\n# mine\n", "[look]\n#size = 5\n# mine\n"),
        ("look.size = 1\nlook.a = 1\n", "look.a = 1\n"),
        ("look.size = 1\n# mine\n", "# mine\n"),
        ("[look]\na = 1\n", "[look]\na = 1\n"),
        ("look = 5\n", "look = 5\n"),
        ("", ""),
    ],
)
def test_a_value_leaves_its_default_behind_where_that_can_stand(before: str, after: str) -> None:
    assert without_setting(before, SIZE, "5") == after


def test_a_table_in_braces_stays_one() -> None:
    text = with_setting("look = { a = 1 } # mine\n", SIZE, "2")
    assert text.replace(" ", "") == "look={a=1,size=2}#mine\n"
    assert without_setting(text, SIZE, "5").replace(" ", "") == "look={a=1}#mine\n"


def test_the_first_setting_outside_of_tables_goes_above_them() -> None:
    assert with_setting("# top\n\n[a]\n", ("profile",), '"x"') == 'profile = "x"\n\n# top\n\n[a]\n'
    assert with_setting("b = 1 # b\n[a]\n", ("profile",), '"x"') == 'b = 1 # b\nprofile = "x"\n[a]\n'


def test_a_table_goes_with_those_in_it_and_comments_around_it_stay() -> None:
    text = "# a\n[p.a]\nx = 1\n# in\ny = 2\n\n# b\n[p.b] # b\n\n[p.a.deep]\nz = 1\n# end\n"
    assert without_table(text, ("p", "a")) == "# a\n\n# b\n[p.b] # b\n\n# end\n"


def test_the_only_table_of_its_kind_goes() -> None:
    assert without_table("a = 1\n\n[p.a]\nx = 1\n", ("p", "a")) == "a = 1\n"


@pytest.mark.parametrize("text", ["look = 5\n", "[[look]]\na = 1\n"])
def test_what_stands_in_the_way_is_not_overwritten(text: str) -> None:
    with pytest.raises(SettingsError):
        with_setting(text, SIZE, "2")


def test_a_table_within_braces_is_left_to_an_editor() -> None:
    with pytest.raises(SettingsError, match="only an editor can change"):
        without_table("p = { a = { x = 1 } }\n", ("p", "a"))


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(["1", "-2.5", "true", "nan", '"x"', "'''\n# no comment\n[look]\n'''", '"a = 1 # b"']),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda held: f"[{', '.join(held)}]")
        | st.lists(inner, max_size=2).map(
            lambda held: "{ " + ", ".join(f"k{place} = {value}" for place, value in enumerate(held)) + " }"
        )
    ),
    max_leaves=4,
)
KEYS = st.sampled_from(
    ["a", "size", "theme", "look", "'a.b'", '"ü"', "profiles", "refresh", "a.size", "look.a"]
)
HEADERS = st.sampled_from(
    [
        "[look]",
        "[ look . deep ]",
        "[a]",
        "[refresh]",
        "[[list]]",
        "[profiles.a]",
        "[profiles.'b c']",
        "['look.x']",
    ]
)
COMMENTS = st.sampled_from(["# note", "#size = 7", '#theme = ""', "", "   # [look]", "#[a]"])
LINES = (
    st.tuples(KEYS, VALUES, st.sampled_from(["", " # why", "\t#size = 1"])).map(
        lambda made: f"{made[0]} = {made[1]}{made[2]}"
    )
    | HEADERS
    | COMMENTS
)
DOCUMENTS = st.lists(LINES, max_size=10).map("\n".join)
PATHS = st.sampled_from(
    [SIZE, ("look", "theme"), ("a",), ("profiles", "b c", "key"), ("new", "x"), ("keys", "a.b")]
)


@given(DOCUMENTS, PATHS, VALUES)
def test_any_edit_changes_that_one_value_and_keeps_every_comment(
    text: str, path: tuple[str, ...], value: str
) -> None:
    try:
        before = parse_toml(text)
        changed = with_setting(text, path, value)
    except (TomlError, SettingsError):
        return
    said: Any = parse_toml(changed)
    for key in path:
        said = said[key]
    assert repr(said) == repr(parse_toml(f"x = {value}")["x"])
    assert _others(parse_toml(changed), path) == _others(before, path)
    assert _kept(text) == _kept(changed)
    again = without_setting(changed, path, "0")
    assert _others(parse_toml(again), path) == _others(before, path)
    assert set(_kept(text)) <= set(_kept(again))


@given(
    DOCUMENTS,
    st.sampled_from(["a", "b.c", "new"]),
    st.sampled_from(["", "alpha"]),
    st.sampled_from(ProfileColour),
    st.booleans(),
)
def test_any_profile_that_is_written_is_read_back_and_goes_again(
    text: str, name: str, instance: str, colour: ProfileColour, read_only: bool
) -> None:
    entry = ProfileEntry(name, instance=instance, colour=colour, read_only=read_only)
    try:
        before = read_settings(text)
        changed = with_profile(text, entry)
        gone = without_profile(changed, name)
    except (TomlError, SettingsError):
        return
    after = read_settings(changed)
    found = [each for each in after.profiles if each.name == name]
    # What the table had besides may keep it from being a profile; it is not for this program to remove.
    assert found == [entry] or any(f"profiles.{name}" in problem.setting for problem in after.problems)
    assert after.preferences == before.preferences == read_settings(gone).preferences
    assert all(each.name != name for each in read_settings(gone).profiles)


@given(st.text() | DOCUMENTS | st.text("[]{}=.,'\"\\#\n\r\t a1é\u202e\x00"))
def test_no_text_makes_reading_fail(text: str) -> None:
    settings = read_settings(text)
    assert all(str(problem).isprintable() for problem in settings.problems)
    assert all(
        problem.line is None or 1 <= problem.line <= text.count("\n") + 1 for problem in settings.problems
    )


@given(st.data())
def test_any_value_for_one_setting_leaves_the_others_as_they_are(data: st.DataObject) -> None:
    option = data.draw(st.sampled_from(OPTIONS))
    value = data.draw(VALUES)
    other = "offers = 45" if option.table == "refresh" else "[refresh]\noffers = 45"
    own = f"[{option.table}]\n{option.key} = {value}\n"
    text = f"{own}{other}\n" if option.name != "refresh.offers" else own
    settings = read_settings(text)
    if option.name != "refresh.offers":
        assert settings.preferences.refresh.offers == 45
    assert [problem.line for problem in settings.problems] in ([], [2])
    if settings.problems:
        rest = replace(settings.preferences.refresh, offers=30.0)
        assert replace(settings.preferences, refresh=rest) == Preferences()


def _others(data: dict[str, Any], path: tuple[str, ...]) -> str:
    """Everything but what a path leads to, and but empty tables on the way to it."""
    inner: Any = data
    for key in path[:-1]:
        inner = inner.get(key, {})
    inner.pop(path[-1], None)
    for depth in range(len(path) - 1, 0, -1):
        inner = data
        for key in path[: depth - 1]:
            inner = inner.get(key, {})
        if inner.get(path[depth - 1]) == {}:
            del inner[path[depth - 1]]
    return repr(sorted(data.items()))


def _kept(text: str) -> list[str]:
    """The lines that are comments, but for those in texts."""
    return sorted(line for line in text.split("\n") if line.startswith("#") and line != "# no comment")
