"""Variables as lines, however many were pasted."""

from __future__ import annotations

from mimiry_tui.domain.launching.draft import Variable
from mimiry_tui.ui.launch.environment_rows import EnvironmentRows


def lines(rows: EnvironmentRows) -> list[str]:
    return ["".join(part.content.plain for part in row) for row in rows.rows(60)]


def test_of_thousands_only_those_around_the_cursor_are_drawn() -> None:
    rows = EnvironmentRows(lambda what, index: None, lambda text: None)
    rows.show(tuple(Variable(f"N{number}", "x") for number in range(3000)), keeps=False)
    assert lines(rows)[0].startswith("N0 ")
    assert lines(rows)[50] == "1–50 of 3,000"
    assert lines(rows)[51].startswith("+ add")
    rows.go(2000)
    assert len(lines(rows)) == 52
    assert any(line.startswith("N2000 ") for line in lines(rows))
    rows.go(3000)
    assert lines(rows)[49].startswith("N2999 ")


def test_the_first_line_with_which_something_is_wrong_is_found() -> None:
    rows = EnvironmentRows(lambda what, index: None, lambda text: None)
    names = ("A", "B", "A", "2")
    rows.show(tuple(Variable(name, "x") for name in names), keeps=False)
    assert rows.trouble_at == 2
    assert "named twice" in lines(rows)[2]
    assert "named twice" not in lines(rows)[0]
