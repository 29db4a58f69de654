"""Characters that must not reach the archive, and the plain forms that strings are compared in."""

import html
import re
import unicodedata

# C0 but tab and newline, C1, lone surrogates, non-characters: they break XML feeds, databases and JSON readers further down.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Direction overrides and marks can make a title read as another one (Unicode TR 36); soft hyphens and zero-width spaces split words.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
# Joiners are needed inside emoji and Indic or Arabic words, never at the edge of a word or between Latin letters or Hangul.
_JOINERS = re.compile("(?<![\u0600-\u0dff\u2600-\U0001faff\ufe0f])[\u200c\u200d]+|[\u200c\u200d]+(?=\\s|$)")
_LINE_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_INLINE_TAGS = re.compile(r"</?(?:b|i|u|em|strong|br|span|sup|sub|font|mark|a|p)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")
_HANGUL = re.compile("[가-힣]")
_LETTERS = re.compile(r"[^\W\d_]")


def without_forbidden(text: str) -> str:
    """`text` without NUL, other control characters, lone surrogates and non-characters."""
    return _FORBIDDEN.sub("", text)


def clean_characters(text: str) -> str:
    """`text` in NFC without control characters, lone surrogates, direction overrides and stray zero-width characters."""
    text = _LINE_BREAKS.sub("\n", text)
    text = _INVISIBLE.sub("", without_forbidden(text))
    return unicodedata.normalize("NFC", _JOINERS.sub("", text))


def clean_lines(text: str) -> list[str]:
    """The lines of `text` that are not blank, each clean and with single spaces."""
    lines = (_SPACES.sub(" ", line).strip() for line in clean_characters(text).split("\n"))
    return [line for line in lines if line]


def one_line(text: object) -> str | None:
    """A metadata value as one clean line without entities and inline tags, or None where nothing is left."""
    if not isinstance(text, str):
        return None
    plain = _INLINE_TAGS.sub(" ", html.unescape(html.unescape(text))) if "&" in text or "<" in text else text
    return " ".join(clean_lines(plain)) or None


def squash(text: str | None) -> str:
    """Letters and digits only, case-folded: for comparing titles and names."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text or "").casefold())


def hangul_share(text: str) -> float:
    """Share of Hangul among the letters of `text`, in [0, 1]; 0 without letters."""
    letters = len(_LETTERS.findall(text))
    return len(_HANGUL.findall(text)) / letters if letters else 0.0
