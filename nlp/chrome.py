"""Page chrome: sentences around an article that are no part of it (menus, captions, notices, headlines of other stories). They show no label."""

import re

from spacy.tokens import Doc

from nlp.pipeline import sentences

CHROME = re.compile(
    r"^(?:\s*(?:related|read (?:more|also)|also read|see also|watch:|photo|file photo|image|getty|©|copyright|lire aussi|à lire|crédit|photo\s?:|관련기사|관련 기사|▶|☞|사진=|무단전재|저작권자|>\s))",
    re.I,
)
SENTENCE_END = re.compile(r"(?:[.!?…。;:\"”’'»)\]]|[다요])\s*$")


def chrome_sentences(doc: Doc) -> set[int]:
    """Indices of the sentences that are no prose: notices, and lines without a full stop (headlines of other articles, menus, captions).

    A text whose lines mostly lack one is written that way; then only notices count.
    """
    parts = sentences(doc)
    body = [n for n, part in enumerate(parts) if part.field == "text"]
    notices = {n for n in body if CHROME.match(parts[n].text)}
    open_ended = {n for n in body if not SENTENCE_END.search(parts[n].text)}
    is_prose = sum(len(parts[n].text) for n in open_ended) < 0.4 * sum(len(parts[n].text) for n in body)
    return notices | open_ended if is_prose else notices
