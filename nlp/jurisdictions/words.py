"""Words of authority and of mere place, per language: what makes a country named in a sentence one whose law is told.

`AUTHORITY` are nouns and verbs of law and public power. `ACTOR` are the bodies themselves; without a country of their own (« le parquet »,
"police", 경찰) they speak of the country that the article is about. `BESIDE` are patterns right after a place name that bind it to authority
("Danish government", "Italy's parliament", 덴마크 정부). `PLACE_ONLY` are what makes it a company's home, a nationality, a survey's origin.
"""

import re
from re import Pattern

_EN_ACTOR = (
    r"(?:police|prosecutors?|prosecution|courts?|judges?|tribunal|parliament\w*|lawmakers?|legislat(?:ors?|ures?|ive)|government\w*|ministers?|ministry|"
    r"regulators?|watchdogs?|senat(?:e|ors?)|authorit(?:y|ies)|presidents?|prime minister|attorneys? general|congress\w*|commissioners?|commission|cabinet|"
    r"justices?|electoral commission|election commission|federal|state|officials|department|agency|council|investigators|detectives|supreme court|high court|mps?|"
    r"assembly\w*|governor|sheriff|mayor|city attorney|district attorney|embassy|customs)"
)
_EN_LAW = (
    r"(?:laws?|bills?|acts?|legislations?|legislat\w+|statutes?|regulations?|rules|penal code|criminal code|criminali[sz]\w+|outlaw\w*|bann?(?:s|ed|ing)?|illegal|"
    r"offences?|offenses?|crimes?|felony|arrest\w*|charged|sentenced|convict\w+|investigat\w+|prosecut\w+|pass(?:es|ed)|enact\w*|propos\w+|approv\w+|fined?|"
    r"penalt(?:y|ies)|jail\w*|prison|lawsuit|sued|sues|ruling|ruled|verdict|trial|ratif\w+|guidelines?|directive|treaty|constitution\w*|amend\w+|legal\w*|mandat\w+|"
    r"crack\w* down|caught|held|detained|charges?|custody|guilty|plead\w*|crackdown|probes?|suspects?|punish\w*|election law|voters?|require[sd]?)"
)
_FR_ACTOR = (
    r"(?:police|policiers?|gendarm\w+|parquets?|procureure?s?|tribuna(?:l|ux)|cours? |juges?|justice|parlement\w*|député\w*|élus?|sénat\w*|assemblée|gouvernement\w*|"
    r"ministres?|ministère|régulateurs?|régulatrice|autorités?|présidente?s?|premier ministre|première ministre|chancelier|congrès|commissaires?|commission|"
    r"magistrats?|enquêteurs|conseil|agence|gendarme|chambre|procureur\w*|exécutif|législateur\w*|secrétaire d'état|préfet\w*|ambassad\w+|canton\w*|fédéra\w+)"
)
_FR_LAW = (
    r"(?:lois?|projets? de loi|propositions? de loi|législati\w+|légifér\w+|décrets?|règlements?|réglementation\w*|code pénal|code civil|pénal\w*|criminalis\w+|interdi\w+|illéga\w+|"
    r"délits?|infractions?|crimes?|arrêt\w+|interpell\w+|inculp\w+|condamn\w+|enquêtes?|poursuiv\w+|poursuites?|adopt\w+|promulgu\w+|vot(?:e|é)\w*|amendes?|"
    r"peines?|prison|plainte|procès|verdict|jugements?|directive|traité|amendements?|légal\w*|obligations?|obliger?|obligatoire\w*|sanction\w*|texte|mis en examen|garde à vue|écroué\w*|incarcér\w+|détention|accus\w+|barreaux|"
    r"puni\w*|peine|juridi\w+|judiciaire\w*)"
)
_KO_ACTOR = (
    r"(?:정부|의회|국회|상원|하원|의원|법원|재판부|재판소|판사|검찰|검사|경찰|당국|대통령|총리|장관|주지사|시장|법무부|법무장관|내무부|외무부|외교부|위원회|규제기관|규제 기관|"
    r"선관위|선거위원회|감독기관|사법부|입법부|행정부|교육청|교육부|수사기관|대사관|부처|각료|내각|국무회의|집행위|당원|여당|야당|정당|공안|상무부|고등법원)"
)
_KO_LAW = (
    r"(?:법안|법률|법(?=[은이을를에의과도로 ,.·)’'\"”]|$)|개정안|입법|제정|법제화|규제|처벌|금지|범죄|혐의|체포|구속|기소|선고|징역|벌금|과태료|실형|수사|조사|고발|고소|통과|의결|가결|발의|"
    r"시행|의무화|의무|조례|규정|규칙|지침|가이드라인|판결|재판|소송|위법|불법|형법|서명|공포|단속|적발|송치|검거|과징금|제재|형사|합법|조항|지시|명령|차단|붙잡|잡혔|구금|압수|입건|출석|신고|의석|선거법)"
)
ACTOR: dict[str, Pattern[str]] = {
    "en": re.compile(rf"\b{_EN_ACTOR}\b", re.I),
    "fr": re.compile(rf"\b{_FR_ACTOR}\b", re.I),
    "ko": re.compile(_KO_ACTOR),
}
LAW: dict[str, Pattern[str]] = {
    "en": re.compile(rf"\b{_EN_LAW}\b", re.I),
    "fr": re.compile(rf"\b{_FR_LAW}\b", re.I),
    "ko": re.compile(_KO_LAW),
}
# Right after the name: an actor or an act of law within two words, a possessive before it, or a verb of law-making with the country as its subject.
_EN_STEP = r"(?:[\w\-]+\s+){0,2}"
AFTER: dict[str, Pattern[str]] = {
    "en": re.compile(
        rf"(?:['’]s?)?\s+{_EN_STEP}(?:{_EN_ACTOR}|{_EN_LAW})\b|"
        r"\s+(?:plans?|planned|moves?|moved|became|introduc\w+|requires?|passes|adopts?|adopted|bans?|makes? it|made it|signed)\b",
        re.I,
    ),
    "fr": re.compile(
        rf"(?:\s+(?:[\w\-’']+\s+){{0,1}}|\s*,\s*)(?:{_FR_ACTOR}|{_FR_LAW})|"
        r"\s+(?:veut|veulent|prévoit|prépare|interdit|adopte|impose|punit|envisage|durcit|légifère|entend|oblige|exige|a adopté|a voté|a interdit)\b",
        re.I,
    ),
    "ko": re.compile(rf"\s?(?:\S{{1,6}}\s){{0,1}}\S{{0,4}}(?:{_KO_ACTOR}|{_KO_LAW})"),
}
# Right before the name: an actor or act of law bound to it ("police in Spain", « la justice de Genève », « loi allemande »).
BEFORE: dict[str, Pattern[str]] = {
    "en": re.compile(
        rf"(?:{_EN_ACTOR}|{_EN_LAW})\s+(?:of|in|from|across|for)\s+(?:the\s+)?(?:[\w\-]+\s+)?$|\b(?:Sens?|Reps?|Gov|D|R)\b[^.;]{{0,40}}$",
        re.I,
    ),
    "fr": re.compile(
        rf"(?:{_FR_ACTOR}|{_FR_LAW})\s+(?:\w+\s+)?(?:de l'|de l’|de la |du |des |de |d'|d’|à |au |aux |en )?(?:\w+\s+)?$", re.I
    ),
    "ko": re.compile(r"(?!)"),
}
# A nationality, a firm's home, a study's origin, a birthplace: no authority speaks.
PLACE_ONLY: dict[str, Pattern[str]] = {
    "en": re.compile(
        r"^(?:['’]s)?(?:\s+|-)(?:based|born|registered|incorporated|headquartered|language|speaking|\w*\s?(?:compan(?:y|ies)|firms?|start-?ups?|singers?|actors?|actress\w*|researchers?|scientists?|stud(?:y|ies)|surveys?|"
        r"universit\w+|newspapers?|magazine|media|daily|idols?|celebrit\w+|women|woman|men|man|teenagers?|students?|tech|giant|platform|artists?|users?|film\w*|journalists?|dollars?|YouTubers?))\b",
        re.I,
    ),
    "fr": re.compile(
        r"^\s+(?:société|entreprise|start-up|chanteu\w+|acteur|actrice|chercheu\w+|étude|sondage|université|journal|quotidien|médias?|géant|plateforme|artiste|internaute\w*|femmes?|étudiant\w*)\b",
        re.I,
    ),
    "ko": re.compile(
        r"^(?:의)?\s?(?:기업|업체|회사|스타트업|가수|배우|연구팀|연구진|대학|대학교|언론|매체|일간|신문|방송|출신|국적|여성|남성|유학생|인기|아이돌|빅테크|소재|달러|돈)"
    ),
}
NOUN_BEFORE_PLACE_ONLY: dict[str, Pattern[str]] = {
    "en": re.compile(
        r"(?:based in|born in|living in|compan(?:y|ies) in|study by|survey by|university of|researchers (?:at|from|in)|servers? in|hosted in|moved to|trip to)\s+(?:the\s+)?$",
        re.I,
    ),
    "fr": re.compile(
        r"(?:basée?s? (?:à|en|au|aux)|installée?s? (?:à|en|au|aux)|établie?s? (?:à|en|au|aux)|société|entreprise|start-up|chanteu\w+|acteur|actrice|chercheu\w+s?|étude|université|"
        r"journal|quotidien|géant|plateforme|artiste|journaliste|hébergée?s? (?:en|au|aux|à))\s*(?:de\s|d'|d’|du\s)?(?:l'|l’|la )?$",
        re.I,
    ),
    "ko": re.compile(r"(?!)"),
}
# A country whose authorities are asked for help: the law that is told of is the asker's.
HELP_AFTER: dict[str, Pattern[str]] = {
    "en": re.compile(
        r"(?:['’]s?)?\s(?:\w+\s){0,3}?(?:for (?:help|assistance|information|mutual)|to (?:help|assist|cooperate|hand over|share))\b", re.I
    ),
    "fr": re.compile(r"\s?(?:\w+\s){0,2}?(?:une entraide|de l['’]aide|d['’]aider|de coopérer|de transmettre)", re.I),
    "ko": re.compile(
        r"\s?\S{0,6}(?:에|에게|측에|과|와)\s(?:\S+\s){0,3}?\S{0,4}(?:공조|협조|협력|도움|자료)\S{0,3}\s?(?:요청|구하|구했|의뢰|부탁)"
    ),
}
HELP_BEFORE: dict[str, Pattern[str]] = {
    "en": re.compile(r"\b(?:help|assistance|cooperation|information)\s(?:from|of|by)\s(?:the\s)?(?:\w+\s)?$", re.I),
    "fr": re.compile(
        r"(?:aide|entraide|coopération|concours)\s(?:\w+\s)?(?:de la|de l['’]|du|des|avec la|avec les|aux|à la|à)\s?(?:\w+\s)?$", re.I
    ),
    "ko": re.compile(r"(?!)"),
}
# Bodies that have no country in their name, found anywhere in a sentence: they belong to the country in focus, or to the outlet's home.
GENERIC = ACTOR
