"""What the documents say of keys, settings, commands and layers is what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mimiry_tui.settings.schema import schema_text
from mimiry_tui.ui.key_checks import checked
from tests.support import docs, docs_keys, docs_layers, docs_screens

_MARK = re.compile(r"<!-- generated: ([a-z-]+) -->")


@pytest.mark.parametrize("path", docs.documents(), ids=lambda path: path.name)
def test_a_document_says_what_the_code_says(path: Path) -> None:
    text = path.read_text("utf-8")
    # Python releases break the lines of usages differently.
    assert docs.filled(text).split() == text.split(), "make docs"


def test_the_schema_beside_the_settings_is_the_codes() -> None:
    assert docs.SCHEMA_FILE.read_text("utf-8") == schema_text(), "make docs"


def test_every_part_that_can_be_generated_stands_in_a_document() -> None:
    marks = [mark for path in docs.documents() for mark in _MARK.findall(path.read_text("utf-8"))]
    assert sorted(marks) == sorted(docs.PARTS)


def test_what_a_part_held_before_is_replaced_whole() -> None:
    old = "a\n<!-- generated: layers -->\nwrong\n<!-- end -->\nb\n"
    assert (
        docs.filled(old) == f"a\n<!-- generated: layers -->\n\n{docs_layers.picture()}\n\n<!-- end -->\nb\n"
    )


def test_the_table_of_keys_in_the_readme_has_every_key_of_the_dashboard() -> None:
    table = docs_keys.dashboard_table()
    known = docs_keys.dashboard_bindings()
    assert {name for row in docs_keys.ROWS for name in row} <= set(known)
    assert len(known) > 40
    for one in known.values():
        assert docs_keys.shown(one.keys) in table


def test_the_long_table_has_every_binding() -> None:
    text = (docs.ROOT / "docs" / "keys.md").read_text("utf-8")
    missing = [one.id for one in docs_keys.bindings() if f"`{one.id}` |" not in text]
    assert missing == []


def test_the_example_of_other_keys_can_be_used() -> None:
    import tomllib

    text = (docs.ROOT / "docs" / "keys.md").read_text("utf-8")
    example = text.partition("```toml\n")[2].partition("```")[0]
    keys = tomllib.loads(example)["keys"]
    assert keys
    assert checked(keys)[1] == ()


def test_every_layer_is_told_in_words() -> None:
    named = {name for layer in docs_layers.layers() for name in layer}
    parts = (docs.ROOT / "mimiry_tui").glob("[!_]*")
    there = {path.stem for path in parts if path.is_dir() or path.suffix == ".py"}
    assert named == set(docs_layers.WORDS) == there


def test_what_is_said_together_is_said_once() -> None:
    assert docs_keys.together(["The session's log", "The session's events"]) == "The session's log; events"
    assert docs_keys.together(["Leave", "Leave"]) == "Leave"
    assert docs_keys.together(["Launch a session", "Launch a copy"]) == "Launch a session; launch a copy"


def test_every_picture_is_in_the_gallery() -> None:
    assert set(docs_screens.pictures()) == {path.stem for path in docs_screens.FOLDER.glob("*.svg")}
