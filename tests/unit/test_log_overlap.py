"""What counts as new in a window that slides over a log."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.logs import overlap as log_overlap
from mimiry_tui.domain.logs.overlap import Gap, Merged
from tests.support.log_service import LogService

TAIL = 6
few_texts = st.sampled_from(["", "a", "b", "step"])
bursts = st.lists(st.tuples(st.lists(few_texts, max_size=5), st.booleans()), max_size=12)
"""What is printed between two questions: lines of one moment or another, often alike."""


def lines(text: str) -> list[str]:
    return text.split()


def stamped(text: str) -> list[str]:
    """Words like "3a": printed at second 3, the text is "a"."""
    return [f"2026-06-08T12:00:0{word[0]}.000Z {word[1:]}" for word in text.split()]


def merge(known: list[str], window: list[str], **options: bool) -> tuple[Sequence[str], Gap | None]:
    """What is new, and the gap before it."""
    return log_overlap.merge(known, window, **options)[:2]


class Reader:
    """Keeps what the merge says is new, as the follower does."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.known: list[str] = []
        self.gaps: list[tuple[int, Gap]] = []

    def take(self, window: list[str], *, is_full: bool) -> Merged:
        merged = log_overlap.merge(self.known, window, is_full=is_full)
        if merged.gap is not None:
            self.gaps.append((len(self.seen), merged.gap))
            self.known = []
        self.seen += merged.new
        self.known = [*self.known, *merged.new][-TAIL:]
        return merged


def poll(reader: Reader, service: LogService) -> Merged:
    window = service.window(TAIL)
    return reader.take(window, is_full=len(window) == TAIL)


@given(bursts)
def test_nothing_is_lost_or_repeated_while_windows_with_stamps_overlap(
    printed: list[tuple[list[str], bool]],
) -> None:
    service, reader = LogService(), Reader()
    log: list[str] = []
    for number, (texts, same_moment) in enumerate(printed):
        # A number in one text of each burst: else a window of equal lines of one moment says nothing.
        named = [f"{number}.{place} {text}" for place, text in enumerate(texts)]
        log += service.print(*named, after=0 if same_moment else 0.002)
        poll(reader, service)
    assert reader.seen == log
    assert not reader.gaps


@given(st.lists(st.lists(st.integers(0, 10**9).map(str), max_size=12), max_size=10), st.booleans())
def test_a_gap_is_marked_exactly_where_windows_did_not_meet(printed: list[list[str]], stamps: bool) -> None:
    service, reader = LogService(stamps), Reader()
    expected = 0
    for number, texts in enumerate(printed):
        service.print(*(f"{number}/{place} {text}" for place, text in enumerate(texts)))
        expected += len(texts) >= TAIL
        poll(reader, service)
    assert [line for line in service.lines if line in reader.seen] == reader.seen
    assert len(reader.gaps) == expected


@given(st.lists(st.lists(few_texts, max_size=3), max_size=10))
def test_lines_alike_without_stamps_are_never_doubled_and_never_lost_while_the_whole_log_is_seen(
    printed: list[list[str]],
) -> None:
    service, reader = LogService(stamps=False), Reader()
    for texts in printed:
        service.print(*texts)
        whole = len(service.lines) <= TAIL
        poll(reader, service)
        assert len(reader.seen) <= len(service.lines)
        if whole:
            assert reader.seen == service.lines


@given(bursts, st.booleans())
def test_the_answers_together_explain_every_line(printed: list[tuple[list[str], bool]], stamps: bool) -> None:
    """Whatever lines look alike: after each answer, the end of what was kept is the answer itself."""
    service, reader = LogService(stamps), Reader()
    for texts, same_moment in printed:
        service.print(*texts, after=0 if same_moment else 0.002)
        window = service.window(TAIL)
        poll(reader, service)
        assert reader.seen[len(reader.seen) - len(window) :] == window


@given(bursts, bursts)
def test_a_log_that_starts_over_with_stamps_is_followed_from_its_first_line(
    before: list[tuple[list[str], bool]], after: list[tuple[list[str], bool]]
) -> None:
    service, reader = LogService(), Reader()
    log: list[str] = []
    for part, bursts_of_it in enumerate((before, after)):
        for number, (texts, _) in enumerate(bursts_of_it):
            log += service.print(*(f"{number} {place} {text}" for place, text in enumerate(texts)))
            poll(reader, service)
        if part == 0:
            service.start_over()
    assert reader.seen == log
    kinds = [gap for _, gap in reader.gaps]
    began_over = any(texts for texts, _ in before) and any(texts for texts, _ in after)
    assert kinds == ([Gap.STARTED_OVER] if began_over else [])


