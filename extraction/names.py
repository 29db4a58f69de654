"""Names of authors as bylines and metadata write them."""

import re
from collections.abc import Iterable

from extraction.characters import hangul_share, one_line, squash

_MAX_NAME_CHARS = 90
_LEAD = re.compile(
    r"^\s*(?:by|par|reported by|written by|글|취재|기자|written and reported by|propos recueillis par)\b\s*[:：=]?\s*", re.IGNORECASE
)
_EMAIL = re.compile(r"[(<\[]?\s*[\w.+-]+@[\w.-]+\.\w+\s*[)>\]]?")
_ADDRESS = re.compile(r"^(?:https?://|www\.|/)\S*$|^@\w+$")
_ROLE_NAMES = (
    r"(?:(?:선임|수습|인턴|객원|전문|의학전문|법조전문|온라인)?\s*기자|특파원|앵커|아나운서|논설위원|편집위원|에디터|PD|피디|리포터)"
)
_ROLE_KO = re.compile(rf"\s*{_ROLE_NAMES}(?=$|[\s=:,·/)\]]|입니다).*$")
# `(서울=통신사) 홍길동 기자 = …` and `[신문 홍길동 기자] …`: the byline inside the first sentence.
_DATELINE = re.compile(
    rf"^(?:[\[(（【<][^\])）】>]{{2,30}}[\])）】>]\s*)(?P<free>[가-힣]{{2,4}}(?:[ ·,]+[가-힣]{{2,4}}){{0,3}})\s*{_ROLE_NAMES}\s*=|"
    rf"^[\[(（【](?:[^\])）】]{{0,20}}[\s=])?(?P<inside>[가-힣]{{2,4}}(?:[·,]\s*[가-힣]{{2,4}}){{0,3}})\s*{_ROLE_NAMES}\s*[\])）】]"
)
_SPLIT = re.compile(r"\s*[;,，、|]\s*|\s+(?:and|et|&|und|e|y)\s+|\s*·\s*(?=[가-힣])|(?<=[가-힣])\s*/\s*(?=[가-힣])")
_SURNAME_FIRST = re.compile(r"^[^\s,;]+,\s+[^\s,;]+$")


def split_names(raw: str) -> list[str]:
    """The names in one byline, without `By`, addresses and Korean job titles.

    `You, Xiaoying` (two single words) is one name with its surname first, not two.
    """
    line = one_line(raw)
    if not line or _ADDRESS.match(line):
        return []
    line = _LEAD.sub("", _EMAIL.sub(" ", line)).strip()
    if _SURNAME_FIRST.match(line) and hangul_share(line) == 0:
        return [line]
    found = []
    for part in _SPLIT.split(line):
        name = _ROLE_KO.sub("", (part or "").strip(" .-–—·()[]<>\"'")) or ""
        name = name.strip(" ,.;:·=") if not re.search(r"\b\w\.$", name) else name.strip(" ,;:·=")
        if 1 < len(name) <= _MAX_NAME_CHARS and not _ADDRESS.match(name) and not name.isdigit():
            found.append(name)
    return found


def dateline_names(line: str) -> str | None:
    """The byline at the beginning of a Korean report's first sentence, or None."""
    match = _DATELINE.match(line)
    return (match.group("free") or match.group("inside")) if match else None


def authors(raw: Iterable[str], publishers: Iterable[str | None], *, keep_lone_publisher: bool) -> tuple[str, ...] | None:
    """Distinct names of all of `raw`, in order, the publisher's own names left out.

    Args:
        raw: bylines, one or more names each.
        publishers: the names that the outlet goes by.
        keep_lone_publisher: where nothing but the publisher's name is given, whether that is the byline (JSON-LD says so on purpose) or
            only filler of a template.

    Returns:
        None where no name is left: unknown.
    """
    outlets = {squash(name) for name in publishers} - {""}
    found: dict[str, str] = {}
    for line in raw:
        for name in split_names(line):
            found.setdefault(squash(name), name)
    found.pop("", None)
    people = {key: name for key, name in found.items() if not is_outlet(key, outlets)}
    kept = people or (found if keep_lone_publisher else {})
    return tuple(kept.values()) or None


def is_outlet(key: str, outlets: set[str]) -> bool:
    """Whether `key` names the outlet: its name, or its name with the word news, press or the like added or left out."""
    stem = re.sub(r"(?:news|뉴스|신문|일보|닷컴|com|fr|online|온라인|editorial|편집국|보도국|디지털뉴스(?:팀|부|룸))+$", "", key)
    return key in outlets or (len(stem) >= 2 and any(stem == re.sub(r"(?:news|뉴스|닷컴|com|fr)+$", "", outlet) for outlet in outlets))
