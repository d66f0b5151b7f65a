"""What goes to the terminal past everything that Textual draws: notifications, and the clipboard's text.

Every such write is here, so that nothing of it can reach a terminal that another program has for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App
from textual.drivers import _writer_thread


def send(app: App[Any], codes: str) -> None:
    """Send escape codes that neither move the cursor nor change what is shown; nothing without a terminal."""
    if app._driver is not None and not app.is_headless:
        app._driver.write(codes)


def send_at_last(app: App[Any], codes: str) -> None:
    """The same for what must not be lost: also when the app ends while another program has the terminal."""
    writer = getattr(app._driver, "_writer_thread", None)
    is_lent = app._driver is not None and app._driver.write is _drop
    if is_lent or (writer is not None and not writer.is_alive()):
        from mimiry_tui.ui.shell_modes import say  # imported already by what lent the terminal

        say(codes)
    else:
        send(app, codes)


def keep_as_clipboard(app: App[Any], text: str) -> None:
    """Let fields of the app paste this text, which reached the system's clipboard by another way."""
    app._clipboard = text


def never_wait(app: App[Any]) -> None:
    """Do not wait for the terminal: it may be gone, and the thread that writes with it, but not its queue.

    Whoever closes a window often sends SIGCONT too, for which Textual draws everything anew, by another
    thread with a queue of its own. This is called by a signal, between any two steps of the program.
    """
    _writer_thread.MAX_QUEUED_WRITES = 0  # type: ignore[misc]  # without a limit nothing waits for room
    writer = getattr(app._driver, "_writer_thread", None)
    if writer is not None:
        writer._queue.maxsize = 0


@contextmanager
def muted(app: App[Any]) -> Iterator[None]:
    """Drop whatever would be written while the app is suspended: bells, clipboard texts, stray frames.

    The thread that writes is gone by then but its queue is not; a full one would stop the event loop.
    """
    driver = app._driver
    if driver is None:
        yield
        return
    driver.write = _drop  # type: ignore[method-assign]
    try:
        yield
    finally:
        del driver.write  # the class has the real one


def _drop(data: str) -> None:
    return
