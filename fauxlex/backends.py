"""Which search index a process works on."""

from core.settings import Settings
from index.base import Index
from index.elastic import open_elastic
from index.embedded import open_embedded


def open_index(settings: Settings, *, write: bool = False, fresh: bool = False) -> Index:
    """Opens the index that the settings name.

    Args:
        settings: `backend`, and `home` or `elasticsearch_url` and `index_name`.
        write: made where it is missing, and open for changes; else an index that is missing is an error.
        fresh: emptied first.

    Raises:
        IndexMismatchError: it is missing, foreign or of another version.
        IndexUnavailableError: the server does not answer.
    """
    if settings.backend == "elasticsearch":
        return open_elastic(settings.elasticsearch_url, name=settings.index_name, create=write, fresh=fresh)
    return open_embedded(settings.home / "index", create=write, writer=write, fresh=fresh)