@given(st.data())
def test_answers_that_repeat_or_delay_lines_or_are_old_cost_nothing(data: st.DataObject) -> None:
    service, reader = LogService(), Reader()
    trick, older = "", service.window(TAIL)
    for number in range(data.draw(st.integers(1, 8))):
        service.print(f"line {number}")
        window = service.window(TAIL)
        # Old twice in a row, and the window has moved on when it is seen again.
        tricks = ["as it is", "replayed"] if trick == "old" else ["as it is", "replayed", "old"]
        trick = data.draw(st.sampled_from(tricks))
        if trick == "old":
            window = older
        elif trick == "replayed" and len(window) > 2:
            # One line alone said twice may have been printed twice.
            start = data.draw(st.integers(0, len(window) - 2))
            end = data.draw(st.integers(start + 2, len(window)))
            window = [*window[:end], *window[start:]]
        older = service.window(TAIL)
        reader.take(window, is_full=False)
    reader.take(service.window(TAIL), is_full=False)
    assert reader.seen == service.lines
    assert not reader.gaps


@pytest.mark.parametrize(
    ("known", "window", "new"),
    [
        ("a b c", "b c d e", "d e"),
        ("a b c", "a b c", ""),
        ("a a a", "a a a a", "a"),
        ("b c", "a b c d", "d"),
        ("a b c d e", "b c d", ""),
        ("a b a b", "a b a b c", "c"),
        ("u x x x", "x x x x", "x"),
    ],
)
def test_a_window_is_laid_along_what_is_known(known: str, window: str, new: str) -> None:
    assert merge(lines(known), lines(window), is_full=len(window) > 6) == (lines(new), None)


def test_the_first_window_is_all_new_and_says_when_more_came_before() -> None:
    assert merge([], lines("a b"), is_full=False) == (lines("a b"), None)
    assert merge([], lines("a b"), is_full=True) == (lines("a b"), Gap.BEFORE)
    assert merge(lines("a"), [], is_full=False) == ((), None)


def test_windows_apart_are_a_gap_and_a_short_one_means_that_the_log_started_over() -> None:
    assert merge(lines("a b"), lines("x y"), is_full=True) == (lines("x y"), Gap.MOVED_ON)
    assert merge(lines("a b"), lines("x y"), is_full=False) == (lines("x y"), Gap.STARTED_OVER)


def test_a_line_that_came_late_is_taken_and_what_surrounds_it_is_not_repeated() -> None:
    assert merge(stamped("1a 2b 4d"), stamped("1a 2b 3c 4d 5e")) == (stamped("3c 5e"), None)


def test_a_second_line_of_the_same_moment_and_text_is_another_line() -> None:
    assert merge(stamped("1a 2b"), stamped("2b 2b 3c")) == (stamped("2b 3c"), None)


def test_stamps_that_stop_coming_do_not_make_known_lines_new() -> None:
    assert merge(stamped("1a 2b 3c"), lines("b c d")) == (lines("d"), None)
    assert merge(lines("a b c"), stamped("2b 3c 4d")) == (stamped("4d"), None)


def test_a_line_taken_before_its_end_is_taken_again_once_it_has_grown() -> None:
    assert merge(lines("a lo"), lines("a loss b"), is_open=True) == (lines("loss b"), None)
    assert merge(lines("a lo"), lines("a loss b")) == (lines("a loss b"), Gap.MOVED_ON)
    grown = log_overlap.merge(stamped("1a 2lo"), stamped("2loss"), is_open=True)
    assert grown == (stamped("2loss"), None, True)
    assert log_overlap.without_stubs(stamped("1a 2lo 2loss 3lossy")) == stamped("1a 2loss 3lossy")
    assert log_overlap.without_stubs(lines("a ab abc")) == lines("abc")


@given(st.lists(few_texts, max_size=40), st.lists(few_texts, max_size=40), st.booleans(), st.booleans())
def test_any_two_windows_can_be_merged(
    known: list[str], window: list[str], is_full: bool, is_open: bool
) -> None:
    new, _ = merge(known, window, is_full=is_full, is_open=is_open)
    assert list(new) == window[len(window) - len(new) :]
