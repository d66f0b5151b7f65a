"""What the help says of a pane is about panes, columns and keys that exist."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from textual.binding import ActiveBinding, Binding
from textual.screen import ModalScreen, Screen

from mimiry_tui.ui.help.place import sentences_of
from mimiry_tui.ui.help.topics import TOPICS
from mimiry_tui.ui.key_scopes import _kinds
from mimiry_tui.ui.keymap import all_binding_ids

WHERE = (
    "ui.widgets.table_panes",
    "ui.widgets.volumes_pane",
    "ui.widgets.detail_pane",
    "ui.widgets.log.pane",
    "ui.session.book",
    "ui.screens.session",
    "ui.screens.account",
    "ui.screens.card",
    "ui.screens.collections",
    "ui.screens.fleet",
    "ui.screens.history",
    "ui.screens.offer",
    "ui.screens.form_launch",
    "ui.screens.launch",
    "ui.launch.image_section",
    "ui.launch.run_section",
    "ui.launch.storage_section",
)
"""Where the classes are that a topic can be about."""


def test_every_topic_is_about_a_class_there_is() -> None:
    known = {name for module in WHERE for name in vars(import_module(f"mimiry_tui.{module}"))}
    assert TOPICS.keys() <= known


def test_every_screen_that_help_is_called_from_is_told_about() -> None:
    """No key of a dialog asks for it. The dashboard is its panes, and the set-up explains itself."""
    screens = [kind for kind in _kinds() if issubclass(kind, Screen) and not issubclass(kind, ModalScreen)]
    told = {kind.__name__ for kind in screens if not kind.__subclasses__()}
    assert told - TOPICS.keys() == {"DashboardScreen", "SetupScreen"}


@pytest.mark.parametrize("name", TOPICS)
def test_every_key_in_a_sentence_is_one_there_is(name: str) -> None:
    named = {key for sentence in TOPICS[name].sentences for key in re.findall(r"\{([^}]*)\}", sentence)}
    assert named <= set(all_binding_ids())


def test_a_sentence_names_the_keys_as_they_are_now_and_goes_where_none_works() -> None:
    node: Screen[None] = Screen()

    def live(name: str, key: str, *, enabled: bool = True) -> ActiveBinding:
        return ActiveBinding(node, Binding(key, "x", id=name), enabled)

    topic = TOPICS["OffersPane"]
    bindings = [live("launch", "f5"), live("table.open", "enter"), live("offer.watch", "w", enabled=False)]
    said = [str(one) for one in sentences_of(topic, bindings)]
    assert "f5 opens the launch form with the offer under the cursor." in said
    assert len(said) == len(topic.sentences) - 1
    assert not [one for one in said if "into stock" in one]


@pytest.mark.parametrize("name", TOPICS)
def test_no_sentence_shows_a_name_where_a_key_belongs(name: str) -> None:
    node: Screen[None] = Screen()
    bindings = [ActiveBinding(node, Binding("f5", "x", id=one), True) for one in all_binding_ids()]
    said = [str(one) for one in sentences_of(TOPICS[name], bindings)]
    assert len(said) == len(TOPICS[name].sentences)
    assert not [one for one in said if "{" in one]
