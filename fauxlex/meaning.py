"""The embedding of a query, for searches by meaning: the same network that reads the articles."""

from collections.abc import Callable
from functools import cache

from core.settings import Settings
from nlp.encoder import Encoder


def embedder(settings: Settings) -> Callable[[str], bytes | None]:
    """What makes the embedding of a text as an annotation keeps it; None for a text without a word that the network knows.

    The network is loaded at the first call.
    """

    @cache
    def load() -> Encoder:
        return Encoder(settings.model, settings.threads)

    def embed(text: str) -> bytes | None:
        made = load().query(text)
        return None if made is None else made.astype("<f2").tobytes()

    return embed
