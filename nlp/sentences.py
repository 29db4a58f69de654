"""An article as sentences with their places: what the network reads."""

from core.article import Evidence
from language.sentences import split


def sentences_of(title: str, text: str, language: str) -> list[tuple[Evidence, str]]:
    """Every sentence of an article with its place, the title first; the title is one sentence."""
    out = [(Evidence(field="title", start=0, end=len(title)), title)] if title.strip() else []
    out.extend((Evidence(field="text", start=start, end=end), text[start:end]) for start, end in split(text, language))
    return out


def meet(place: Evidence, shown: Evidence) -> bool:
    """Whether a sentence and a stretch of evidence share at least half of the shorter one."""
    if place.field != shown.field:
        return False
    shared = min(place.end, shown.end) - max(place.start, shown.start)
    return shared >= 0.5 * min(place.end - place.start, shown.end - shown.start)
