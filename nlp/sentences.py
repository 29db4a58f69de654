"""An article as sentences with their places: what the network reads."""

from core.article import Evidence
from language.sentences import split


def sentences_of(title: str, text: str, language: str) -> list[tuple[Evidence, str]]:
    """Every sentence of an article with its place, the title first; the title is one sentence."""
    out = [(Evidence(field="title", start=0, end=len(title)), title)] if title.strip() else []
    out.extend((Evidence(field="text", start=start, end=end), text[start:end]) for start, end in split(text, language))
    return out
