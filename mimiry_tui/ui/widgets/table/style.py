"""The table's style rules. The theme gives the `$tone-…` variables their colours."""

TABLE_CSS = """
TableCanvas {
    height: 1fr;
    width: 1fr;
    color: $tone-text;
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-size-vertical: 1;
    scrollbar-color: $tone-faint;
    scrollbar-color-hover: $tone-dim;
    scrollbar-color-active: $tone-accent;
    content-align: center middle;
    text-align: center;
}
"""
