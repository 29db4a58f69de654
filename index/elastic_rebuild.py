"""A new index beside the one in use, in Elasticsearch."""

from core.errors import IndexMismatchError, IndexUnavailableError
from index import elastic_indices
from index.elastic import ElasticIndex
from index.elastic_server import Access, connect


class ElasticRebuild:
    """See `index.base.Rebuild`: a new index beside the one in use, which goes on serving.

    Raises:
        IndexMismatchError, IndexUnavailableError, SettingsError: as `open_elastic`.
    """

    def __init__(self, url: str, *, name: str = "fauxlex", access: Access | None = None) -> None:
        self._server = connect(url, access or Access())
        self._name = name
        try:
            self._new = elastic_indices.begin(self._server, name)
            self.index = ElasticIndex(self._server, name, self._new)
        except (IndexMismatchError, IndexUnavailableError):
            self._server.client.close()
            raise

    def publish(self) -> None:
        """Hands the alias over in one step; the index before stays until the next rebuild."""
        elastic_indices.hand_over(self._server, self._name, self._new)

    def abandon(self) -> None:
        """Deletes the new index, unless it has taken the other's place after all."""
        if self._server.aliased(self._name) != self._new:
            elastic_indices.delete(self._server, self._new)
