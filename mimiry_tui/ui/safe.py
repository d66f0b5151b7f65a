"""Foreign text as `Content`, for every place that would read a `str` as markup."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.domain.safe_text import safe_text


def safe(text: str, style: str = "", *, limit: int = 200) -> Content:
    """`text` on one harmless line (see `safe_text`), shown literally, in `style` when one is given."""
    return Content.styled(safe_text(text, limit), style) if style else Content(safe_text(text, limit))
