"""Threads that end with the program: a look has its time, and a silent name server takes longer."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Thread
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

WORK = "work nobody waits for"
"""What the threads are called."""


class NobodyWaits(ThreadPoolExecutor):
    """Each piece of work in a thread of its own, which neither a loop's end nor the program's waits for.

    A pool of threads by its type only: an event loop takes no other executor as its default.
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


class UnheldLoop(asyncio.SelectorEventLoop):
    """An event loop whose end waits for no name server, but for all else that threads do: files are saved.

    Nor do lookups, however many hang, keep that other work waiting for a thread.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lookups = NobodyWaits()

    async def getaddrinfo(
        self,
        host: bytes | str | None,
        port: bytes | str | int | None,
        *,
        family: int = 0,
        type: int = 0,
        proto: int = 0,
        flags: int = 0,
    ) -> list[Any]:
        look = partial(socket.getaddrinfo, host, port, family, type, proto, flags)
        return await self.run_in_executor(self._lookups, look)


def run_unheld(main: Coroutine[Any, Any, T]) -> T:
    """As `asyncio.run`, in an `UnheldLoop`."""
    with asyncio.Runner(loop_factory=UnheldLoop) as runner:
        return runner.run(main)
