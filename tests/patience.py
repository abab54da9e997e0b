"""How long tests wait for what has to come.

Long, since the machine may do other things too: who waits for a condition goes on as soon as it
holds, and only a test that fails takes the whole time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

PATIENCE_S = 60.0

# For `tests.api.conftest.served`: settings of a server that shall answer, however slowly.
PATIENT: dict[str, Any] = {"pool_wait_s": 30.0, "statement_timeout_ms": 60_000}


def wait_for(is_so: Callable[[], object], *, within_s: float = PATIENCE_S) -> float:
    """Wait until something is so; gives the seconds that it took."""
    started = time.monotonic()
    while not is_so():
        assert time.monotonic() - started < within_s, f"not so within {within_s:g} s"
        time.sleep(0.01)
    return time.monotonic() - started
