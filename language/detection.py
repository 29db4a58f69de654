"""Which language a text is written in.

Hangul, kana and Han decide by script; the rest is py3langid (a multinomial model over byte n-grams, 97 languages), whose answer on a short
headline is weighed against the hint that the caller has (the source's own language). Where a text has lines of prose, they alone are read:
menus, cookie notices and share buttons are often in another language than the article between them.
"""

import math
import re
import threading
from functools import cache
from typing import Any

from language.normal import normal, words_of

UNKNOWN = "und"

_HANGUL = re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]")
_KANA = re.compile("[\u3040-\u30ff]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[#@]\w+")
_HANGUL_SHARE = 0.2  # a Korean text full of Latin names still has more; a French one that cites 허위영상물 has far less
_SAMPLE = 3000  # characters read of a text: more changes nothing
_LEAST_LETTERS = 3
_LEAST_PROSE = 40  # letters of a line that is read as prose; of Han, kana and Hangul, which say more a letter, a third
_ENDING = re.compile(r"[.!?…。！？]")
_DENSE = re.compile(f"{_HANGUL.pattern}|{_KANA.pattern}|{_HAN.pattern}")
# Notices around an article that are whole sentences, in the languages whose chrome other papers' pages carry.
_NOTICE = re.compile(
    r"\b(?:cookies?|newsletters?|subscri\w+|sign (?:in|up)|log ?in|privacy policy|terms of (?:use|service)|all rights reserved|javascript|"
    r"ad ?blockers?|s['’]abonner|abonnez-vous|se connecter|mentions légales|tous droits réservés|politique de confidentialité)\b|"
    r"무단\s?전재|구독하기|로그인|회원가입|개인정보\s?처리방침",
    re.I,
)
_LEAST_SHARE = 0.25  # of the likeliest language, below which nothing is claimed
_LOCK = threading.Lock()
# Languages of national newspapers: their dialects and neighbours (Picard for French, Pidgin for English) only split the vote of a headline.
_PRESS = words_of(
    "af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko lo lt "
    "lv mk ml mn mr ms mt my ne nl no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh zu"
)
_SPOKEN_OF = ("en", "fr")  # the languages read here: a tie of a short headline falls to them
# Words so frequent in one language, and absent from its neighbours, that a short headline is told by them.
_FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "fr": words_of("le la les des du un une et est dans pour sur par au aux ce cette qui que avec contre après sont ses l d qu"),
    "en": words_of("the of and to in is for on with by that this are from at as after over against an its his her who"),
    "de": words_of("der die das und ist im nicht mit von für auf gegen ein eine dem den des zu bei nach wird werden sich"),
    "it": words_of("il di che della per con una gli nel del contro sono alla dei delle anche più è lo i"),
    "es": words_of("el los las del con una para por contra su que y en al más como sobre"),
    "pt": words_of("o os da do das dos em com uma para por não ao na no e contra que mais"),
    "nl": words_of("het een van en op met voor niet tegen zijn bij aan naar door wordt over ook"),
}


def detect(title: str, text: str, hint: str | None = None) -> str:
    """The language of an article.

    Args:
        title: its headline, possibly empty.
        text: its body, possibly empty.
        hint: a language tag that the source or page claims; it only decides what the text leaves open.

    Returns:
        ISO 639-1 code, or `und` where there is too little to tell.
    """
    sample = _NOISE.sub(" ", f"{normal(title)}\n{_prose(normal(text[: 2 * _SAMPLE]))[:_SAMPLE]}")
    letters = len(_LETTER.findall(sample))
    hinted = hint.split("-")[0].lower() if hint else None
    if letters < _LEAST_LETTERS:
        return hinted or UNKNOWN
    by_script = _by_script(sample, letters)
    if by_script is not None:
        return by_script
    return _by_model(sample.strip(), hinted)


def _prose(text: str) -> str:
    """The lines of `text` that are sentences and no notices; where there is none, those that are no notices, or all of it."""
    lines = [line for line in text.split("\n") if not _NOTICE.search(line)]
    return "\n".join(filter(_is_prose, lines)) or "\n".join(lines).strip() or text


def _is_prose(line: str) -> bool:
    """Whether a line holds a sentence of an article."""
    weight = len(_LETTER.findall(line)) + 2 * len(_DENSE.findall(line))
    return weight >= _LEAST_PROSE and _ENDING.search(line) is not None


def _by_script(sample: str, letters: int) -> str | None:
    """Korean, Japanese or Chinese where the script says so."""
    if len(_HANGUL.findall(sample)) >= _HANGUL_SHARE * letters:
        return "ko"
    if len(_KANA.findall(sample)) >= 0.1 * letters:
        return "ja"
    if len(_HAN.findall(sample)) >= 0.3 * letters:
        return "zh"
    return None


def _by_model(sample: str, hinted: str | None) -> str:
    """The model's answer, with function words and the hint as witnesses where the sample is short."""
    cased = sample.lower() if sample.isupper() else sample
    scores = _scores(cased)
    words = set(re.findall(r"[^\W\d_]+", cased.lower()))
    weight = 1.0 / (1.0 + len(cased) / 400)  # the shorter the text, the more its small words say
    for language, known in _FUNCTION_WORDS.items():
        scores[language] += 1.2 * weight * len(words & known)
    for language in _SPOKEN_OF:
        scores[language] += 1.0 * weight
    if hinted in scores:
        scores[hinted] += 2.0 * weight
    best = max(scores, key=lambda language: (scores[language], language))
    share = 1.0 / sum(math.exp(score - scores[best]) for score in scores.values())
    if share < _LEAST_SHARE:
        return hinted or UNKNOWN
    return best


def _scores(sample: str) -> dict[str, float]:
    """The log-probability of each language by the model alone, smoothed by length (temperature: square root of the bytes)."""
    with _LOCK:
        return {language: math.log(max(float(share), 1e-12)) for language, share in _identifier().rank(sample)}


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in _PRESS if code in identifier.nb_classes])
    return identifier
