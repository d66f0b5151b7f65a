"""The least that Textual can do: one label."""

from textual.app import App, ComposeResult
from textual.widgets import Label


class LabelApp(App[None]):
    """One label, nothing else."""

    def compose(self) -> ComposeResult:
        yield Label("Hello")


if __name__ == "__main__":
    LabelApp().run()
