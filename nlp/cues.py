"""What a sentence plainly says of a stage, read by rules beside the network.

Kinds of sentences that the network, small as it is, takes for their neighbours:

- a legislature, named as the subject, did something to the law on a day that is named ("on Thursday MPs toughened the law"): that is a vote, in
  whatever verb. Of 178 such `law` articles among our own 175 are labelled `passed`. Committees, plans and years gone by are left out.
- where a vote is so told, `bill` is for the way that is still ahead or that led there, and a sentence without a word of it (committee, reading, tabled,
  next chamber) shows none. Of 31 such articles that are labelled `bill` one has no sentence with such a word.
- there `call` needs a word of demanding as well: most demands are answered by what was voted. All 17 such articles that are labelled `call` have one.
- somebody asks authorities to investigate, arrest or punish: what is asked for has not been done. Of 121 such sentences four show `enforcement`.

All were counted on `nlp/data` (2026-11-23), not on the development set.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.article import TOPICS
from nlp.encoder import Reading
from nlp.patterns import table

SURE = 4.0
"""Logit of what a rule says: a score of about .95."""
_CALL, _BILL, _PASSED, _ENFORCEMENT = (TOPICS.index(code) for code in ("call", "bill", "passed", "enforcement"))

_BODY = {
    "en": r"(?:MPs|lawmakers|legislators|parliamentarians|deputies|senators|[Pp]arliament|(?:National |State |Legislative )?[Aa]ssembly(?:members)?|Congress|[Ss]enate|"
    r"House(?: of \w+)?|(?:lower|upper) house|[Cc]hamber(?: of \w+)?|Bundestag|Knesset|Diet|[Ll]egislature|Lok Sabha|Duma|Legislative Yuan)",
    "fr": r"(?:députés|parlementaires|sénateurs|[Pp]arlement|[Aa]ssemblée(?: nationale)?|[Ss]énat|[Cc]ongrès|élus|[Ll]égislateur|Chambre(?: \w+){0,3}|Yuan législatif|Bundestag|"
    r"Conseil national|Conseil des États|eurodéputés)",
    "ko": r"(?:국회|의회|상원|하원|의원들|입법원|양원|연방의회|참의원|중의원|상·하원|주의회)",
}
_DID = {
    "en": r"(?:(?:has|have|had)\s(?:\w+ly\s)?)?(?:changed|toughened|tightened|raised|increased|adopted|passed|approved|backed|enacted|amended|widened|extended|outlawed|"
    r"criminali[sz]ed|banned|doubled|rewrote|rewritten|stiffened|hardened|endorsed|cleared|agreed|closed|made|voted|signed off|said yes)\b",
    "fr": r"(?:ont|a|viennent|vient)\s(?:(?:[\w’']+ment|enfin|aussi|de|d['’])\s)?(?:adopt|vot|approuv|durci|chang|modifi|renforc|alourdi|relev|étend|interdi|puni|pénalis|entérin|valid|"
    r"réécri|élargi|doubl|dit oui|tranch)\w*",
    "ko": r"(?:통과시켰|통과됐|통과했|의결했|의결됐|가결했|가결됐|가결시켰|처리했|처리됐|고쳤|바꿨|높였|올렸|강화했|개정했|넓혔|만들었|승인했|채택했|매듭지었|손봤|늘렸)",
}
# A day of which a report of that day or week speaks: no year is told with it.
_DAY = table(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|this (?:week|morning|afternoon|month)|last (?:week|night)|"
    r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)\w*\.? \d{1,2}(?!\d|,? \d{4})|"
    r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)(?! \d{4}))\b",
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|aujourd['’]hui|hier|cette semaine|ce matin|(?:la semaine|le mois) derni(?:ère|er)|dans la (?:nuit|soirée))\b",
    r"^(?![\s\S]*\d{4}년)[\s\S]*?(?:(?<!\d)\d{1,2}일(?:\(현지\s?시간\))?\s|오늘|어제|이번 주|이날|지난주|[월화수목금토일]요일)",
)
# Between the subject and the verb: what they mean to do, may do, or refused.
_NOT_DONE = table(
    r"\b(?:wants?|would|will|could|may|might|plan\w*|hop\w*|aim\w*|began|begin|propos\w+|rejected|failed|urged|asked|to be|if|not)\b",
    r"\b(?:veulent|veut|vont|pourrai\w+|devrai\w+|souhait\w+|propos\w+|rejet\w+|ne|si)\b",
    r"(?:려고|계획|예정|전망|촉구|요구|부결|무산)",
)
_COMMITTEE = table(
    r"\b(?:sub)?committees?\b|\bpanel\b",
    r"\b(?:sous-)?commission\b|\bcomité\b",
    r"위원회|소위|[가-힣]{1,3}위[는가에를의 ]|상임위|특위",
)
_VOTE = {
    "en": re.compile(rf"\b{_BODY['en']}\b(?P<between>[^.;:!?]{{0,60}}?)\s{_DID['en']}"),
    "fr": re.compile(rf"\b{_BODY['fr']}\b(?P<between>[^.;:!?]{{0,60}}?)\s{_DID['fr']}"),
    "ko": re.compile(rf"{_BODY['ko']}(?P<between>[^.!?]{{0,90}}?){_DID['ko']}"),
}
_WAY = table(
    r"\b(?:bills?|(?:sub)?committees?|tabled?|tabling|introduc\w+|submitt\w+|readings?|debat\w+|propos\w+|draft\w*|consult\w+|amendments?|(?:go|goes|going|gone|heads?|sent) (?:back )?to|up to the|"
    r"senate|assembly|house|upper|lower|chambers?|plan\w*|pending|motions?|sponsor\w*|examin\w+|referr\w+|sign(?:s|ed|ature)?|next)\b",
    r"\b(?:(?:avant-)?projets?|propositions?|commissions?|dépos\w+|présent\w+|lectures?|débat\w*|propos\w+|amendements?|consult\w+|sénat|chambre|navette|transmi\w+|examin\w+|étudi\w+|"
    r"prépar\w+|plan|ira|iront|textes?|motions?|rapporteur\w*|promulgu\w+|sign\w+)\b",
    r"법안|개정안|제정안|의안|조례안|정부안|방안|초안|발의|제출|위원회|상임위|법사위|소위|심사|심의|회부|계류|입법예고|상정|논의|추진|본회의|넘[겨어]|공포|겠다",
)
_DEMAND = table(
    r"\b(?:call(?:s|ed|ing)?|urg\w+|demand\w*|ask\w*|press\w*|push\w*|petition\w*|appeal\w*|campaign\w*|plead\w*|insist\w*|want\w*|should\w*|must|ought|requir\w+|recommend\w*|seek\w*|"
    r"let|need(?:s|ed)? (?:to|an?|new|clear\w*|tough\w*|strong\w*|better|more|laws?|rules?|reforms?)|has to|have to|protest\w*|letter|lobb\w+|advocat\w+|argu\w+|hop\w+|warn\w*|beg\w*|"
    r"overdue|loopholes?|gaps?)\b",
    r"\b(?:appel\w*|réclam\w+|demand\w*|exig\w+|pétition\w*|plaid\w+|préconis\w+|recommand\w+|souhait\w+|veu(?:t|lent)|voudr\w+|doi(?:t|vent)|devr\w+|faut|faudr\w+|invit\w+|press\w+|milit\w+|"
    r"revendiqu\w+|manifest\w+|lettre|tribune|sugg\w+|attend\w*|espèr\w+|insist\w+|interpell\w+|mobilis\w+|exhort\w+|regrett\w+|lacunes?)\b",
    r"촉구|요구|청원|호소|바란|바라|달라|[해돼]야|되어야|필요|제언|제안|주장|목소리|건의|요청|권고|당부|강조|서명|집회|시위|기자회견|성명|캠페인|지적|시급|하라|탄원|항의|규탄|비판|과제|공백|사각",
)
_ASKED = table(
    r"\b(?:demand\w*|call(?:s|ed|ing)? (?:on|for|upon)|urg(?:e|es|ed|ing)|ask(?:s|ed|ing)?(?: \w+)? (?:for|to)|appeal\w* (?:for|to)|petition\w*)\b[^.;]{0,80}?"
    r"\b(?:investigat\w*|inquir\w*|enquir\w*|probes?|crackdowns?|arrests?|punish\w*|prosecut\w*|catch|hunt)\b",
    r"\b(?:réclam\w+|demand\w+|exig\w+|appel\w+ à|pétition\w*|pri(?:e|ent) )[^.;]{0,80}?\b(?:enquêt\w*|poursui\w+|arrest\w+|sanction\w*|puni\w*|traquer?)\b",
    r"(?:수사|조사|처벌|단속|엄벌|검거|체포)\S{0,6}(?:\s\S+){0,4}?\s?(?:촉구|요구|청원|호소|바란다|달라|해야)",
)


def tells_of_a_vote(sentence: str, language: str) -> bool:
    """Whether a legislature, and no committee of it, did something to the law on a day that the sentence names without its year."""
    if not _DAY[language].search(sentence) or _COMMITTEE[language].search(sentence):
        return False
    return any(not _NOT_DONE[language].search(match["between"]) for match in _VOTE[language].finditer(sentence))


def asks_for_action(sentence: str, language: str) -> bool:
    """Whether a sentence says that somebody asks authorities to investigate, arrest or punish."""
    return _ASKED[language].search(sentence) is not None


def tells_of_its_way(sentence: str, language: str) -> bool:
    """Whether a sentence has a word of a bill's way through parliament."""
    return _WAY[language].search(sentence) is not None


