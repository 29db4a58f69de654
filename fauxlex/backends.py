"""Which search index a process works on."""

from core.settings import Settings
from index.base import Index


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
    # Each with its client's libraries, of which a process needs one.
    if settings.backend == "elasticsearch":
        from index.elastic import open_elastic

        return open_elastic(settings.elasticsearch_url, name=settings.index_name, create=write, fresh=fresh)
    from index.embedded import open_embedded

    return open_embedded(settings.home / "index", create=write, writer=write, fresh=fresh)
