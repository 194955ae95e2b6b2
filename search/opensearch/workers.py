"""A time limit for calls that have none, or not for the whole: another thread makes them.

Threads are used again: with a new one each time a question to the cluster cost three times the
processor time (1.3 ms for 0.4). One whose call was not waited for to its end is free after that.

From: opensearch.cluster. To: nothing. Not here: what is called.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

T = TypeVar("T")

_Tasks = SimpleQueue[Callable[[], None] | None]  # of one thread; None ends it


class Workers:
    """Threads that make one call each at a time, as many as are needed; for several threads.

    None of them keeps the process from ending.
    """

    def __init__(self) -> None:
        self._idle: list[_Tasks] = []

    def within(self, seconds: float, call: Callable[[], T]) -> T:
        """What ``call`` gives or raises.

        Raises TimeoutError if that takes longer than so many seconds; it then goes on by itself.
        """
        future: Future[T] = Future()
        tasks = self._free()

        def task() -> None:
            outcome = _outcome(call)
            # First of all, so that who gets the outcome finds a thread for the next call.
            self._idle.append(tasks)
            outcome(future)

        tasks.put(task)
        return future.result(max(seconds, 0.0))

    def close(self) -> None:
        """End the threads that have nothing to do; the next call starts one again."""
        while self._idle:
            self._idle.pop().put(None)

    def _free(self) -> _Tasks:
        try:
            return self._idle.pop()
        except IndexError:  # no look before it, since another thread may take the last one
            tasks: _Tasks = SimpleQueue()
            Thread(target=_work, args=(tasks,), name="opensearch", daemon=True).start()
            return tasks


def _work(tasks: _Tasks) -> None:
    while task := tasks.get():
        task()


def _outcome(call: Callable[[], T]) -> Callable[[Future[T]], None]:
    """What has to be told to who waits for the call."""
    try:
        result = call()
    except BaseException as error:  # whatever it is, it is raised where it was called for
        raised = error
        return lambda future: future.set_exception(raised)
    return lambda future: future.set_result(result)
