"""A real Elasticsearch node for tests: started once for the whole run, ended when it ends."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from core.errors import IndexUnavailableError
from index import node


def elastic_url() -> str:
    """The address of the run's node; skips the test where none can be built, fails it where one is required."""
    url, reason = _running()
    if url is None:
        if os.environ.get("FAUXLEX_REQUIRE_ELASTICSEARCH") == "1":
            pytest.fail(f"Elasticsearch is required here: {reason}")
        pytest.skip(str(reason))
    return url


@cache
def _running() -> tuple[str | None, str | None]:
    """The node's address, or why there is none."""
    reason = node.missing()
    if reason is not None:
        return None, reason
    base = Path(tempfile.mkdtemp(prefix="fauxlex-elasticsearch-"))
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    try:
        started = node.Node(base, node.build(node.CACHE)).start()
    except IndexUnavailableError as err:
        return None, str(err)
    atexit.register(started.stop)
    return started.url, None
