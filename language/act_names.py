"""Names and numbers under which acts and their articles are looked up, whatever the notation (성폭력처벌법 제14조의2, « article 226-8-1 du code
pénal », Section 66B of the Sexual Offences Act 2003): one piece of code for what tags and for what filters."""

import re
import unicodedata

_LATIN_ORDINALS = {"bis": 2, "ter": 3, "quater": 4, "quinquies": 5, "sexies": 6, "septies": 7, "octies": 8, "novies": 9, "decies": 10}
_ORDINAL = re.compile(rf"(.+?)-?({'|'.join(_LATIN_ORDINALS)})")
# The number of a statute names it by itself, whatever follows: loi n° 2024-449 du 21 mai 2024 visant à …
_FRENCH_NUMBER = re.compile(r"(loi|ordonnance|décret|arrêté) (?:n[°o]\s?)?(\d{2,4}-\d+)\b")
_UNION_NUMBER = re.compile(r"(règlement|regulation|directive)(?: européenn?e?)? (?:\((?:ue|eu|ce|ec)\)\s?)?(?:n[°o]\.?\s?)?(\d{4}/\d+)\b")
_LEADING = re.compile(r"^(?:(?:the|la|le|les|une?|an?) |l')")
_DATE_AFTER = re.compile(r"(?<=\w) du \d{1,2}(?:er)? \w+ \d{4}$")
_OF_YEAR = re.compile(r" of (?=(?:19|20)\d\d$)")
_PART = r"(?:\s?\(\w+\)|\s?\w\))*"
_ARTICLE = (
    re.compile(
        r"(?P<act>.*?)\s*제?\s?(?P<number>\d+(?:-\d+)*[a-z]*)조(?:의\s?(?P<sub>\d+|[a-z]))?(?:\s?제?\d+항)?(?:\s?제?\d+호)?(?:\s?[가-하]목)?",
        re.I,
    ),
    re.compile(
        rf"(?:articles?|art\.|sections?|rules?|s\.?)\s?(?P<number>(?:[lrd]\.?\s?)?\d+(?:[-.:/]\d+)*[a-z]*(?:\s?(?:{'|'.join(_LATIN_ORDINALS)}))?"
        rf"(?:-[a-z0-9]+)?){_PART}(?:,? (?:du |de la |de l'|des |of the |of )(?P<act>.+))?",
        re.I,
    ),
)
_ARAEA = "\u318d"
"""ㆍ, a letter that statutes and the press write for the middle dot."""


def canonical(name: str) -> str:
    """The form in which two ways of writing one name are equal: case, accents, spaces, dots and articles count for nothing."""
    text = unicodedata.normalize("NFKC", name.replace(_ARAEA, "")).casefold().replace("’", "'").strip()
    for pattern in (_FRENCH_NUMBER, _UNION_NUMBER):
        if match := pattern.match(text):
            text = f"{match[1].replace('règlement', 'regulation')} {match[2].replace('/', ' ')}"
    text = _OF_YEAR.sub(" ", _LEADING.sub("", text))
    text = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return re.sub(r"법안$", "법", re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text)))


def forms(name: str) -> tuple[str, ...]:
    """The canonical forms under which a name may stand in a table, the likeliest first: with the date that follows it, and without."""
    return tuple(dict.fromkeys((canonical(name), canonical(_DATE_AFTER.sub("", name)))))


def article_of(name: str) -> tuple[str, str]:
    """The act and the number of an article that `name` cites; each empty where it has none. Paragraphs within an article are left out."""
    text = unicodedata.normalize("NFC", name).replace("’", "'").strip()
    for pattern in _ARTICLE:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            number = article_number(parts["number"]) + (f"-{parts['sub']}" if parts.get("sub") else "")
            return (parts["act"] or "").strip(), number
    return "", ""


def article_number(raw: str) -> str:
    """The number of an article: 226-8-1, 66b; 612-quater and 179decies are 612-4 and 179-10, as Korean texts count them."""
    text = re.sub(r"\s+", "", raw.casefold())
    match = _ORDINAL.fullmatch(text)
    return f"{match[1]}-{_LATIN_ORDINALS[match[2]]}" if match else text
