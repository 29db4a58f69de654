"""Forms of names: French adjectives in gender and number, and what may stand before and after a whole name."""

import re

_HANGUL = re.compile(r"[가-힣]")
_LATIN = re.compile(r"[^\W_]")
# What may follow a short Korean name in the same word: particles, and the nouns of authority and people that are written on to it.
_AFTER_KOREAN = re.compile(
    r"(?:에서|에선|에게|에는|에도|에|의|은|는|이|가|을|를|과|와|도|로|으로|부터|까지|만|보다|처럼|이나|나|라|이라|인|이며|이고|엔|측|발|산|계|내|판|식|형|"
    r"정부|의회|상원|하원|국회|법원|대법원|경찰|검찰|당국|대통령|총리|법무|법|전역|언론|매체|국민|정치|사회|학교|여성|남성|배우|가수|기업)"
)
_NOT_AFTER_KOREAN = re.compile(r"(?:하[다여는고며]|했|할|받|적인|적으로|주의|이란 |가지)")
# Of these a continuation makes another word: 인도하다 (hand over), 인도적 (humane), 이란 (a particle), 수단 (means), 가나다.
_TOUCHY_KOREAN = {"인도", "이란", "수단", "가나", "말리", "콩고", "기니", "조지아", "호주", "중국", "일본", "영국", "미국", "한국", "태국"}


def french_forms(adjective: str) -> tuple[str, ...]:
    """Masculine, feminine and plural forms of a French adjective of nationality: `danois` → danois, danoise, danoises."""
    if adjective.endswith("e"):
        return adjective, adjective + "s"
    if adjective.endswith(("en", "on")) and not adjective.endswith("nippon"):
        return adjective, adjective + "s", adjective + "ne", adjective + "nes"
    if adjective.endswith("ec"):
        return adjective, adjective + "s", adjective + "que", adjective + "ques"
    if adjective.endswith("s"):
        return adjective, adjective + "e", adjective + "es"
    return adjective, adjective + "s", adjective + "e", adjective + "es"


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether the name at `text[start:end]` is a word of its own and not a piece of another one."""
    name = text[start:end]
    before, after = text[start - 1 : start], text[end : end + 8]
    if _HANGUL.match(name[-1]):
        return _is_whole_korean(name, before, after)
    if name.endswith("'s"):
        return not _LATIN.match(after[:1])
    if re.fullmatch(r"[一-鿿]+", name):
        # 美 의회, 中, but neither (中) of a series nor 26日 nor a piece of a longer word in Chinese characters.
        return not (before and re.match(r"[一-鿿가-힣0-9]", before)) and not (after and re.match(r"[一-鿿)]", after))
    is_after_latin = bool(before) and bool(_LATIN.match(before)) and not _HANGUL.match(before)
    if name[0].isupper() and len(name) <= 3 and before == "-":
        return False
    return not is_after_latin and not (after and _LATIN.match(after[0]) and not _HANGUL.match(after[0]))


def _is_whole_korean(name: str, before: str, after: str) -> bool:
    """A Korean name begins a word; after a short one only a particle or a noun of authority may follow."""
    if before and _HANGUL.match(before):
        return False
    if name == "이란" and before.strip():
        return False
    if not after or not _HANGUL.match(after[0]):
        return True
    if _NOT_AFTER_KOREAN.match(after):
        return False
    return (len(name) >= 3 and name not in _TOUCHY_KOREAN) or bool(_AFTER_KOREAN.match(after))
