"""Calls with a time limit, in threads that are used again."""

from __future__ import annotations

import threading
import time

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
    def two() -> set[threading.Thread]:  # at the same time, so that one idle before it is no excuse
        return {threading.current_thread(), workers.within(5.0, threading.current_thread)}

    end = time.monotonic() + 10
    while thread not in workers.within(5.0, two):
        assert time.monotonic() < end
        time.sleep(0.01)


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
