"""Calls with a time limit, in threads that are used again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from search.opensearch.workers import Workers


def test_a_thread_is_used_again() -> None:
    workers = Workers()
    threads = {workers.within(5.0, threading.get_ident) for _ in range(50)}
    assert len(threads) == 1
    assert threads != {threading.get_ident()}
    workers.close()


def test_what_is_raised_is_raised_here() -> None:
    workers = Workers()
    with pytest.raises(ZeroDivisionError):
        workers.within(5.0, lambda: 1 // 0)
    assert workers.within(5.0, lambda: "still there") == "still there"
    workers.close()


def test_a_call_that_takes_too_long_goes_on_by_itself() -> None:
    workers, go_on, threads = Workers(), threading.Event(), []

    def slow() -> None:
        threads.append(threading.current_thread())
        go_on.wait(10)

    with pytest.raises(TimeoutError):
        workers.within(0.05, slow)
    other = workers.within(5.0, threading.current_thread)
    assert other not in threads
    workers.close()  # the slow one has no time to be ended too
    other.join(5)
    assert not other.is_alive()
    go_on.set()
    _until_it_is_used_again(workers, threads[0])
    workers.close()
    threads[0].join(5)
    assert not threads[0].is_alive()


def _until_it_is_used_again(workers: Workers, thread: threading.Thread) -> None:
    def busy(count: int) -> set[threading.Thread]:  # so many threads, all at the same time
        more = workers.within(5.0, lambda: busy(count - 1)) if count > 1 else set()
        return more | {threading.current_thread()}

    # Each time one more, so that there are never enough idle ones without the one looked for.
    assert any(thread in busy(count) for count in _patiently(range(2, 100)))


def _patiently(counts: range) -> Iterator[int]:
    for count in counts:
        yield count
        time.sleep(0.1)


def test_calls_at_the_same_time_have_a_thread_each() -> None:
    workers, both = Workers(), threading.Barrier(3)
    callers = [
        threading.Thread(target=workers.within, args=(10.0, lambda: both.wait(10)))
        for _ in range(2)
    ]
    for caller in callers:
        caller.start()
    both.wait(10)  # broken, and an error, if the second call waited for the first
    for caller in callers:
        caller.join(10)
    workers.close()
