"""Sentences of an article, as spans of code points in the raw text.

Rules only: a newline always ends a sentence; a mark of ending does where what follows can begin one. News text is regular enough for that, and
it is a hundred times faster than a parser.
"""

import re
from collections.abc import Callable

from language.normal import words_of

_CLOSERS = "\"'”’»›)\\]}」』〉》"
# Marks that may end a sentence, with the quotes and brackets that belong to it.
_ENDING = re.compile(rf"[.!?…。！？]+(?:[ \u00a0\u202f][?!]+)*(?:[ \u00a0\u202f]?[{_CLOSERS}])*")
_LAST_WORD = re.compile(r"[^\s(\[«“\"'’]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?|[^\W\d_]")
_LOOKED_AT = 60  # characters after a mark that decide: longer looks would make long lines slow
_OPENERS = "\"'“‘«‹([「『〈《-–—•"

_ENGLISH = words_of(
    "mr mrs ms dr prof rev hon sen rep gov gen col lt sgt capt cmdr maj adm pres atty st jr sr messrs no nos vs v inc corp "
    "co ltd llc dept u.s u.k u.n e.g i.e a.m p.m approx art arts sec secs para paras cl pt ch vol fig jan feb mar apr jun "
    "jul aug sep sept oct nov dec mon tue tues wed thu thurs fri d.c ph.d cf al est"
)
_FRENCH = words_of(
    "m mm mme mmes mlle mlles me mes dr pr art al n no nos p pp cf ex env av apr j.-c st ste mgr sté cie réf chap sect par "
    "titr éd vol fig tél janv févr juil sept oct nov déc min max hab c.-à-d"
)
# Abbreviations that do end a sentence when a capital follows: "in the U.S. The law", "etc. Le texte", "at 5 p.m. Police".
_EITHER = words_of("u.s u.k u.n a.m p.m d.c inc corp co ltd jr sr al cie est min max")
# Before a number these are read on: "No. 12", "art. 226-8", "Jan. 3", "p. 4".
_BEFORE_NUMBER = words_of("no nos art arts s ss sec secs para paras cl pt ch vol fig p pp n v al chap sect")
_KOREAN_DATE = re.compile(r"\d{2,4}\. ?\d{1,2}\. ?\d{1,2}$")  # 2024. 9. 26. goes on with the sentence
_STARTERS = words_of(
    "the a an he she it they we i this that these those but and in on at for if when while as however meanwhile police "
    "under it's there le la les l un une il elle ils elles on ce cet cette ces mais et en dans pour si selon d c"
)


def split(text: str, language: str) -> list[tuple[int, int]]:
    """The sentences of a text.

    Args:
        text: raw text.
        language: ISO 639-1 code; `ko`, `fr` and `en` have rules of their own, the others go by English ones.

    Returns:
        Spans (start, end) in code points, in order, without leading or trailing blanks, none empty.
    """
    ends: Callable[[str, re.Match[str]], bool]
    ends = _ends_korean if language == "ko" else _ends_french if language == "fr" else _ends_english
    spans: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n\r\v\f\x85\u2028\u2029]+", text):
        _split_line(line.group(), line.start(), ends, spans)
    return spans


def _split_line(line: str, offset: int, ends: Callable[[str, re.Match[str]], bool], spans: list[tuple[int, int]]) -> None:
    """Appends the sentences of one line, which starts at `offset`."""
    start = 0
    for match in _ENDING.finditer(line):
        if match.end() < len(line) and ends(line, match):
            _append(line, start, match.end(), offset, spans)
            start = match.end()
    _append(line, start, len(line), offset, spans)


def _append(line: str, start: int, end: int, offset: int, spans: list[tuple[int, int]]) -> None:
    piece = line[start:end]
    stripped = piece.strip()
    if stripped:
        first = start + len(piece) - len(piece.lstrip())
        spans.append((offset + first, offset + first + len(stripped)))


def _ends_spaced(line: str, match: re.Match[str], abbreviations: frozenset[str]) -> bool:
    """Whether a mark ends a sentence in a script with blanks and capitals."""
    rest = line[match.end() : match.end() + _LOOKED_AT]
    following = rest.lstrip()
    if not following or len(following) == len(rest):
        return False
    first = following.lstrip(_OPENERS + " \u00a0\u202f")[:1]
    if match.group()[0] in "!?…" or match.group().startswith(".."):
        return not first.islower()
    if first.islower() or (not first and following[0] not in _OPENERS):
        return False
    if len(match.group()) > 1:
        return True
    found = _LAST_WORD.search(line, max(0, match.start() - 40), match.start())
    word = found.group().lower() if found else ""
    if first.isdigit():
        return word not in _BEFORE_NUMBER and word not in abbreviations
    if word in _EITHER or (len(word) > 1 and _INITIALS.fullmatch(word)):
        return re.split(r"[\W\d_]", following.lower(), maxsplit=1)[0] in _STARTERS
    return word not in abbreviations and not (_INITIALS.fullmatch(word) and word not in ("y", "à", "a"))


def _ends_english(line: str, match: re.Match[str]) -> bool:
    return _ends_spaced(line, match, _ENGLISH)


def _ends_french(line: str, match: re.Match[str]) -> bool:
    return _ends_spaced(line, match, _FRENCH)


def _ends_korean(line: str, match: re.Match[str]) -> bool:
    """Whether a mark ends a sentence in Korean, where a blank may be missing after `다.` and quotes carry particles."""
    before = line[match.start() - 1 : match.start()]
    after = line[match.end() : match.end() + 1]
    if not before:
        return False
    closes_quote = match.group()[-1] in _CLOSERS
    if closes_quote and re.match(
        r"\s?(?:이?라|며|고|면서|는|은|을|를|이|가|에|의|와|과|로|도|등|했|하)", line[match.end() : match.end() + 3]
    ):
        return False
    if _inside_quote(line, match.end()):
        return False
    if after.isspace():
        number = before.isdigit() and (
            line[match.end() : match.end() + _LOOKED_AT].lstrip()[:1].isdigit()
            or _KOREAN_DATE.search(line, max(0, match.start() - 20), match.start()) is not None
        )
        listed = before.isdigit() and match.start() < 6 and re.fullmatch(r"[(\s]*\d{1,2}", line[: match.start()]) is not None
        initial = before.isascii() and before.isalpha() and not _hangul(line[match.end() : match.end() + _LOOKED_AT].lstrip()[:1])
        return not (number or listed or initial)
    return _hangul(before) and before in "다요죠까음함임됨" and (_hangul(after) or after in _OPENERS)


def _inside_quote(line: str, position: int) -> bool:
    """Whether a double quote opened before `position` is still open there and closes soon, followed by a particle."""
    opened = line.rfind("“", 0, position)
    if opened < 0 or line.rfind("”", opened, position) >= 0:
        return False
    closed = line.find("”", position, position + 400)
    return closed >= 0 and _hangul(line[closed + 1 : closed + 2])


def _hangul(char: str) -> bool:
    return "가" <= char <= "힣"
