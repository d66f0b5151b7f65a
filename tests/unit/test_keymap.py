from __future__ import annotations

import pytest
from textual.app import App
from textual.binding import Binding
from textual.screen import Screen

import mimiry_tui.app  # noqa: F401  its bindings count too
from mimiry_tui.ui.key_checks import checked
from mimiry_tui.ui.key_scopes import _kinds, chains, declared, every_binding, homes_of
from mimiry_tui.ui.key_table import keys_table
from mimiry_tui.ui.keymap import all_binding_ids


def test_every_binding_has_an_id() -> None:
    for kind in _kinds():
        named = {key for bound in declared(kind) for key in bound.keys}
        assert named == _declared_keys(kind), kind


def _declared_keys(kind: type[object]) -> set[str]:
    return {binding.key for binding in Binding.make_bindings(kind.__dict__.get("BINDINGS", ()))}


def test_an_id_means_one_thing_wherever_it_stands() -> None:
    actions: dict[str, set[str]] = {}
    for bound in every_binding():
        actions.setdefault(bound.id, set()).add(bound.action)
    assert {name: told for name, told in actions.items() if len(told) > 1} == {}


def test_every_widget_with_keys_is_known_to_be_somewhere() -> None:
    widgets = [kind for kind in _kinds() if not issubclass(kind, (Screen, App))]
    assert widgets
    assert [kind for kind in widgets if not homes_of(kind)] == []
    screens = {kind.__name__ for kind in _kinds() if issubclass(kind, Screen)}
    shown = {name for kind in widgets for name in homes_of(kind)}
    assert shown <= screens


@pytest.mark.parametrize(
    ("entry", "used"),
    [
        ({"launch": "f5, n"}, {"launch": "f5,n"}),
        ({"help": "F1,?"}, {"help": "f1,question_mark"}),
        ({"zoom": "shift+h"}, {"zoom": "H"}),
        ({"volume.extend": "+"}, {"volume.extend": "plus"}),
        ({"zoom": "ctrl++"}, {"zoom": "ctrl+plus"}),
        ({"log.copy": "Y,ctrl+c"}, {"log.copy": "Y,ctrl+c"}),
        ({"zoom": "f7", "events": "z"}, {"zoom": "f7", "events": "z"}),
    ],
)
def test_keys_are_taken_as_people_write_them(entry: dict[str, str], used: dict[str, str]) -> None:
    assert checked(entry) == (used, ())


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"lanuch": "b"}, "keys.lanuch: there is no such action, did you mean launch?"),
        ({"no-such-thing-at-all": "b"}, "there is no such action"),
        ({"zoom": ""}, "no key is given"),
        ({"zoom": "foo"}, "'foo' is no key"),
        ({"zoom": "hold+b"}, "'hold+b' is no key"),
        ({"zoom": "n,"}, "'' is no key"),
        ({"zoom": "ctrl+c"}, "ctrl+c cannot be given away"),
        ({"zoom": "ctrl+i"}, "cannot tell it from tab"),
        ({"quit.alias": "b"}, "always a way out"),
        ({"launch.launch": "l"}, "l is needed for typing"),
        ({"launch": "z"}, 'z already is zoom ("This pane alone, and back") on the dashboard'),
        ({"table.mark": "s"}, "s already is ssh"),
        ({"log.mark": "l"}, "l already is logs"),
        ({"ending.yes": "q"}, "q already is ending.no"),
        ({"quit": "z"}, "z already is zoom"),
        ({"cheaper": "q"}, 'q already is quit ("Leave") on the dashboard'),
        ({"account.back": "question_mark"}, 'already is help ("The keys that work here") on the account'),
        ({"undo.anywhere": "ctrl+s"}, "ctrl+s already is"),
        ({"ending.yes": "alt+u"}, "alt+u already is undo.anywhere"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_reason(entry: dict[str, str], words: str) -> None:
    usable, problems = checked(entry)
    assert usable == {}
    assert len(problems) == 1
    assert words in str(problems[0])


def test_of_two_that_want_the_same_key_the_later_one_is_left_out() -> None:
    usable, problems = checked({"zoom": "f5", "events": "f5", "help": "f1"})
    assert usable == {"zoom": "f5", "help": "f1"}
    (problem,) = problems
    assert str(problem) == 'keys.events: f5 already is zoom ("This pane alone, and back") on the dashboard'


def test_keys_that_never_meet_may_be_the_same() -> None:
    # The form covers the dashboard: nothing of it is in reach there.
    assert checked({"launch.review": "f12", "zoom": "f12"})[1] == ()
    assert "launch.review" in all_binding_ids()


def test_what_shares_a_key_by_design_may_go_on_doing_so() -> None:
    met = [chain for chain in chains() if {"log.next", "launch"} <= {one.id for one in chain.bound}]
    assert met
    assert checked({"log.next": "n,f3"})[1] == ()


def test_the_table_of_keys_has_every_id_once() -> None:
    lines = keys_table().split("\n")
    ids = [line.split("`")[1] for line in lines[2:]]
    assert sorted(ids) == sorted(set(all_binding_ids()))
    zoom = next(line for line in lines if "| `zoom` |" in line)
    assert zoom == "| `zoom` | `z` | This pane alone, and back | on the dashboard |"
    # A bar in a cell would be the next cell.
    assert "`\\|`" in next(line for line in lines if "| `columns` |" in line)
