"""Numbers in figures and words: `60 000`, `1.600`, `1,5`, `2.5`, "twenty-five", « soixante-quinze mille », 십오 (years), 열다섯 (해)."""

import re

_EN = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000,
}  # fmt: skip
_FR = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "soixante": 60, "septante": 70, "huitante": 80, "nonante": 90, "cent": 100, "cents": 100, "mille": 1000,
}  # fmt: skip
# Sino-Korean numbers count 년, 개월 and money, native ones 해 and 달.
SINO_FIGURES = {"일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9}
_NATIVE = {
    "한": 1, "두": 2, "세": 3, "석": 3, "네": 4, "넉": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
    "열": 10, "스무": 20, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50,
}  # fmt: skip
WORDS: dict[str, dict[str, int]] = {"en": _EN, "fr": _FR, "ko": SINO_FIGURES | _NATIVE}
SINO = r"(?:[이삼사오육칠팔구]?십[일이삼사오육칠팔구]?|[일이삼사오육칠팔구])"
NATIVE = r"(?:(?:열|스물|서른|마흔|쉰)(?:한|두|세|석|네|넉|다섯|여섯|일곱|여덟|아홉)?|한|두|세|석|네|넉|다섯|여섯|일곱|여덟|아홉|스무)"
_ALL_EN = "|".join(sorted(_EN, key=len, reverse=True))
_ALL_FR = "|".join(sorted(_FR, key=len, reverse=True))
# Figures with separators of thousands (comma, dot, thin or plain space) and decimals, or words joined by hyphens, spaces, "and", « et ».
# Indian figures part lakhs and crores: `5,00,000`.
_INDIAN = r"\d{1,2}(?:,\d{2}){1,5},\d{3}"
FIGURES = rf"(?<!\d)(?:{_INDIAN}(?![\d,])|\d{{1,3}}(?:[ \u00a0\u202f.,'’]\d{{3}}){{1,5}}(?:[.,]\d{{1,2}})?(?!\d)|\d+(?:[.,]\d+)?)"
# « quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf » has eleven words; the bound keeps a long row of them from being tried in all ways.
_MORE = "{0,11}"
PATTERN: dict[str, str] = {
    "en": rf"(?:{FIGURES}|\b(?:{_ALL_EN})(?:(?:[ -]|\sand\s)(?:{_ALL_EN})){_MORE}\b)",
    "fr": rf"(?:{FIGURES}|\b(?:{_ALL_FR})(?:(?:[ -]|\set\s|-et-)(?:{_ALL_FR})){_MORE}\b)",
    "ko": rf"(?:{FIGURES}|(?<![가-힣\d])(?:{SINO}|{NATIVE}))",
}


def value_of(text: str, language: str) -> float | None:
    """The number that `text` writes, or None.

    A separator followed by exactly three figures parts thousands; otherwise it is the decimal point: `1.600` is 1600, `1,5` is 1.5.
    """
    plain = text.strip().lower()
    if plain[:1].isdigit():
        return _figures(plain)
    if language == "ko":
        return _korean(plain)
    total, part = 0, 0
    # "a hundred" counts, "a five-year term" is five.
    plain = re.sub(r"^an?[\s-]+(?!hundred|thousand)", "", plain)
    for word in re.split(r"[\s-]+", plain):
        if word in ("and", "et"):
            continue
        number = WORDS[language].get(word)
        if number is None:
            return None
        if number == 1000:
            total, part = total + max(1, part) * 1000, 0
        elif number == 100:
            part = max(1, part) * 100
        elif word.startswith("vingt") and part % 100 == 4:
            part += 76
        else:
            part += number
    return float(total + part)


def _korean(plain: str) -> float | None:
    """The value of a number below a hundred in Korean letters: 칠, 십오, 열두; 반 is a half."""
    if plain == "반":
        return 0.5
    tens, ten, units = plain.partition("십")
    if ten:
        return float(SINO_FIGURES.get(tens, 1) * 10 + SINO_FIGURES.get(units, 0))
    if plain in WORDS["ko"]:
        return float(WORDS["ko"][plain])
    split = next((n for n in (1, 2) if plain[:n] in _NATIVE and plain[n:] in _NATIVE), None)
    return float(_NATIVE[plain[:split]] + _NATIVE[plain[split:]]) if split else None


def _figures(plain: str) -> float | None:
    """The value of figures with separators."""
    compact = re.sub(r"[ \u00a0\u202f'’]", "", plain)
    parted = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+)([.,]\d{1,2})?", compact)
    if re.fullmatch(_INDIAN, compact):
        return float(compact.replace(",", ""))
    if parted:
        return float(re.sub(r"[.,]", "", parted[1]) + (parted[2] or "").replace(",", "."))
    try:
        return float(compact.replace(",", "."))
    except ValueError:
        return None
