"""Which service: the known instances are asked whether they answer, and any other base URL is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList

from mimiry_tui.settings import SettingsError
from mimiry_tui.settings.hosts import check_api_base
from mimiry_tui.ui.glyphs import FAILED, MOVING
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.setup.choice_list import Choice, ChoiceList
from mimiry_tui.ui.setup.field import Field
from mimiry_tui.ui.setup.notes import Place
from mimiry_tui.ui.setup.on_the_way import after_service
from mimiry_tui.ui.setup.stage import Flow, Stage, Words
from mimiry_tui.ui.setup.words import DONE, trouble
from mimiry_tui.ui.toned import toned

if TYPE_CHECKING:
    from mimiry_tui.clouds.registration import Instance
    from mimiry_tui.live.setup.probing import InstanceAnswer

OTHER = "other"
LONGEST_URL = 200
AT_ONCE = 1.0
"""Seconds within which two answers come together: the likelier instance is proposed then."""


class WhereStage(Stage):
    """The instance that answers is lit, as soon as it has and until one moves away from it."""

    TITLE: ClassVar[str] = "Which service?"
    PLACE = Place.SERVICE
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "again", "ask again", id="setup.ask", tooltip="Ask the instances again"),
    ]

    def __init__(self, flow: Flow) -> None:
        super().__init__(flow)
        self._answers: dict[str, InstanceAnswer] = {
            answer.instance.name: answer for answer in self.notes.answers or ()
        }
        self._list = ChoiceList(self._choices(), self._take, id="setup-instances")
        self._url = Field(entered=self._named, longest=LONGEST_URL, placeholder="https://…", id="setup-url")
        self._field = Horizontal(
            Words(toned("base URL", "dim"), classes="label"), self._url, classes="field gap"
        )
        self._problem = Words(classes="gap")
        self._own_choice = False

    def compose(self) -> ComposeResult:
        yield self._list
        yield self._field
        yield self._problem

    def on_mount(self) -> None:
        self._field.display = False
        self.screen.set_focus(self._list)
        chosen = self.notes.api_base
        known = next((one.name for one in self.services.instances if one.api_base == chosen), "")
        if chosen and not known:
            self._url.put(chosen)
        if self.notes.answers is None:
            self.action_again()
        else:
            self._offer(known or (OTHER if chosen else self._proposed()))

    def action_again(self) -> None:
        """Ask every instance."""
        self._answers.clear()
        self._own_choice = False
        self._offer("")
        self._problem.say(Content(""))
        self.start(self._ask(), "asking the instances")

    async def _ask(self) -> None:
        self.notes.answers = await self.services.probe(self._answered)
        for answer in self.notes.answers:
            self._answers[answer.instance.name] = answer
        self._offer(self._better())
        if not any(answer.ok for answer in self.notes.answers):
            again = f"check the network, then press {key_of(self, 'setup.ask')}"
            self._problem.say(trouble("none of them answers", fix=f"{again}; or name another base URL"))

    def _answered(self, answer: InstanceAnswer) -> None:
        self._answers[answer.instance.name] = answer
        self._offer(self._better())

    def _proposed(self) -> str:
        from mimiry_tui.live.setup.probing import first_that_answers

        known = [self._answers[one.name] for one in self.services.instances if one.name in self._answers]
        first = first_that_answers(known)
        return first.instance.name if first is not None else ""

    def _better(self) -> str:
        """What to light by the answers so far; "" to leave it: nothing goes from under a finger."""
        proposed = self._proposed()
        if self._own_choice or not proposed:
            return ""
        first, lit = self._answers[proposed], self._answers.get(self._list.chosen)
        if lit is None or not lit.ok or (first.offers and not lit.offers):
            return proposed
        return proposed if first.seconds - lit.seconds < AT_ONCE else ""

    def _offer(self, lit: str) -> None:
        self._list.offer(self._choices(), lit)

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._field.display = self._list.chosen == OTHER

    def _take(self) -> None:
        if self._list.chosen == OTHER:
            self._field.display = True
            self.screen.set_focus(self._url)
            return
        self._go_on(next(one.api_base for one in self.services.instances if one.name == self._list.chosen))

    def _named(self) -> None:
        typed = self._url.value.strip()
        try:
            base = check_api_base(typed if "://" in typed else f"https://{typed}", "this")
        except SettingsError as error:
            self._problem.say(
                trouble("no base URL", str(error), "it looks like https://softlaunch.mimiry.com")
            )
        else:
            self._go_on(base)

    def on_key(self, event: events.Key) -> None:
        self._own_choice = True
        super().on_key(event)

    def _go_on(self, base: str) -> None:
        self.notes.api_base = base
        after_service(self.flow)

    def _choices(self) -> list[Choice]:
        instances = self.services.instances
        widest = max((len(one.name) for one in instances), default=0)
        other = toned("another one", "bright", bold=True)
        return [
            *(Choice(one.name, _named(one, widest), self._below(one)) for one in instances),
            Choice(OTHER, other, toned("its base URL is asked for", "dim")),
        ]

    def _below(self, instance: Instance) -> Content:
        answer = self._answers.get(instance.name)
        if answer is None:
            said = toned(f"{MOVING} asking", "warn")
        elif answer.ok:
            offers = f"{answer.offers} offer{'' if answer.offers == 1 else 's'}"
            said = toned(f"{DONE} answers", "good") + toned(f" in {answer.seconds:.1f} s · {offers}", "text")
        else:
            said = toned(f"{FAILED} does not answer", "bad") + toned(f" · {answer.words}", "text")
        return said


def _named(instance: Instance, widest: int) -> Content:
    return toned(f"{instance.name:<{widest}}  ", "bright", bold=True) + toned(instance.api_base, "dim")