def demands(sentence: str, language: str) -> bool:
    """Whether a sentence has a word of demanding, wishing or finding fault."""
    return _DEMAND[language].search(sentence) is not None


def heeded(
    reading: Reading, told: Sequence[str], language: str, relevance: str, whole: Callable[[NDArray[np.float32]], NDArray[np.float32]]
) -> Reading:
    """A reading in which the rules have had their say.

    Args:
        reading: what the network says. told: the sentences of its rows. language: ko, fr or en.
        relevance: of the article; only in a `law` article is a vote one on the law of deepfakes.
        whole: makes the article's topic logits out of those of its sentences.
    """
    sentences = reading.sentences.copy()
    votes = [relevance == "law" and tells_of_a_vote(said, language) for said in told]
    for row, said, is_vote in zip(sentences, told, votes, strict=True):
        if is_vote:
            row[_PASSED] = max(row[_PASSED], SURE)
        if any(votes) and not tells_of_its_way(said, language):
            row[_BILL] = min(row[_BILL], -SURE)
        if any(votes) and not demands(said, language):
            row[_CALL] = min(row[_CALL], -SURE)
        if asks_for_action(said, language):
            row[_ENFORCEMENT] = min(row[_ENFORCEMENT], -SURE)
    return replace(reading, sentences=sentences, topics=whole(sentences))
