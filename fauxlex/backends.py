"""Which search index a process works on."""

from typing import TYPE_CHECKING

from core.settings import Settings
from index.base import Index, Rebuild

if TYPE_CHECKING:
    from index.elastic_server import Access


def open_index(settings: Settings, *, write: bool = False, fresh: bool = False) -> Index:
    """Opens the index that the settings name.

    Args:
        settings: `backend`, and `home` or what begins with `elasticsearch_` and `index_name`.
        write: made where it is missing, and open for changes; else an index that is missing is an error.
        fresh: emptied first.

    Raises:
        IndexMismatchError: it is missing, foreign or of another version.
        IndexUnavailableError: the server does not answer.
        SettingsError: the settings of Elasticsearch do not fit together.
    """
    # Each with its client's libraries, of which a process needs one.
    if settings.backend == "elasticsearch":
        from index.elastic import open_elastic

        url, access = settings.elasticsearch_url, _access(settings)
        return open_elastic(url, name=settings.index_name, create=write, fresh=fresh, access=access)
    from index.embedded import open_embedded

    return open_embedded(settings.home / "index", create=write, writer=write, fresh=fresh)


def can_serve_meanwhile(settings: Settings) -> bool:
    """Whether the backend can be rebuilt beside the index in use; the embedded one is emptied and filled in its place."""
    return settings.backend == "elasticsearch"


def begin_rebuild(settings: Settings) -> Rebuild:
    """A new index in Elasticsearch beside the one in use. Errors as `open_index`."""
    from index.elastic_rebuild import ElasticRebuild

    return ElasticRebuild(settings.elasticsearch_url, name=settings.index_name, access=_access(settings))


def _access(settings: Settings) -> "Access":
    from index.elastic_server import Access

    return Access(
        user=settings.elasticsearch_user,
        password=settings.elasticsearch_password,
        api_key=settings.elasticsearch_api_key,
        ca=settings.elasticsearch_ca,
        cluster=settings.elasticsearch_cluster,
        timeout_s=settings.elasticsearch_timeout_s,
    )
