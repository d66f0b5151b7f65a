"""The table's style rules. The theme gives the `$tone-…` and `$row-…` variables their colours."""

from __future__ import annotations

from mimiry_tui.ui.widgets.cells import TONES

_TONE_RULES = "\n".join(f"    & > .live-table--{tone} {{ color: $tone-{tone}; }}" for tone in TONES)

TABLE_CSS = f"""
TableCanvas {{
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
{_TONE_RULES}
    & > .live-table--header {{ color: $tone-dim; }}
    & > .live-table--header-sorted {{ color: $tone-bright; }}
    & > .live-table--cursor {{ background: $row-cursor; }}
    & > .live-table--cursor-blurred {{ background: $row-cursor-blurred; }}
    & > .live-table--sign {{ color: $tone-accent; }}
    & > .live-table--sign-blurred {{ color: $tone-dim; }}
    & > .live-table--mark {{ background: $row-mark; }}
    & > .live-table--stale {{ color: $tone-dim; }}
    &:nocolor > .live-table--cursor {{ text-style: reverse; }}
    &:nocolor > .live-table--header-sorted {{ text-style: bold; }}
}}
"""
