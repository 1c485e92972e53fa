"""Doing one thing from several threads at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def together(times: int, act: Callable[[], T]) -> list[T]:
    """What each of `times` threads got; all start at once. Raises what any of them raised."""
    ready = threading.Barrier(times)

    def one() -> T:
        ready.wait(10)
        return act()

    with ThreadPoolExecutor(times) as pool:
        return [future.result(60) for future in [pool.submit(one) for _ in range(times)]]
