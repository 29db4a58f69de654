"""What a sentence plainly says of a stage, read by rules beside the network.

Kinds of sentences that the network, small as it is, takes for their neighbours:

- a legislature, named as the subject, did something to the law on a day that is named ("on Thursday MPs toughened the law"): that is a vote, in
  whatever verb. Of 160 such `law` articles among our own 158 are labelled `passed`. Committees, plans, refusals and years gone by are left out.
- where a vote is so told, `bill` is for the way that is still ahead or that led there, and a sentence without a word of it (committee, reading, tabled,
  next chamber) shows none. All 29 such articles that are labelled `bill` have one.
- there `call` needs a word of demanding as well: most demands are answered by what was voted. All 16 such articles that are labelled `call` have one.
- there `in_force` needs a word of what applies already (current, since, signed, last year): what was voted will apply, though it is told as if it did.
  Of 21 such articles that are labelled `in_force` 19 have one in its evidence.
- somebody asks authorities to investigate, arrest or punish: what is asked for has not been done. Of 121 such sentences four show `enforcement`.
- a platform, app or tool that somebody uses to make or spread fakes is a means; where no duty of it is told, it shows no `platforms`. Of 82
  such sentences one does.
- there is more and more of it, with no authority and no case in the sentence: nobody has acted. Of 155 such sentences one shows `enforcement`.
- what a deepfake is: a definition tells no step. Our own articles hardly ever explain the word (six times, no step), the press does.

All were counted on `nlp/data` (2026-11-23), not on the development set.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.article import STAGES, TOPICS
from nlp.encoder import Reading
from nlp.jurisdictions.words import ACTOR
from nlp.patterns import table

SURE = 6.0
"""Logit of what a rule says: a score of about .95."""
_PLATFORMS, _CALL, _BILL, _PASSED, _IN_FORCE, _ENFORCEMENT = (
    TOPICS.index(code) for code in ("platforms", "call", "bill", "passed", "in_force", "enforcement")
)
_STEPS = [TOPICS.index(code) for code in STAGES]

_BODY = {
    "en": r"(?:MPs|[Ll]awmakers|[Ll]egislators|[Pp]arliamentarians|[Dd]eputies|[Ss]enators|[Pp]arliament|(?:National |State |Legislative )?[Aa]ssembly(?:members)?|Congress|[Ss]enate|"
    r"(?<!White )House(?: of \w+)?|(?:[Ll]ower|[Uu]pper) house|[Cc]hamber(?! of Commerce)(?: of \w+)?|Bundestag|Knesset|Diet|[Ll]egislature|Lok Sabha|Duma|Legislative Yuan)",
    "fr": r"(?:[Dd]éputés|[Pp]arlementaires|[Ss]énateurs|[Pp]arlement|[Aa]ssemblée(?: nationale)?|[Ss]énat|[Cc]ongrès|[ÉéEe]lus|[Ll]égislateur|Chambre(?! de commerce)(?: \w+){0,3}|"
    r"Yuan législatif|Bundestag|Conseil national|Conseil des États|[Ee]urodéputés)",
    "ko": r"(?:국회|(?<![협심평])의회|상원|하원|의원들|입법원|양원|연방의회|참의원|중의원|상·하원|주의회)",
}
# What is done to the law itself; and verbs of other things too, which need a word of the law beside them.
_DID = {
    "en": r"(?:(?:has|have|had)\s(?:\w+ly\s)?)?(?:(?:toughened|tightened|adopted|passed|approved|enacted|amended|outlawed|criminali[sz]ed|banned|stiffened|hardened|rewrote|rewritten|"
    r"cleared|signed off|said yes)\b|(?:changed|raised|increased|backed|widened|extended|doubled|endorsed|agreed|closed|made|voted)\b"
    r"(?=[^.;:!?]{0,60}\b(?:laws?|bills?|acts?|texts?|codes?|statutes?|penalt\w+|punish\w+|sentences?|terms?|fines?|offences?|offenses?|crimes?|criminal|illegal|amendments?|loopholes?)\b))"
    r"(?!\s(?:(?:on|by|at) [^,.;]{1,30})?\s?(?:against|down|to (?:delay|debate|discuss|examine|consider|postpone|study|send|look))\b)",
    "fr": r"(?:ont|a|viennent|vient)\s(?:(?:[\w’']+ment|enfin|aussi|de|d['’])\s)?(?:(?:adopt|vot|approuv|durci|interdi|puni|pénalis|alourdi|entérin|valid|réécri|dit oui)\w*+|"
    r"(?:chang|modifi|renforc|relev|étend|élargi|doubl|tranch)\w*+(?=[^.;:!?]{0,60}\b(?:lois?|textes?|codes?|peines?|sanctions?|amendes?|délits?|infractions?|projets?|propositions?|articles?|"
    r"maxim\w+)\b))(?!\s(?:[^,.;]{1,30}\s)?contre\b)",
    "ko": r"(?:통과시켰|통과됐|통과했|의결했|의결됐|가결했|가결됐|가결시켰|개정했|승인했|채택했|(?:법|법률|안|형|형량|처벌|죄|조항|벌금|과태료|상한|범위|규정)\S{0,3}\s(?:\S+\s){0,4}?"
    r"(?:처리했|처리됐|고쳤|바꿨|높였|올렸|강화했|넓혔|만들었|매듭지었|손봤|늘렸))",
}
# A day of which a report of that day or week speaks: no year is told with it.
_DAY = table(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|this (?:week|morning|afternoon|month)|last (?:week|night)|"
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|March|April|May|June|July|Aug(?:ust)?|Sept(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.? \d{1,2}(?!\d|,? \d{4})|"
    r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)(?! \d{4}))\b",
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|aujourd['’]hui|hier|cette semaine|ce matin|(?:la semaine|le mois) derni(?:ère|er)|dans la (?:nuit|soirée))\b",
    r"^(?![\s\S]*\d{4}년)[\s\S]*?(?:(?<!\d)\d{1,2}일(?:\(현지\s?시간\))?\s|오늘|어제|이번 주|이날|지난주|[월화수목금토일]요일)",
)
# Between the subject and the verb: what they mean to do, may do, or refused.
_NOT_DONE = table(
    r"\b(?:wants?|would|will|could|may|might|plan\w*|hop\w*|aim\w*|began|begin|propos\w+|rejected|failed|urged|asked|to be|if|not)\b",
    r"\b(?:veulent|veut|vont|pourrai\w+|devrai\w+|souhait\w+|propos\w+|rejet\w+|ne|si)\b",
    r"(?:려고|계획|예정|전망|촉구|요구|부결|무산|목소리|기자회견|성명)",
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
_APPLIES = table(
    r"\b(?:in(?:to)? (?:force|effect)|(?:take|took|takes|taking|taken) effect|effective|sign(?:s|ed|ing)|promulgat\w+|gazett\w+|published in|commenc\w+|already|current(?:ly)?|existing|present|"
    r"(?:until|up to|till) now|so far|under (?:the|an?|its|their|that|this)|since|decrees?|implement\w+|last (?:year|month)|(?:19|20)\d\d)\b",
    r"\b(?:en vigueur|(?:s['’])?appliqu\w+|promulgu\w+|signée?s?|publiée?s? au|décrets?|déjà|actuel\w*|existant\w*|jusqu['’](?:ici|à présent|alors)|depuis|aujourd['’]hui|en l['’]état|"
    r"journal officiel|l['’]an(?:née)? derni(?:er|ère)|(?:19|20)\d\d)\b",
    r"시행|발효|공포|현행|이미|지금까지|그동안|기존|현재|적용|서명|관보|종전|앞서|지난해|작년|(?:19|20)\d\d년",
)
_MEANS = table(
    r"\b(?:us(?:e[sd]?|ing)|via|thanks to|made with|by means of)\b[^.;:]{0,60}?"
    r"\b(?:platforms?|apps?|applications?|(?:web)?sites?|services?|tools?|chatbots?|bots?|software|programs?|generators?)\b",
    r"\b(?:utilis\w+|recour(?:ent|t|ir|ant|u)|se serv\w+|à l['’]aide|au moyen|grâce à|via|emplo(?:i|y)\w*|passant par)\b[^.;:]{0,60}?"
    r"\b(?:plateformes?|applications?|applis?|sites?|services?|outils?|logiciels?|robots?|générateurs?|programmes?)\b",
    r"(?:플랫폼|앱|사이트|프로그램|서비스|도구|봇|애플리케이션|소프트웨어)\S{0,3}\s?(?:\S+\s)?(?:이용(?!자)|사용(?!자)|활용|통해|써서|악용|동원)",
)
_DUTY = table(
    r"\b(?:must|ha(?:s|ve|d) to|should|requir\w+|oblig\w+|dut(?:y|ies)|liab\w+|responsib\w+|answerable|remov\w+|delet\w+|take\w*|block\w*|ban\w*|prohibit\w*|forbid\w*|fine[sd]?|"
    r"punish\w*|su(?:e[sd]?|ing)|lawsuit\w*|order\w*|law\w*|act|bill\w*|rules?|offer\w*|provid\w+|suppl\w+|sell\w*|detect\w*|label\w*|report\w*|investigat\w+)\b",
    r"\b(?:doi\w+|devr\w+|oblig\w+|tenue?s?|responsab\w+|retir\w+|supprim\w+|bloqu\w+|interdi\w+|amendes?|sanction\w*|puni\w*|poursui\w+|plaintes?|ordon\w+|lois?|règles?|"
    r"règlement\w*|recours|fourni\w+|vend\w+|détect\w+|étiquet\w+|signal\w+|enquêt\w+)\b",
    r"의무|책임|삭제|차단|제재|처벌|과징금|과태료|벌금|고발|소송|요구|요청|금지|수사|조사|신고|탐지|표시|규제|법|해야|하도록|하게|제공|판매|협조",
)
_RISE = table(
    r"\b(?:(?:growing|rising|increasing|soaring) (?:number|wave|trend|share)|on the (?:rise|increase)|surg\w+|soar\w*|multipl(?:y|ied|ying)|spread\w* (?:fast|quickly|rapidly)|more and more|ever more)\b",
    r"\b(?:se multipli\w+|en (?:forte )?(?:hausse|augmentation)|de plus en plus|explos\w+|prolif\w+|un nombre (?:croissant|grandissant))\b",
    r"증가|늘고|늘어|급증|확산|잇따르|기승|번지",
)
_CASE = table(
    r"\b(?:cases?|arrest\w*|charg\w+|complain\w*|report\w*|block\w*|remov\w*|suspects?)\b",
    r"\b(?:affaires?|dossiers?|plaintes?|interpell\w+|arrestations?|signal\w+|bloqu\w+|retir\w+|suspects?)\b",
    r"입건|검거|체포|구속|송치|고발|고소|신고|접수|적발|차단|삭제|피의자|\d건|\d명",
)
_DEFINITION = table(
    r"\bdeep[- ]?fakes?(?: (?:content|technology|media|pictures?|videos?|images?|porn\w*))?[”\"’']?,? "
    r"(?:refers? to|(?:is|are) (?:a |an |the )?(?:\w+ ){0,3}?(?:images?|videos?|clips?|recordings?|content|media|techniques?|technolog\w+|terms?|portmanteau|blend|method|software|name|word))\b",
    r"\b(?:deepfakes?|hypertrucages?)[ »”]*,? (?:désignent?|consistent?|(?:est|sont) (?:une? |des |le |la )?(?:\w+ ){0,3}?"
    r"(?:images?|vidéos?|contenus?|techniques?|technologies?|termes?|mots?|procédés?|contractions?|montages?|médias?|enregistrements?))\b",
    r"딥페이크(?:\([Dd]eepfake\))?\s?(?:란|는|은) [^.]{0,80}(?:말한다|말합니다|뜻한다|뜻합니다|가리킨다|의미한다|의미합니다|기술이다|기술입니다|합성어|용어|말이다|뜻이다)",
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


def tells_what_applies(sentence: str, language: str) -> bool:
    """Whether a sentence has a word of law that applies already."""
    return _APPLIES[language].search(sentence) is not None


def names_a_means(sentence: str, language: str) -> bool:
    """Whether a platform, app or tool is only what somebody uses, and no word of a duty is near."""
    return _MEANS[language].search(sentence) is not None and _DUTY[language].search(sentence) is None


def tells_of_a_rise(sentence: str, language: str) -> bool:
    """Whether a sentence says that there is more of something, and names neither an authority nor a case."""
    return bool(_RISE[language].search(sentence)) and not (ACTOR[language].search(sentence) or _CASE[language].search(sentence))


def defines(sentence: str, language: str) -> bool:
    """Whether a sentence says what a deepfake is."""
    return _DEFINITION[language].search(sentence) is not None


def _unshown(sentence: str, language: str, *, beside_a_vote: bool) -> Iterator[int]:
    """The topics that a sentence cannot show, by their places; `beside_a_vote`: whether its article tells of one."""
    if beside_a_vote and not tells_of_its_way(sentence, language):
        yield _BILL
    if beside_a_vote and not demands(sentence, language):
        yield _CALL
    if beside_a_vote and not tells_what_applies(sentence, language):
        yield _IN_FORCE
    if asks_for_action(sentence, language) or tells_of_a_rise(sentence, language):
        yield _ENFORCEMENT
    if names_a_means(sentence, language):
        yield _PLATFORMS
    if defines(sentence, language):
        yield from _STEPS


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
        unshown = list(_unshown(said, language, beside_a_vote=any(votes)))
        row[unshown] = np.minimum(row[unshown], -SURE)
    return replace(reading, sentences=sentences, topics=whole(sentences))
