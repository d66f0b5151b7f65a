"""The key that something has now, for whoever tells of it: settings may have given it another."""

from __future__ import annotations

from textual._context import active_app
from textual.dom import DOMNode

from mimiry_tui.ui.keymap import bindings_of
from mimiry_tui.ui.widgets.key_bar import key_label


def key_of(node: DOMNode, name: str) -> str:
    """The first key of the binding with that id, as it is printed on a keyboard.

    The node or one that it is in has it, its app at last. ValueError when none has.
    """
    for owner in node.ancestors_with_self:
        for key, bound in bindings_of(owner).items():
            if any(one.id == name for one in bound):
                return key_label(key)
    raise ValueError(f"no binding is called {name!r}")


def key_now(name: str, usual: str) -> str:
    """The same where no node is at hand: in words, and for keys of another screen.

    `usual` is the key as it is printed while settings say nothing of it. Outside of an app it is that one.
    """
    app = active_app.get(None)
    changed = app._keymap.get(name) if app is not None else None
    return key_label(changed) if changed else usual
