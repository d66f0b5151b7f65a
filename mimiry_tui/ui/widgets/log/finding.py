"""What a log view knows of the search in it, and how it says so."""

from __future__ import annotations

from mimiry_tui.clock import Clock
from mimiry_tui.ui.widgets.log.base import LogBase
from mimiry_tui.ui.widgets.log.find_words import Finding, complaint_parts, finding_parts
from mimiry_tui.ui.widgets.part_line import Part


class FindingLog(LogBase):
    """A log view that has something to look for."""

    def __init__(self, clock: Clock, *, id: str | None = None) -> None:
        super().__init__(clock, id=id)
        self.find_text = ""
        self.is_regex = False
        self.match_case = False
        self.complaint = ""
        """Why nothing is looked for, or what is wrong with another answer, in words."""

    def close_prompt(self) -> None:
        """Go back to the log; what was wrong with an answer concerns nobody any more."""
        self.complaint = ""
        super().close_prompt()

    def finding(self) -> list[Part]:
        if self.prompt.display and self.prompt.purpose != "search":
            return complaint_parts(self.complaint)
        return finding_parts(
            Finding(
                text=self.find_text,
                typing=self.prompt.display,
                complaint=self.complaint,
                search=self.source.search,
                current=self.canvas.current,
                filtered=self.source.filtered,
                match_case=self.match_case,
                is_regex=self.is_regex,
            )
        )
