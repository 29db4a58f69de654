"""Amounts of money in running text: 3억5천만원, « 1,5 million d'euros », US$1.2bn, 5 lakh rupees → value and currency.

A sign or word that several currencies share ("$", pesos, rupees, francs) yields a family in place of an ISO 4217 code; `settle` picks the
member that the jurisdiction uses (CLDR through Babel).
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale
from babel.numbers import get_territory_currencies

from nlp.numerals import FIGURES, PATTERN, SINO_FIGURES, value_of

# Families: what a bare sign or word may stand for, the commonest first.
FAMILIES: dict[str, tuple[str, ...]] = {
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "JMD", "TTD", "BBD", "FJD", "NAD", "MXN"),
    "£": ("GBP", "EGP", "SDG", "LBP"),
    "peso": ("MXN", "PHP", "ARS", "CLP", "COP", "DOP", "UYU", "CUP"),
    "rupee": ("INR", "PKR", "LKR", "NPR", "MUR", "SCR"),
    "franc": ("CHF", "XOF", "XAF", "CDF", "GNF", "RWF", "BIF", "DJF", "KMF", "MGA"),
    "cfa": ("XOF", "XAF"),
    "krone": ("DKK", "NOK", "SEK", "ISK", "CZK"),
    "shilling": ("KES", "UGX", "TZS", "SOS"),
    "dinar": ("TND", "DZD", "KWD", "JOD", "RSD", "BHD", "IQD", "LYD"),
    "dirham": ("AED", "MAD"),
    "riyal": ("SAR", "QAR", "OMR"),
    "pound": ("GBP", "EGP"),
    "¥": ("JPY", "CNY"),
    "kr": ("DKK", "NOK", "SEK"),
}
# What stands before the figures.
_SIGNS: dict[str, str] = {
    "US$": "USD", "USD": "USD", "A$": "AUD", "AU$": "AUD", "AUD": "AUD", "C$": "CAD", "CA$": "CAD", "CAD": "CAD", "HK$": "HKD", "HKD": "HKD", "S$": "SGD",
    "SG$": "SGD", "SGD": "SGD", "NT$": "TWD", "NTD": "TWD", "NZ$": "NZD", "NZD": "NZD", "R$": "BRL", "BRL": "BRL", "Mex$": "MXN", "$": "$", "£": "£", "GBP": "GBP",
    "€": "EUR", "EUR": "EUR", "₩": "KRW", "KRW": "KRW", "W": "KRW", "¥": "¥", "RMB": "CNY", "CNY": "CNY", "₹": "INR", "Rs.": "rupee", "Rs": "rupee", "INR": "INR", "PKR": "PKR",
    "RM": "MYR", "MYR": "MYR", "KES": "KES", "KSh": "KES", "Ksh": "KES", "Sh": "shilling", "Sh.": "shilling", "UGX": "UGX", "₱": "PHP", "PHP": "PHP", "Php": "PHP", "P": "PHP",
    "₦": "NGN", "NGN": "NGN", "N": "NGN", "ZAR": "ZAR", "R": "ZAR", "GHS": "GHS", "GH¢": "GHS", "GH₵": "GHS", "CHF": "CHF", "IDR": "IDR", "Rp": "IDR", "THB": "THB", "VND": "VND", "₫": "VND",
    "AED": "AED", "Dh": "dirham", "SEK": "SEK", "NOK": "NOK", "DKK": "DKK", "kr": "kr", "JPY": "JPY", "TL": "TRY", "₺": "TRY", "₪": "ILS", "MAD": "MAD", "Tk": "BDT",
}  # fmt: skip
# What stands after the figures; national adjectives come first so that "Hong Kong dollars" is not read as dollars.
_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"(?:US|U\.S\.|American) dollars?", "USD"), (r"(?:Australian|Aussie) dollars?", "AUD"), (r"Canadian dollars?", "CAD"), (r"Hong Kong dollars?", "HKD"),
        (r"Singapore(?:an)? dollars?", "SGD"), (r"(?:New )?Taiwan(?:ese)? dollars?", "TWD"), (r"New Zealand dollars?", "NZD"), (r"dollars?|USD", "$"), (r"euros?|EUR|€", "EUR"),
        (r"(?:South Korean |Korean )?won|KRW", "KRW"), (r"pounds?(?: sterling)?|GBP", "pound"), (r"(?:Japanese )?yen|JPY", "JPY"), (r"(?:Chinese )?yuan|renminbi|RMB", "CNY"), (r"rupees?", "rupee"),
        (r"ringgit|MYR", "MYR"), (r"(?:Philippine )pesos?|PHP", "PHP"), (r"(?:Mexican )pesos?", "MXN"), (r"pesos?", "peso"), (r"(?:Kenyan? |Kenya )shillings?|KES", "KES"), (r"(?:Uganda\w* )shillings?", "UGX"), (r"shillings?", "shilling"),
        (r"naira", "NGN"), (r"rand\b", "ZAR"), (r"cedis?", "GHS"), (r"rupiah", "IDR"), (r"baht", "THB"), (r"dong", "VND"), (r"reais", "BRL"), (r"Swiss francs?", "CHF"), (r"CFA francs?", "cfa"),
        (r"francs?", "franc"), (r"(?:Danish )?kroner", "krone"), (r"kronor", "SEK"), (r"lira", "TRY"), (r"roubles?|rubles?", "RUB"), (r"dirhams?", "dirham"), (r"riyals?", "riyal"), (r"dinars?", "dinar"),
        (r"taka", "BDT"), (r"manats?", "AZN"), (r"sou?ms?", "UZS"), (r"lari", "GEL"), (r"leu|lei", "RON"), (r"forints?", "HUF"), (r"birr", "ETB"), (r"kwacha", "ZMW"),
        (r"soles", "PEN"), (r"tugriks?", "MNT"), (r"leva", "BGN"), (r"drams?", "AMD"), (r"riels?", "KHR"), (r"kyats?", "MMK"), (r"pula", "BWP"), (r"hryvnias?", "UAH"), (r"z[lł]ot\w+", "PLN"), (r"shekels?", "ILS"), (r"tenge", "KZT"),
    ),
    "fr": (
        (r"dollars? (?:américains?|US)|\$ ?US|USD", "USD"), (r"dollars? australiens?", "AUD"), (r"dollars? canadiens?|\$ ?CA", "CAD"), (r"dollars? (?:de Hong ?-?Kong|hongkongais)", "HKD"),
        (r"dollars? (?:de Singapour|singapouriens?)", "SGD"), (r"(?:nouveaux )?dollars? (?:de Taïwan|taïwanais)", "TWD"), (r"dollars? néo-zélandais", "NZD"), (r"dollars?|\$", "$"), (r"euros?|€|EUR", "EUR"),
        (r"wons?(?: sud-coréens?)?", "KRW"), (r"livres?(?: sterling)?|£", "pound"), (r"yens?", "JPY"), (r"yuans?", "CNY"), (r"roupies? indonésiennes?", "IDR"), (r"roupies?", "rupee"), (r"ringgits?", "MYR"), (r"pesos? mexicains?", "MXN"), (r"pesos?", "peso"),
        (r"shillings?(?: kényans?)?", "shilling"), (r"nairas?", "NGN"), (r"rands?\b", "ZAR"), (r"francs? suisses?|CHF", "CHF"), (r"(?:francs? CFA|FCFA|F ?CFA|CFA)", "cfa"), (r"francs? congolais|FC\b", "CDF"),
        (r"francs? guinéens?|GNF", "GNF"), (r"francs?", "franc"), (r"couronnes? danoises?", "DKK"), (r"couronnes?", "krone"), (r"livres? turques?", "TRY"), (r"dirhams?|DH\b", "dirham"), (r"dinars?|DT\b|DA\b", "dinar"),
        (r"réaux|reais", "BRL"), (r"roubles?", "RUB"), (r"bahts?", "THB"), (r"dongs?", "VND"), (r"riyals?", "riyal"), (r"tenges?", "KZT"), (r"shekels?", "ILS"), (r"manats?", "AZN"), (r"soums?", "UZS"), (r"lei", "RON"), (r"forints?", "HUF"), (r"laris?", "GEL"), (r"birrs?", "ETB"), (r"soles", "PEN"), (r"zlotys?", "PLN"),
        (r"tugriks?", "MNT"), (r"takas?", "BDT"), (r"kwachas?", "ZMW"), (r"hryvnias?", "UAH"), (r"riels?", "KHR"),
    ),
    "ko": (
        (r"홍콩\s?달러", "HKD"), (r"(?:대만|타이완|신대만)\s?달러", "TWD"), (r"(?:호주|오스트레일리아)\s?달러", "AUD"), (r"캐나다\s?달러", "CAD"), (r"(?:싱가포르|싱가폴)\s?달러", "SGD"), (r"뉴질랜드\s?달러", "NZD"),
        (r"(?:미국\s?|미)?달러|불(?=[^가-힣]|[의을이에로]|까지|$)", "USD"), (r"유로", "EUR"), (r"파운드", "pound"), (r"엔(?=[^가-힣]|의|을|이|에|으로|까지|$)", "JPY"), (r"위안", "CNY"), (r"루피아", "IDR"), (r"루피", "rupee"), (r"링깃", "MYR"),
        (r"페소", "peso"), (r"실링", "shilling"), (r"나이라", "NGN"), (r"동(?=[^가-힣]|의|을|이|에|으로|까지)", "VND"), (r"바트", "THB"), (r"헤알", "BRL"), (r"크로네", "krone"), (r"프랑", "franc"), (r"텡게", "KZT"), (r"디르함", "dirham"), (r"란드", "ZAR"), (r"루블", "RUB"), (r"마나트", "AZN"), (r"숨(?=[^가-힣]|의|을|이|에)", "UZS"), (r"포린트", "HUF"), (r"레이(?=[^가-힣]|의|를|에)", "RON"), (r"즈워티", "PLN"), (r"리라", "TRY"), (r"타카", "BDT"),
        (r"세디", "GHS"), (r"리얄", "riyal"), (r"디나르", "dinar"), (r"크로나", "SEK"), (r"셰켈", "ILS"), (r"투그릭", "MNT"), (r"리엘", "KHR"), (r"원(?!칙|심|고)", "KRW"),
    ),
}  # fmt: skip
_SCALES: dict[str, dict[str, float]] = {
    "en": {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "mln": 1e6, "billion": 1e9, "bn": 1e9, "bln": 1e9, "b": 1e9, "trillion": 1e12, "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7},
    "fr": {"mille": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6, "m": 1e6, "milliard": 1e9, "milliards": 1e9},
    "ko": {},
}  # fmt: skip
# A half beside a scale word: "half a million", « un demi-million »; "two and a half million", « deux millions et demi ».
_HALF = {"en": r"(?:\ba\s)?\bhalf(?:\san?)?", "fr": r"(?:\bun\s)?\bdemi(?=[\s-](?:million|milliard))"}
_AND_A_HALF = {"en": r"\sand a half\b", "fr": r"\set demie?\b"}
# The decimal point before a scale word; the other separator parts thousands there too: "1,500 million", « 4.800 milliards ».
_DECIMAL = {"en": r"\d+\.\d+", "fr": r"\d+,\d+"}
_KOREAN_UNITS = {"십": 1e1, "백": 1e2, "천": 1e3, "만": 1e4, "억": 1e8, "조": 1e12}
_UNIT = "[십백천만억조]"
_FIGURES = r"\d[\d,]*(?:\.\d+)?"
_LETTERS = "[일이삼사오육칠팔구십백천만억]{0,19}[백천만억]"
# Figures with units (3억5천만), or letters alone (삼천만): a whole word, which ends in a unit. Figures follow figures only after a unit, and no number
# has more than twenty parts: so no row of figures and units, however long, is parted in many ways.
_KOREAN_NUMBER = (
    rf"(?:(?<!\d)(?<!\d,){_FIGURES}(?:\s?(?:{_UNIT}|(?<={_UNIT}){_FIGURES}|(?<={_UNIT}\s){_FIGURES})){{0,20}}\s?"
    rf"|(?<![가-힣\d]){_LETTERS}(?:\s{_LETTERS}){{0,5}}\s?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """An amount: offsets in the searched string, its value in whole units, and an ISO 4217 code or the family of a shared sign."""

    start: int
    end: int
    value: float
    currency: str


def find(text: str, language: str) -> list[Amount]:
    """All amounts in `text`, left to right; of a range ("10 to 50 million won", 1000만~5000만 원) the upper end."""
    found = [_korean_amount(m) for m in _pattern("ko").finditer(text)] if language == "ko" else []
    main = "en" if language == "ko" else language
    for match in _pattern(main).finditer(text):
        amount = _amount(match, main)
        if amount and not any(amount.start < other.end and other.start < amount.end for other in found if other):
            found.append(amount)
    return sorted((amount for amount in found if amount), key=lambda amount: amount.start)


def settle(currency: str, jurisdiction: str | None) -> str:
    """The ISO 4217 code of a family's sign in a jurisdiction ("$" in AU is AUD); a code stays as it is."""
    if currency not in FAMILIES:
        return currency
    members = FAMILIES[currency]
    own = _own_currencies((jurisdiction or "").split("-")[0])
    return next((code for code in own if code in members), members[0])


