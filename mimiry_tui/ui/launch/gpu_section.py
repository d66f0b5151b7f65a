"""Which GPU: offers picked in order of preference, or what one must be like; how many, and where."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message

from mimiry_tui.clock import Clock
from mimiry_tui.domain.launching.draft import Field, Pick
from mimiry_tui.ui.launch import gpu_edits
from mimiry_tui.ui.launch.asking import Asked, AskingEdge
from mimiry_tui.ui.launch.chips import Chips
from mimiry_tui.ui.launch.framed import FramedSection
from mimiry_tui.ui.launch.gpu_criteria import CriteriaForm
from mimiry_tui.ui.launch.gpu_figures import CriteriaFigures
from mimiry_tui.ui.launch.gpu_filter import OfferFilter
from mimiry_tui.ui.launch.gpu_place import PlaceLine
from mimiry_tui.ui.launch.gpu_rows import OfferRow, changed_rows, grounds_of_rows, offer_rows
from mimiry_tui.ui.launch.gpu_table import OfferTable, rows_shown
from mimiry_tui.ui.launch.gpu_words import no_offers, offers_counted, refusal, sentence, switch, trouble
from mimiry_tui.ui.launch.kept import Kept
from mimiry_tui.ui.launch.one_of import OneOf
from mimiry_tui.ui.launch.pending import Pending
from mimiry_tui.ui.launch.section import View
from mimiry_tui.ui.launch.stepper import Stepper
from mimiry_tui.ui.launch.words_line import Note, Words
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.part_line import Part
from mimiry_tui.ui.widgets.table.canvas import HEADER


class WatchToggled(Message):
    """An offer is to be watched, or not any more."""

    def __init__(self, offer_id: str) -> None:
        super().__init__()
        self.offer_id = offer_id


class GpuSection(FramedSection):
    """The offers table inside the form, or the criteria; count, and the hints for the place."""

    NUMBER: ClassVar[int] = 1
    NAME: ClassVar[str] = "GPU"
    FIELDS: ClassVar[tuple[Field, ...]] = (Field.GPU, Field.COUNT, Field.PLACE)
    DEFAULT_CSS = """
    GpuSection {
        FramedBody { padding: 0; }
        #launch-gpu-top { height: 1; margin: 0 1; }
        #launch-filter-label { width: 10; }
        Note, PlaceLine, CriteriaForm, OneOf { margin: 0 1; }
        #launch-count { margin-left: 2; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "switch_mode", "offers/criteria", id="gpu.mode",
                tooltip="Pick offers, or say what a GPU must be like"),
    ]  # fmt: skip

    def __init__(self, clock: Clock, *, id: str = "launch-gpu") -> None:
        super().__init__(id=id)
        self.foot = AskingEdge("bottom")
        self.table = OfferTable(clock, self._to_filter)
        self.filter = OfferFilter(self._filter_by, self._leave_filter)
        self.criteria = CriteriaForm()
        self.count = Stepper("count", digits=True, id="launch-count")
        self.place = PlaceLine()
        self._label = Words(toned("filter", "dim"), id="launch-filter-label")
        self.figures = CriteriaFigures()
        self.criteria.display = self.figures.display = False
        self._sentence = OneOf()
        self._trouble = Note()
        self._refusal = Note()
        self._mode = Pending(self.edit)
        self._view: View | None = None
        self._rows: dict[str, OfferRow] = {}
        self._kept_rows: Kept[dict[str, OfferRow]] = Kept()
        self._watched: frozenset[str] = frozenset()
        self._shown_rows = 0
        self._is_placed = False

    def fields(self) -> ComposeResult:
        with Horizontal(id="launch-gpu-top"):
            yield self._label
            yield self.filter
            yield self.figures
            yield self.count
        yield self.table
        yield self.criteria
        yield self.place
        yield self._sentence
        yield self._trouble
        yield self._refusal

    def on_mount(self) -> None:
        self._fit()

    # What is shown

    def show(self, view: View) -> None:
        first = self._view is None
        self._view = view
        draft = view.draft
        self._show_rows(first)
        if not self._mode.is_busy:
            self._show_mode(draft.by_criteria)
        self.criteria.show(view)
        self.figures.show(view)
        problem = view.preflight.problem(Field.COUNT)
        self.count.show(draft.count, draft.count or "–", tone="bad" if problem else "bright")
        self.place.show(view)
        self._sentence.say(sentence(view))
        self._trouble.say(trouble(view))
        self._refusal.say(refusal(view, self.FIELDS))

    def show_watched(self, offer_ids: Collection[str]) -> None:
        """These offers are watched."""
        watched = frozenset(offer_ids)
        if watched != self._watched:
            self._watched = watched
            if self._view is not None:
                self._show_rows()

    def focus_field(self, field: Field) -> bool:
        if field is Field.COUNT:
            self.go(self.count)
        elif field is Field.PLACE and self.place.stop is not None:
            self.go(self.place.stop)
        elif field in self.FIELDS:
            self.go(self._first_of_mode())
        return field in self.FIELDS

    def on_resize(self, event: events.Resize) -> None:
        self._fit()
        if self._rows and not self._is_placed and self.table.size.height == HEADER + self._shown_rows:
            # Only now it is known which offers are in view from the top.
            self._is_placed = True
            self.table.scroll_to(y=0, animate=False, force=True)
            self.table.move_to(self.table.cursor_id or "")

    def _show_rows(self, first: bool = False) -> None:
        assert self._view is not None
        view, before = self._view, self._rows
        grounds = grounds_of_rows(view, self._watched)
        self._rows = self._kept_rows.made_of(grounds, lambda: offer_rows(view, self._watched))
        if self._rows is not before:
            gone = [offer_id for offer_id in before if offer_id not in self._rows]
            changed = changed_rows(before, self._rows)
            if changed or gone:
                self.table.apply(changed, gone)
        self._fit()
        if first or not before:
            self._start_at_pick()
        self.table.set_placeholder(no_offers(self._view))
        self._show_foot()

    def _start_at_pick(self) -> None:
        """The cursor begins on the first choice, else on the cheapest."""
        picked = [row.id for row in sorted(self._rows.values(), key=lambda row: row.rank) if row.rank]
        for offer_id in [*picked[:1], *self.table.visible_ids[:1]]:
            if self.table.move_to(offer_id):
                return

    def _show_mode(self, by_criteria: bool) -> None:
        if self.criteria.display != by_criteria or self.table.display == by_criteria:
            had_focus = self.has_focus_within
            for widget in (self.criteria, self.figures):
                widget.display = by_criteria
            for other in (self.table, self.filter, self._label):
                other.display = not by_criteria
            if had_focus:
                self.go(self._first_of_mode())
        self._show_foot()

    def _show_foot(self) -> None:
        """How many of the offers the filter lets through, and the switch."""
        by_criteria = self._by_criteria
        counted = "" if by_criteria else offers_counted(self.table.visible_count, self._rows.values())
        self.foot.show(left=[Part(toned(counted, "dim"))] if counted else [], right=switch(by_criteria))

    def _fit(self) -> None:
        """As high as there are offers, and as the terminal leaves room for."""
        rows = rows_shown(self.app.size.height, self.table.row_count)
        if rows != self._shown_rows:
            self._shown_rows = rows
            self.table.styles.height = HEADER + rows

    def _first_of_mode(self) -> OfferTable | Chips:
        return self.criteria.families if self._by_criteria else self.table

    @property
    def _by_criteria(self) -> bool:
        """Which of the two is shown, or about to be."""
        return bool(self.criteria.display)

    # What is wanted

    @on(OfferTable.Wished)
    def _wished(self, event: OfferTable.Wished) -> None:
        event.stop()
        pick = Pick.of(event.row.offer)
        if event.wish == "toggle":
            self.edit(gpu_edits.toggle_pick(pick))
        elif event.wish == "only":
            self.edit(gpu_edits.only_pick(pick))
        elif event.wish == "watch":
            self.post_message(WatchToggled(event.row.id))
        else:
            self.edit(gpu_edits.move_pick(pick, -1 if event.wish == "earlier" else 1))

    @on(Stepper.Stepped, "#launch-count")
    def _step_count(self, event: Stepper.Stepped) -> None:
        event.stop()
        self.edit(gpu_edits.step_count(event.step))

    @on(Stepper.Typed, "#launch-count")
    def _type_count(self, event: Stepper.Typed) -> None:
        event.stop()
        self.edit(gpu_edits.set_count(event.text))

    @on(Asked)
    def _asked(self, event: Asked) -> None:
        event.stop()
        self.action_switch_mode()

    @on(LiveTable.RowHighlighted)
    @on(LiveTable.SortChanged)
    def _table_only(self, event: LiveTable.RowHighlighted | LiveTable.SortChanged) -> None:
        """Nobody else's business."""
        event.stop()

    def action_switch_mode(self) -> None:
        # Seen at once, before the draft is: the next key means a widget of the new mode.
        self._mode.edit(gpu_edits.switch_mode)
        self._show_mode(not self._by_criteria)

    def _to_filter(self) -> None:
        self.screen.set_focus(self.filter)  # at once: the next key may be waiting already

    def _filter_by(self, text: str) -> None:
        self.table.set_filter(text.strip())
        self._show_foot()

    def _leave_filter(self) -> None:
        if ids := self.table.visible_ids:
            self.table.move_to(ids[0])
        self.screen.set_focus(self.table)
