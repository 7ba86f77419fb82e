"""Does the next pieces of work while the last one is being used: reading and computing at once."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def ahead(work: Callable[[Item], Answer], items: Iterable[Item], *, at_once: int) -> Iterator[Answer]:
    """The answers in the order of the items; at most `at_once` more than have been taken are worked on.

    What `work` raises is raised here, after the answers before it have been given.
    """
    with ThreadPoolExecutor(at_once) as pool:
        waiting: deque[Future[Answer]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > at_once:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