def is_own(currency: str, jurisdiction: str | None) -> bool:
    """Whether a code or a family's sign stands for a currency that is tender in a jurisdiction."""
    own = _own_currencies((jurisdiction or "").split("-")[0])
    return bool(set(own) & set(FAMILIES.get(currency, (currency,))))


@cache
def _own_currencies(territory: str) -> tuple[str, ...]:
    """Currencies that are tender in a territory today, by CLDR."""
    if len(territory) != 2 or territory == "EU":
        return ("EUR",) if territory == "EU" else ()
    return tuple(str(code) for code in get_territory_currencies(territory, start_date=date(2020, 1, 1)) if code)


@cache
def _iso_codes() -> tuple[str, ...]:
    """ISO 4217 codes as CLDR knows them, but those that are words in capital letters."""
    return tuple(str(code) for code in Locale("en").currencies if code not in ("ALL", "TOP", "CUP", "XXX", "XTS"))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """The pattern of an amount in a language: sign and figures, or figures and word, with scale words and the lower end of a range."""
    words = "|".join(f"(?P<w{n}>{pattern})" for n, (pattern, _) in enumerate(_WORDS[language]))
    unit = "|".join(pattern for pattern, _ in _WORDS[language])
    if language == "ko":
        return re.compile(
            rf"(?:{_KOREAN_NUMBER}\s?[~∼\-–]\s?|{_KOREAN_NUMBER}(?:\s?(?:{unit}))?(?:에서|부터|\s?이상)\s)?(?P<n>{_KOREAN_NUMBER})\s?(?:여\s?)?(?:{words})"
        )
    half = f"(?i:{_AND_A_HALF[language]})"
    number = f"(?:(?i:{_HALF[language]}|{PATTERN[language]}){half}?)"
    scales = f"(?i:{'|'.join(sorted(_SCALES[language], key=len, reverse=True))})"
    signs = "|".join(re.escape(sign) for sign in sorted({*_SIGNS, *_iso_codes()}, key=len, reverse=True))
    of = r"(?:\s(?:d['’]|de\s)|\s?)" if language == "fr" else r"[\s-]?"
    # « vingt et un », "thirty-five" are one number: figures alone are joined to a range by "and" or a dash.
    low = rf"(?:(?:{number})(?:\s?(?:{scales})\b)?(?:{of}(?:{unit}))?\s?(?:to|à)\s?|(?:{FIGURES})(?:\s?(?:{scales})\b)?\s?(?:and|-|–|et)\s?(?=(?:[A-Z]{{3}}\s)?\S{{0,3}}\d))"
    return re.compile(
        rf"(?<![\w.,])(?P<sign>{signs})(?:\s?(?=\d)(?<!\b[NPRW]\s))(?:{low}(?:(?:{signs})\s?)?)?(?P<n1>{number})(?:[\s-]?(?P<s1>{scales})\b(?P<h1>{half})?)?|"
        rf"(?<![\w.,$€£]){low}?(?P<n2>{number})(?:[\s\u00a0-]?(?P<s2>{scales})(?![\w])(?P<h2>{half})?)?{of}[\u00a0\u202f]?(?:{words})(?![\w])"
    )


