"""Whoever tells of a key asks the key map for it: settings may have given the action another one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import mimiry_tui.ui
from mimiry_tui.ui.key_scopes import every_binding
from mimiry_tui.ui.widgets.key_bar import key_label

SOURCES = sorted(Path(mimiry_tui.ui.__path__[0]).rglob("*.py"))
DECLARING = frozenset({"Binding", "_key", "_way", "key_now", "key_of"})
"""Calls in which a key is not told, but given or asked for."""

TOLD = re.compile(
    r"\b(?:ctrl|alt)\+[a-z0-9]\b|\besc\b"
    r"|(?:^|[,;:·] |\bpress |\bwith |\bor )[b-zB-Z] (?:on |of |to |in )?(?:[a-z]+s|here|for|again)\b"
)
"""A key in a sentence: "esc leaves it", "y copies them", "press r for another"."""


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node


def told(tree: ast.AST) -> Iterator[str]:
    """The texts with more than a word in them that are neither documentation nor keys of a binding."""
    passed: set[int] = set()
    for name, call in calls(tree):
        if name in DECLARING:
            passed |= {id(inner) for inner in ast.walk(call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield node.value
    for name, call in calls(tree):
        for hint in call.args if name == "key_hints" else ():
            if isinstance(hint, ast.Tuple) and isinstance(hint.elts[0], ast.Constant):
                yield " ".join(map(ast.unparse, hint.elts)).replace("'", "")


def test_no_sentence_has_a_key_of_its_own() -> None:
    found = [
        f"{path.name}: {text}"
        for path in SOURCES
        if path.name != "key_checks.py"  # which tells what a key may be
        for text in told(ast.parse(path.read_text()))
        if " " in text.strip() and "{" not in text and TOLD.search(text)
    ]
    assert found == []


def test_a_key_that_is_told_is_the_one_its_binding_has_by_itself() -> None:
    usual: dict[str, set[str]] = {}
    for one in every_binding():
        usual.setdefault(one.id, set()).add(key_label(one.keys[0]))
    asked = []
    for path in SOURCES:
        for name, call in calls(ast.parse(path.read_text())):
            first = call.args[0] if call.args else None
            if name == "key_now" and isinstance(first, ast.Constant):
                key = call.args[1]
                if isinstance(key, ast.Constant):
                    asked.append((str(first.value), str(key.value)))
    assert asked
    assert [one for one in asked if one[1] not in usual.get(one[0], ())] == []
