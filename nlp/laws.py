"""Names and numbers of acts, articles and bills, as the text writes them (codebook: laws).

Well-known acts come from the gazetteer's table; other names are read by their form: capitals up to "Act" or "Bill" in English, « loi … »,
« article … du code … » in French, …법 and 제…조 in Korean. Constitutions and names of cases are none. What cites an act or article of
the table of well-known ones (`nlp.acts`) gets its id, and its official address where a page that was read shows one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc

from core.article import Evidence, Jurisdiction, Law
from language.act_names import article_of
from nlp.acts import Act, is_distinct, table
from nlp.chrome import chrome_sentences
from nlp.gazetteer import gazetteer, is_lowered
from nlp.jurisdictions.context import jurisdiction_at
from nlp.pipeline import evidence, sentence_at, sentences

_CAP = r"(?:[A-Z][\w'’\-]*|AI|\([A-Z][^()]{2,70}\))"
_SMALL = r"(?:of|and|the|for|on|to|in|with|from|against|&|de|la|It|by|a)"
_KIND = r"(?:Act|Bill|Code|Ordinance|Regulations?|Rules|Decree|Directive|Statute|Law)"
_EN_NAMES = (
    rf"(?<![\w-]){_CAP}(?:,?\s(?:{_SMALL}\s){{0,3}}{_CAP}){{0,14}}?\s{_KIND}\b(?!\s[a-z]+\s(?:Lee|Gates|Clinton))(?:,?\s(?:of\s)?(?:19|20)\d\d\b)?",
    rf"\b(?:[A-Z]\w+\s){{0,2}}(?:Act|Law) (?:on|Concerning|for|Against) (?:the )?{_CAP}(?:(?:\s{_SMALL}){{0,3}}\s{_CAP}){{0,12}}",
    r"\b(?:Federal\s)?(?:Decree-)?Law (?:No\.?\s?\d+[\w/]*(?: of \d{4})?|on (?:the )?[A-Z]\w+(?:\s(?:and\s|of\s)?[A-Z]\w+)*)",
)
_EN_NUMBERS = (
    r"\b(?:Senate|House|Assembly|Private Member['’]s)? ?Bills? (?:No\.?\s)?(?:[A-Z]-)?\d+[\w\-]*(?: of \d{4})?",
    r"\b(?:S\.B\.|SB|A\.B\.|AB|H\.R\.|HR|H\.B\.|HB|S\.F\.|SF|HF|LB|LD|SP)\s?\d{1,5}\b",
    r"\bS\.\s?\d{2,5}\b",
    r"\b(?:Decree|Resolution|Order|Ordinance|Directive|Regulation|Executive Order|Proclamation)s? (?:No\.?\s?|\((?:EU|EC)\)\s)\d[\w/.\-]*(?: of \d{4})?",
    rf"\b(?:[Ss]ections?|[Aa]rticles?|[Rr]ules?)\s\d+[\w.\-/]*(?<![.\-/])(?:\s?\(\w+\))*(?:\s(?:Bis|bis|ter|quater)\b)?(?:(?:,|\sand|\sor|\s&)\s\d+\w*(?:\(\w+\))*)*(?:\sof\s(?:the\s)?(?:{_CAP}(?:\s(?:{_SMALL}\s){{0,2}}{_CAP}){{0,8}}?\s{_KIND}(?:,?\s(?:of\s)?\d{{4}})?|IPC|BNS|GDPR|DSA|IT Act))?",
)
# Names of a text without any capital: what stands between "the" and the kind.
_EN_LOWERED = (
    r"(?<=\bthe )(?!(?:new|same|proposed|draft|said|whole|first|current|existing|federal|state)\s\w+\b)"
    r"(?:(?!(?:to|the|an?|in|by|with|from|that|which|had|has|have|may|must|will|would|can|was|is|are)\b)[a-z][\w'’\-]*(?:,? (?:and|of|on|for) | )){1,6}?"
    r"(?:act|code)\b(?:,? (?:of )?(?:19|20)\d\d\b)?",
)
_FR_CODE = r"[Cc]ode (?:pénal|civil|criminel|électoral|de procédure pénale|du numérique|de la (?:propriété intellectuelle|consommation|communication|presse)|des obligations|du travail|de l['’]éducation)"
_FR_STOP = r"(?=\s(?:a|ont|est|sont|était|prévoit|punit|interdit|impose|oblige|permet|qui|que|dont|entre|doit|va|vient|avait|sera|serait|n['’]|ne|se|s['’]|y|adoptée?|votée?|promulguée?|entrée?|en vigueur|actuelle|déjà|par|pour|comme|mais|ou|fait|vise|reconnaît|donne|contre|depuis|lui|leur|exige|devrait|pourrait|et (?:la|le|les|l['’]|du|de la))\b|[,.;:()«»\"”]|$|\n)"
_FR_NAMES = (
    r"\b(?:[Oo]rdonnance-[Ll]oi|[Oo]rdonnance|[Dd]écret(?:-loi)?|[Ll]oi(?: organique| fédérale)?|[Rr]ésolution|[Aa]rrêté) n[°o]\s?[\d\-/.]+(?: du \d{1,2}(?:er)? \w+ \d{4})?(?: (?:portant|relative? (?:à|au|aux)) [\w'’ ]{5,60}?"
    + _FR_STOP
    + r")?",
    r"(?:\b[Pp]rojet|\b[Pp]roposition) de loi (?:n[°o]\s?[\w\-]+|C-\d+|\d+)",
    r"(?:(?<=\bla )|(?<=\bLa )|(?<=projet de )|(?<=proposition de )|(?<=« ))[Ll]oi (?:organique |fédérale |européenne |\w+e )?(?:visant à|relative (?:à|au|aux)|sur|portant|tendant à|modifiant|concernant|contre) [\w'’\-, ]{4,150}?"
    + _FR_STOP,
    r"\b[Ll]oi [A-Z][\w\-]+(?: [A-Z][\w\-]+)?(?: du \d{1,2} \w+ \d{4}| de \d{4})?",
    r"\b[Ll]oi du \d{1,2}(?:er)? \w+ \d{4}(?: relative (?:à|au|aux) [\w'’\- ]{4,60}?" + _FR_STOP + r")?",
    r"\b(?:[Rr]èglement|[Dd]irective)(?: européenn?e?)? (?:\(UE\)\s?(?:n[°o]\s?)?\d+/\d+|sur (?:l['’]|les? |la )[\w'’\-]+(?:\s(?:à|des?|du|aux|faites aux|numériques?|artificielle|d['’]auteur|données?|services?|marchés?|femmes)(?=\s|[,.;)]|$)){0,4})(?:\s\([A-Z]{2,5}\))?",
    r"\bActe sur l['’]IA|\bIA Act\b",
)
_FR_NUMBERS = (
    rf"\b[Aa]rticles? (?:[LRD]\.?\s?)?\d+(?:[\d\-./]*\d)?(?:\s?(?:bis|ter|quater|quinquies|decies)\b)?(?:(?:,| et) \d+[\d\-./]*(?<![.\-/]))*(?:,? (?:du|de la|de l['’])\s?(?:{_FR_CODE}|loi [\w° \-]{{2,30}}?{_FR_STOP}|[Cc]onstitution|Criminal Code|[Rr]èglement \(UE\)\s?(?:n[°o]\s?)?\d+/\d+|[Rr]èglement[\w\s()/]{{0,25}}?{_FR_STOP}))?",
    rf"\b{_FR_CODE}(?: congolais| belge| suisse| canadien| coréen)?",
)
_KO_END = r"(?=[\s,.·)(’'\"”」은는이가을를에의과와도로으상위개일제시만까부]|$)"
_KO_TAIL = r"(?:특례법|특별법|기본법|처벌법|보호법|법률|법)"
_KO_NAMES = (
    r"(?<=[「『<〈])[^」』>〉]{2,50}?(?:법률?|특례법|규정|규칙|방안|방법|강령|법안|개정안)(?=[」』>〉])",
    rf"(?:[가-힣A-Za-z·ㆍ]+[\s]){{0,6}}?[가-힣A-Za-z·ㆍ]+(?:\s?등)?(?:에|과|와)?\s관한\s{_KO_TAIL}{_KO_END}",
    rf"(?:\b(?:AI|EU AI|온라인|테이크 잇|인공지능|정보통신|디지털)\s)?[가-힣A-Za-z·ㆍ]{{1,14}}(?:법|법안){_KO_END}",
    r"[가-힣A-Za-z0-9·()\s]{4,40}?\s(?:식별|관리|표시|라벨)\s(?:방안|규정|규칙|방법)",
    r"법률 제\d+호",
)
_KO_NUMBERS = (
    r"제\s?\d+조(?:의\s?\d+)?(?:\s?제?\d+항)?(?:\s?제?\d+호)?(?:\s?[가-하]목)?|(?<![\d제])\d+조(?:의\s?\d+)?\s\d+항|\b(?:AB|SB|HB|HR)\s?\d{1,5}\b|제\d{3}-\d+(?:-\d+)?조",
)
# Words that end in 법 and are no names of acts.
_KO_NOT = re.compile(
    r"^(?:방법|불법|입법|사법|헌법|위법|합법|국내법|관련법|관계법|현행법|개정법|악법|준법|편법|수법|기법|문법|용법|해법|탈법|적법|연방법|주법|특별법|기본법|처벌법|상위법|실정법|국제법|요법|비법|어법|화법|마법|무법|공법|"
    r"모법|성문법|단속법|규제법|방지법|보호법|금지법|특례법|새 법|이 법|같은 법|해당 법|.*(?:지법|고법|지방법|고등법|대법|사용법|활용법|대처법|대응법|구별법|식별법|판별법|확인법|조리법|치료법|예방수법|신종수법|문제해법|입법|불법|방법|수법|기법|편법|해법|사법|위법|헌법|준법|무법|적법))$"
)
# « loi contre les deepfakes explicites » describes a law and does not name it.
_DESCRIPTION = re.compile(r"[Ll]oi (?:\w+ )?(?:sur|contre|visant à) (?:les? |la )?(?:deepfakes?|hypertrucages?|trucages?|faux)", re.I)
_KO_CODES = {"형법", "민법", "상법"}
_KO_NOT_TAIL = re.compile(
    r"^(?:법안|법률|개정법안|이법|그법|각법|정부법안|제정법안|수정법안|두법안|대안법안|쟁점법안|비쟁점법안|민생법안|규제법안|관련법안|특별법안|여야법안|주법안|보호법안|금지법안|책임법안|처벌법안|방지법안|근거법|근거법안|책임법|금지법)$"
)
_EN_LEAD = re.compile(
    r"^(?:[Tt]he|Le|La|Les|Un|Une|Cet|Cette|A|An|This|That|Its|Their|Under|In|By|And|But|With|For|If|New|Draft|Proposed|Any|Both|Our|Since|When|While|As|Existing|Current|Such|Another|Meanwhile|Although|Every|Amendments? to the|Senate of the|House of the|Both the|And the|[A-Z]\w+['’]s|Section \d+ of the)\s(?=\S)"
)
_EN_BARE = re.compile(
    rf"^(?:{_KIND}|(?:[A-Z]\w+\s)?(?:Rule of Law|Dress Code|Zip Code|Source Code|QR Code)|(?:Amendment|Private|Government|Criminal|Public|Senate|House|State|Federal|Members?|First|Second) (?:Bill|Act|Law|Rules?)|.*(?:Constitution|Law School|v\.).*)$"
)
_MOST_PLACES = 4
_BESIDE = 220
"""Characters before and after a bare number in which its act may be named."""
_OF_ANOTHER = re.compile(r" of the [A-Z]")

# A person called Bill or a sentence's first word before a kind: "Bill" must close the name, not open the next one.
_BILL_PERSON = re.compile(r"\sBill$")


def find(doc: Doc, jurisdictions: Sequence[Jurisdiction], relevance: str) -> tuple[Law, ...]:
    """The laws named in an article, each name once, in order of first naming, with all its places as evidence (at most four).

    Args:
        doc: from `nlp.pipeline.make_doc`.
        jurisdictions: the article's; an act that is not well known is tied to one of them by what is told around it.
        relevance: only `law` articles have laws.
    """
    if relevance != "law":
        return ()
    skipped = chrome_sentences(doc)
    found: dict[str, Law] = {}
    for start, end, name in _names(doc):
        number = sentence_at(doc, start)
        if number in skipped:
            continue
        place = evidence(doc, start, end)
        key = re.sub(r"[\W_]+", "", name).casefold()
        known = found.get(key)
        if known is None:
            found[key] = _law(doc, name, start, end, jurisdictions)
        elif len(known.evidence) < _MOST_PLACES:
            found[key] = replace(known, evidence=(*known.evidence, place))
    return tuple(_by_the_acts_cited(list(found.values())))


def _law(doc: Doc, name: str, start: int, end: int, jurisdictions: Sequence[Jurisdiction]) -> Law:
    """A law at its first naming, tied to the table where the name, or the words beside a bare number, cite a row of it."""
    act, number = article_of(name)
    owner = _owner(doc, act or name, start, jurisdictions)
    place = (evidence(doc, start, end),)
    if number and not act:
        after = doc.text[end : end + _BESIDE]
        beside = table().beside(doc.text[max(0, start - _BESIDE) : start], after)
        if beside or _OF_ANOTHER.match(after):
            return _tied(name, table().article(beside, number, None if len(beside) == 1 else owner), owner, place)
    return _tied(name, table().cited(name, owner), owner, place)


def _tied(name: str, act: Act | None, owner: str | None, places: tuple[Evidence, ...]) -> Law:
    if act is None:
        return Law(name=name, jurisdiction=owner, evidence=places)
    return Law(name=name, jurisdiction=act.jurisdiction, id=act.id, official_url=table().address(act), evidence=places)


def _by_the_acts_cited(laws: Sequence[Law]) -> Iterator[Law]:
    """Bare numbers that only one of the acts cited in the text has (같은 법 제14조의3) are tied to it; a number like 50 says too little."""
    acts = table()
    cited = [acts.by_id[one] for one in dict.fromkeys(acts.by_id[law.id].parent for law in laws if law.id)]
    for law in laws:
        act, number = article_of(law.name)
        if law.id or act or not is_distinct(number):
            yield law
        else:
            yield _tied(law.name, acts.article(cited, number), law.jurisdiction, law.evidence)


def _owner(doc: Doc, name: str, start: int, jurisdictions: Sequence[Jurisdiction]) -> str | None:
    """Whose act it is: by the table of well-known acts, else by the text around it."""
    codes = {item.code for item in jurisdictions}
    for known in gazetteer().find(name, doc.user_data["language"]):
        if known.kind == "act" and not known.weak and known.start <= 12:
            return known.code
        if known.kind in ("country", "adjective", "state") and not known.weak:
            return known.code
        if known.kind == "act" and known.code in codes:
            return known.code
    return jurisdiction_at(doc, start, sentence_at(doc, start), jurisdictions)


def _names(doc: Doc) -> list[tuple[int, int, str]]:
    """All names in the document as (start, end, name), left to right, a longer one before those inside it."""
    language: str = doc.user_data["language"]
    text = doc.text
    hits: list[tuple[int, int, str]] = []
    for pattern in _patterns(language, lowered=is_lowered(text)):
        for match in pattern.finditer(text):
            hit = _trimmed(match.start(), match[0], language)
            if hit and not _crosses(doc, hit[0], hit[1]):
                hits.append(hit)
    hits.extend((f.start, f.end, text[f.start : f.end]) for f in doc.user_data["finds"] if f.kind == "act")
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    kept: list[tuple[int, int, str]] = []
    for hit in hits:
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
        elif hit[1] > kept[-1][1] and hit[0] > kept[-1][0]:
            continue
    named = list(_joined(text, kept, language))
    # A code named by itself is told already by « article … du code pénal ».
    whole = " ".join(name.lower() for _, _, name in named if re.match(r"[Aa]rticle|[Ss]ection", name))
    return [hit for hit in named if not (hit[2].lower().startswith("code ") and hit[2].lower() in whole)]


def _joined(text: str, hits: Sequence[tuple[int, int, str]], language: str) -> Iterator[tuple[int, int, str]]:
    """Korean: an article right after its act is named with it (공직선거법 제82조의8), and the act by itself too unless it is a mere code (형법)."""
    before: tuple[int, int, str] | None = None
    kept: list[tuple[int, int, str]] = []
    for hit in hits:
        if language == "ko" and before and re.fullmatch(r"\s?", text[before[1] : hit[0]]) and re.match(r"제?\s?\d", hit[2]):
            if before[2] in _KO_CODES:
                kept.pop()
            kept.append((before[0], hit[1], text[before[0] : hit[1]]))
        else:
            kept.append(hit)
        before = hit
    yield from kept


@cache
def _patterns(language: str, *, lowered: bool) -> tuple[re.Pattern[str], ...]:
    """The patterns of names and numbers that texts of a language hold; French and Korean texts name English acts too.

    `lowered`: the text has no capitals, which alone make a name else.
    """
    names = tuple(re.compile(pattern) for pattern in (_EN_LOWERED if lowered else _EN_NAMES))
    numbers = tuple(re.compile(pattern, re.IGNORECASE if lowered else re.NOFLAG) for pattern in _EN_NUMBERS)
    if language == "en":
        return names + numbers
    if language == "fr":
        return tuple(re.compile(pattern) for pattern in (*_FR_NAMES, *_FR_NUMBERS)) + names[:2] + numbers[:2]
    return tuple(re.compile(pattern) for pattern in (*_KO_NAMES, *_KO_NUMBERS)) + names[:1]


def _crosses(doc: Doc, start: int, end: int) -> bool:
    """Whether a stretch runs over the end of its sentence."""
    part = sentences(doc)[sentence_at(doc, start)]
    # A short number may hold the full stops that a sentence was cut at (S.B. 815).
    return end > part.offset + len(part.text) and end - start > 12


def _trimmed(start: int, name: str, language: str) -> tuple[int, int, str] | None:
    """A match without words before the name, or None where it names no act."""
    lead = len(name) - len(name.lstrip())
    start, name = start + lead, name.strip(" ,")
    if re.search(r"[가-힣]", name):
        return _trimmed_korean(start, name)
    while lead_word := _EN_LEAD.match(name):
        start, name = start + lead_word.end(), name[lead_word.end() :]
    if _EN_BARE.match(name) or (_BILL_PERSON.search(name) and name.count(" ") < 2 and language != "en") or not name:
        return None
    if _DESCRIPTION.match(name):
        return None
    return start, start + len(name), name


def _trimmed_korean(start: int, name: str) -> tuple[int, int, str] | None:
    """A Korean match without the words of the sentence before the name (국회는 …), or None where it is an ordinary word in 법."""
    cut = 0
    for word in re.finditer(
        r"\S+(?:은|는|이|가|을|를|도|에서|에게|까지|부터|했다|하는|위한|따라|통해|의해|담은|관련|현행|정부|이번|라며|라고)\s", name
    ):
        cut = word.end()
    start, name = start + cut, name[cut:]
    compact = name.replace(" ", "")
    if name.endswith("법안") and not _KO_NOT_TAIL.match(compact) and len(compact) > 4:
        name = name[:-1]
        compact = compact[:-1]
    if len(compact) < 2 or _KO_NOT.match(compact) or _KO_NOT_TAIL.match(compact):
        return None
    return start, start + len(name), name