def _amount(match: re.Match[str], language: str) -> Amount | None:
    """The amount of a French or English match."""
    number, scale, half = (match["n1"], match["s1"], match["h1"]) if match["sign"] else (match["n2"], match["s2"], match["h2"])
    value = _value(number, language, bool(scale))
    if value is None:
        return None
    value += 0.5 if half else 0.0
    if match["sign"]:
        currency = _SIGNS.get(match["sign"], match["sign"])
    else:
        currency = next(code for n, (_, code) in enumerate(_WORDS[language]) if match[f"w{n}"])
    factor = _SCALES[language].get((scale or "").lower(), 1.0)
    return Amount(start=match.start(), end=match.end(), value=round(value * factor, 2), currency=currency)


def _value(number: str, language: str, is_scaled: bool) -> float | None:
    """The value of a number with its half; before a scale word one separator is the decimal point ("1.125 million", « 1,125 million »)."""
    whole = re.sub(f"{_AND_A_HALF[language]}$", "", number, flags=re.I)
    if re.match(_HALF[language], f"{number} million", re.I):
        value: float | None = 0.5
    elif is_scaled and re.fullmatch(_DECIMAL[language], whole):
        value = float(whole.replace(",", "."))
    else:
        value = value_of(whole, language)
    return None if value is None else value + (0.5 if whole != number else 0.0)


def _korean_amount(match: re.Match[str]) -> Amount | None:
    """The amount of a Korean match."""
    value = korean_number(match["n"])
    currency = next(code for n, (_, code) in enumerate(_WORDS["ko"]) if match[f"w{n}"])
    return Amount(start=match.start(), end=match.end(), value=value, currency=currency) if value else None


def korean_number(text: str) -> float:
    """The value of Korean figures and letters: `3억5천만` → 350,000,000; `277만9,600` → 2,779,600; `삼천오백만` → 35,000,000."""
    total, part, figure = 0.0, 0.0, 0.0
    for token in re.findall(r"\d[\d,]*(?:\.\d+)?|[일이삼사오육칠팔구십백천만억조]", text):
        if token[0].isdigit():
            figure = float(token.replace(",", ""))
        elif token in SINO_FIGURES:
            figure = float(SINO_FIGURES[token])
        elif token in "십백천":
            part += (figure or 1.0) * _KOREAN_UNITS[token]
            figure = 0.0
        else:
            total += ((part + figure) or 1.0) * _KOREAN_UNITS[token]
            part = figure = 0.0
    return round(total + part + figure, 2)
