"""How much work something takes, measured so that what else the machine and the tests do does not count."""

import gc
import time
from collections.abc import Callable

ROUNDS = 3


def measure(work: Callable[[], object]) -> float:
    """Seconds of the processor in the quickest of a few rounds, in which no garbage of other tests is collected."""
    taken = []
    gc.disable()
    try:
        for _ in range(ROUNDS):
            begun = time.process_time()
            work()
            taken.append(time.process_time() - begun)
    finally:
        gc.enable()
    return min(taken)
