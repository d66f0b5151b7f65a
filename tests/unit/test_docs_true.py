"""What the documents claim holds: their links lead somewhere, their commands can be typed."""

from __future__ import annotations

import argparse
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from mimiry_tui.clouds.registry import kind_names
from mimiry_tui.commands.table import SUBCOMMANDS, find
from mimiry_tui.settings.reading import read_settings
from mimiry_tui.ui.themes.reading import theme_of
from tests.support import docs, docs_screens
from tests.support.docs_commands import parser_of

_LINK = re.compile(r"\]\((?!https?://|mailto:)([^)\s]+)\)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
_CODE = re.compile(r"```(?P<language>\w*)\n(?P<block>.*?)```|`(?P<span>[^`\n]+)`", re.DOTALL)
_OURS = re.compile(r"mimiry-tui(?P<words>(?: [^|&;)`#]*)?)")
_TARGET = re.compile(r"^make ([a-z]+)", re.MULTILINE)


def _text(path: Path) -> str:
    return path.read_text("utf-8")


@pytest.mark.parametrize("path", docs.documents(), ids=lambda path: path.name)
def test_every_link_leads_to_a_file(path: Path) -> None:
    gone = []
    for link in _LINK.findall(_text(path)):
        name, _, anchor = link.partition("#")
        target = path.parent / name if name else path
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            gone.append(link)
    assert gone == []


def _anchors(path: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", _text(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_picture_is_shown_with_words() -> None:
    shown = [one for path in docs.documents() for one in _PICTURE.findall(_text(path))]
    assert all(words for words, _ in shown)
    assert {Path(link).stem for _, link in shown} == set(docs_screens.pictures())


def _commands(path: Path) -> Iterator[list[str]]:
    """What is typed after `mimiry-tui` in code and shell blocks, but where something was left out.

    In a sentence the name of a subcommand alone is its name, and nothing to type.
    """
    for code in _CODE.finditer(_text(path)):
        if code["language"] not in (None, "sh"):
            continue
        for line in (code["span"] or code["block"]).splitlines():
            for call in _OURS.finditer(line.partition(" #")[0]):
                words = shlex.split(call["words"].replace('"', " "))
                is_name = code["span"] and len(words) == 1 and find(words[0]) is not None
                if "…" not in call[0] and not is_name:
                    yield words


def _parsed(words: list[str]) -> None:
    """Raises SystemExit for what the program would refuse."""
    subcommand = find(words[0]) if words else None
    if subcommand is None and words and not words[0].startswith("-"):
        raise SystemExit(f"no such command: {words[0]}")
    parser: argparse.ArgumentParser = parser_of(subcommand.name if subcommand else "")
    parser.parse_args(words[1:] if subcommand else words)


def test_every_command_in_the_documents_can_be_typed() -> None:
    calls = [words for path in docs.documents() for words in _commands(path)]
    assert len(calls) > 10
    for words in calls:
        try:
            _parsed(words)
        except SystemExit as refused:
            if refused.code:  # 0 for --help and --version
                pytest.fail(f"mimiry-tui {shlex.join(words)}")


@pytest.mark.parametrize("words", [["doctr"], ["--lines"], ["doctor", "--yaml"], ["ssh-config"]])
def test_a_command_that_is_none_would_be_noticed(words: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        _parsed(words)
    assert refused.value.code != 0


def test_every_subcommand_is_in_the_readme() -> None:
    text = _text(docs.ROOT / "README.md")
    assert [one.name for one in SUBCOMMANDS if f"`mimiry-tui {one.name}`" not in text] == []


def test_every_target_of_make_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", _text(docs.ROOT / "Makefile"), re.MULTILINE))
    for path in docs.documents():
        named = {
            name
            for code in _CODE.finditer(_text(path))
            for name in _TARGET.findall(code["span"] or code["block"] or "")
        }
        assert named <= targets, path


def test_every_example_of_settings_can_be_used() -> None:
    for path in docs.documents():
        for code in _CODE.finditer(_text(path)):
            if code["language"] == "toml":
                assert _problems(code["block"]) == (), code["block"]


def _problems(example: str) -> tuple[object, ...]:
    if "[tones]" in example:
        return theme_of(tomllib.loads(example), "mine")[1]
    return read_settings(example, kind_names()).problems


def test_the_oldest_python_named_is_the_oldest_that_is_taken() -> None:
    project = tomllib.loads(_text(docs.ROOT / "pyproject.toml"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    assert f"Python {oldest} or newer" in _text(docs.ROOT / "README.md")
    extras = set(re.findall(r"'\.\[([a-z,]+)\]'", _text(docs.ROOT / "README.md")))
    assert extras
    assert all(set(named.split(",")) <= set(project["optional-dependencies"]) for named in extras)


def test_no_document_names_a_path_of_one_machine() -> None:
    for path in docs.documents():
        assert not re.search(r"/(?:home|Users|root|work|tmp)/", _text(path)), path
