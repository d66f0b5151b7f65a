"""Image references: taken apart, refused with the reason, and hinted at where they move."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.launching.image_reference import (
    ImageReference,
    parse_reference,
    reference_hint,
    why_not,
)

SHA = "sha256:" + "0af9" * 16


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ubuntu", ("", "ubuntu", "", "")),
        (" ubuntu:24.04 ", ("", "ubuntu", "24.04", "")),
        ("pytorch/pytorch:2.4.0", ("", "pytorch/pytorch", "2.4.0", "")),
        ("nvcr.io/nvidia/pytorch:24.01-py3", ("nvcr.io", "nvidia/pytorch", "24.01-py3", "")),
        ("localhost/x", ("localhost", "x", "", "")),
        ("registry.local:5000/a/b__c:T_1", ("registry.local:5000", "a/b__c", "T_1", "")),
        ("[::1]:5000/x:1", ("[::1]:5000", "x", "1", "")),
        (f"ghcr.io/a/b:1@{SHA}", ("ghcr.io", "a/b", "1", SHA)),
        (f"a@{SHA}", ("", "a", "", SHA)),
    ],
)
def test_a_reference_is_taken_apart(text: str, parts: tuple[str, str, str, str]) -> None:
    assert parse_reference(text) == ImageReference(*parts)
    assert why_not(text) == ""


def test_its_word_is_the_last_part_of_its_path() -> None:
    reference = parse_reference("nvcr.io/nvidia/pytorch:24.01-py3")
    assert reference is not None
    assert reference.word == "pytorch"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "name an image"),
        ("https://nvcr.io/x", "leave out https://"),
        ("docker://ubuntu", "leave out docker://"),
        ("two words", "an image has no spaces"),
        ("PyTorch/PyTorch:2", "image names are lower-case: pytorch/pytorch"),
        ("ubuntu:", "the tag after : is missing"),
        ("ubuntu:a/b", "is no registry"),
        ("ubuntu:-x", "-x is no tag"),
        ("ubuntu:" + "x" * 129, "is no tag"),
        ("ubuntu@", "the digest after @ is missing"),
        ("ubuntu@sha256:12", "a digest is sha256: and 64 hex digits"),
        ("nvcr.io/", "the image's name is missing"),
        ("a//b", "a//b is no image name"),
        ("-a", "-a is no image name"),
        ("a_-b", "a_-b is no image name"),
        ("bücher", "plain letters"),
        ("x\x1b[31m", "plain letters"),
        ("-.io/x", "-.io is no registry"),
        ("a/" * 130 + "b", "too long"),
    ],
)
def test_what_is_none_is_refused_with_the_reason(text: str, reason: str) -> None:
    assert reason in why_not(text)
    assert parse_reference(text) is None
    assert reference_hint(text) == ""


def test_a_moving_tag_gets_a_hint_and_a_pinned_one_none() -> None:
    assert reference_hint("ubuntu:latest") == "latest moves: pin a tag"
    assert "latest" in reference_hint("ubuntu")
    assert reference_hint("ubuntu:24.04") == ""
    assert reference_hint(f"ubuntu:latest@{SHA}") == ""


@given(st.text() | st.from_regex(r"[a-zA-Z0-9:/@._-]{0,40}", fullmatch=True))
def test_any_text_is_a_reference_or_has_a_reason(text: str) -> None:
    reference = parse_reference(text)
    assert (reference is None) == bool(why_not(text))
    if reference is not None:
        joined = f"{reference.registry}/{reference.path}" if reference.registry else reference.path
        joined += f":{reference.tag}" if reference.tag else ""
        joined += f"@{reference.digest}" if reference.digest else ""
        assert joined == text.strip()
