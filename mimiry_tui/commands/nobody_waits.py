"""Threads that end with the program: a look has its time, and a silent name server takes longer."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

WORK = "work nobody waits for"
"""What the threads are called."""


class NobodyWaits(ThreadPoolExecutor):
    """Each piece of work in a thread of its own, which neither a loop's end nor the program's waits for.

    For an event loop as its default executor: only such a one is accepted there, and looks up names.
    """

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()

        def work() -> None:
            if future.set_running_or_notify_cancel():
                try:
                    result = fn(*args, **kwargs)
                except BaseException as error:  # noqa: BLE001 - any is told to who waits for the result
                    future.set_exception(error)
                else:
                    future.set_result(result)

        Thread(target=work, name=WORK, daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Nothing is kept that could be shut down."""
