"""Going from section to section of a form, as in the launch form."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical

from mimiry_tui.ui.forms.form_section import FormSection


class SectionKeys(Vertical):
    """What holds the sections of a form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+down", "go_on(1)", "section", id="form.section.next", show=False,
                tooltip="The next section"),
        Binding("ctrl+up", "go_on(-1)", "section", id="form.section.previous", show=False,
                tooltip="The section before"),
        *(
            Binding(f"alt+{number}", f"go_to({number})", f"section {number}", id=f"form.section.{number}",
                    show=False, tooltip=f"Go to section {number}")
            for number in range(1, 10)
        ),
    ]  # fmt: skip

    sections: tuple[FormSection, ...]

    @abstractmethod
    def focus_field(self, key: str) -> bool:
        """Put the cursor into that field; False where it is not shown."""

    def action_go_to(self, number: int) -> None:
        """Put the cursor into that section, counted as its headline says."""
        if 1 <= number <= len(self.sections) and self.sections[number - 1].display:
            box = next(box for box in self.sections[number - 1].boxes if box.display)
            self.focus_field(box.field.key)

    def action_go_on(self, step: int) -> None:
        """Put the cursor into a neighbouring section."""
        there = [one for one in self.sections if one.display]
        inside = (place for place, one in enumerate(there) if one.has_focus_within)
        place = next(inside, -step if step > 0 else 0)
        if there:
            self.action_go_to(self.sections.index(there[(place + step) % len(there)]) + 1)
