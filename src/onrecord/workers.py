"""Reading in several processes: the same road, run side by side, its answers in the order of the inputs."""

import functools
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

from onrecord.child import Child, ChildFailedError
from onrecord.parse.isolate import ParseWorker
from onrecord.pipeline import Options, read_page
from onrecord.types import Page, Reading, Skipped

_AHEAD = 4
"""Pages in flight for each process: enough to keep it busy, few enough to stay in memory."""


def read_in_processes(pages: Iterable[Page | Skipped], options: Options) -> Iterator[Reading | Skipped]:
    """Read pages in `options.workers` processes. A page that crashes its process costs only itself."""
    children = [Child("onrecord.workers:read_one") for _ in range(options.workers)]
    idle: SimpleQueue[Child] = SimpleQueue()
    for child in children:
        child.start()
        idle.put(child)

    def read(page: Page) -> Reading | Skipped:
        child = idle.get()
        try:
            answer: Reading | Skipped = child.ask((page, options))
            return answer
        except (EOFError, MemoryError):
            return Skipped(page.name, "read", "it crashed the reader; leave it out, and please report it")
        except ChildFailedError as error:
            return Skipped(page.name, "read", f"the reader failed on it ({error}); please report it")
        finally:
            idle.put(child)

    flying: deque[Skipped | Future[Reading | Skipped]] = deque()
    pool = ThreadPoolExecutor(options.workers)
    try:
        for page in pages:
            flying.append(page if isinstance(page, Skipped) else pool.submit(read, page))
            if len(flying) >= options.workers * _AHEAD:
                yield _land(flying.popleft())
        while flying:
            yield _land(flying.popleft())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.close()


def _land(item: Skipped | Future[Reading | Skipped]) -> Reading | Skipped:
    return item if isinstance(item, Skipped) else item.result()


def read_one(job: tuple[Page, Options]) -> Reading | Skipped:
    """What a child does with one page."""
    page, options = job
    return read_page(page, _parse_worker(), options, lambda name, done, of: None)


@functools.cache
def _parse_worker() -> ParseWorker:
    return ParseWorker()
