"""Words that tie a punishment to another one, to what may be done, or a sentence to the one before it, per language."""

from nlp.patterns import table

# After a term or a fine: the maximum was it before.
RAISED_FROM = table(r"(?!)", r"(?!)", r"^(?:\s?이하)?(?:의)?\s?(?:징역|벌금)?형?(?:에서|이던|이었던|였던|에 처하던|에 그[치쳤]던)\s")
# After the upper end of "from five years to seven": the first is what the maximum was until then, not the lower end of a range.
RAISED = table(
    r"(?!)",
    r"(?!)",
    r"^(?:의\s)?(?:\s?징역)?(?:으로|로)\s(?:\S+\s){0,2}?(?:올[라랐려리린렸]|오[르른]|높|늘|강화|상향|무거|뛰|뛴|길어|바뀌|바뀐|바꾸|바꿨|커[지졌]|조정)",
)
# A sentence with such a word speaks of maxima: what rises "from two to eight years" without one is a range.
OF_MAXIMA = table(r"(?!)", r"(?!)", r"상한|법정|형량|최고|한도|이하|(?:형|징역)[은을이도]\s")
# After a span of time: what rises to it is a punishment.
RISEN = table(r"(?!)", r"(?!)", r"^(?:까지|으로|로)\s(?:\S+\s)?(?:올[라랐려리린]|오[르른]|뛰|뛴|늘[어고린]|높아|무거워)")
# After a bounded span of time: the sentence, or the clause, ends with it.
ENDS = table(r"(?!)", r"(?!)", r"^(?:[.,]|다[.,]|이다|입니다|이[며고]\s|로\s|$)")
# A span of time so led and so closed is the whole of what a sentence says of its subject: "Making one and selling it: seven years."
COLON = table(r":\s(?:up to\s)?$", r":\s(?:jusqu['’]à\s)?$", r"(?!)")
CLOSES = table(r"^\s?(?:[.;]|$)", r"^\s?(?:[.;]|$)", r"(?!)")
# After a span of time: it is spent in prison, or is an offence's.
SERVED = table(r"(?!)", r"(?!)", r"^(?:(?:까지|을|간|동안)\s?(?:산다|삽니다|살게|살 수|살아야)|짜리\s(?:죄|형|범죄))")
# Before days or weeks that are spent in prison.
LOCKED_UP = table(r"\b(?:jailed|imprisoned|behind bars) for\s(?:up to\s|as long as\s)?$", r"\bemprisonnée?s? (?:pour|pendant)\s$", r"(?!)")
# After a punishment: what it is for follows; in Korean a noun that it was, or is, for.
EXPLAINS = table(
    r"^[^.;]{0,45}?\b(?:for|to anyone|anyone who|if|when|those who|on anyone|awaits?|whoever)\b",
    r"^[^.;]{0,45}?(?:\bpour\b|quiconque|à celui|ceux qui|\bsi\b|lorsque|toute personne|\bqui\b|le fait)",
    r"^(?:\s?이하)?(?:의)?\s?(?:징역|벌금)?형?(?:이던|이었던|였던|에 처하던|에 그[치쳤]던)\s",
)
# A sentence that only names those of whom the next one speaks.
TOPIC = table(r":$", r":$", r"(?:사람|이|자|경우|때|행위|쪽|일)(?:은|는)?[.:]?$|:$")
# How a fake came to be: its making, where nothing else is told that could be punished.
MADE = table(
    r"\b(?:made|created|produced|generated)\s(?:\w+\s){0,2}(?:by|with|using)\s(?:\w+\s){0,2}(?:AI|artificial|machines?|computers?|software)\b",
    r"\b(?:créée?s?|fabriquée?s?|produite?s?|générée?s?)\s(?:\w+\s){0,3}(?:par|avec)\s(?:une? |l['’]|des )?(?:\bIA\b|intelligence|machines?|logiciels?|algorithmes?)",
    r"(?!)",
)
# A sentence that says what is no offence tells of no conduct.
LAWFUL = table(
    r"^(?!.*\b(?:but|until|only|unless|while)\b).*\b(?:(?:is|are|be)\s(?:not|no)\s(?:itself\s)?(?:an?\s)?(?:crime|offen[cs]e|illegal|punish\w+)|remains? (?:legal|lawful)|not be (?:covered|caught|touched|punished))\b",
    r"^(?!.*\b(?:mais|sauf|seule?(?:ment)?|jusqu|tandis)\b).*(?:n['’]est pas|ne (?:sera|serait) pas|ne sont pas)\s(?:en soi\s)?(?:un délit|une infraction|punie?s?|interdite?s?|visée?s?|touchée?s?|concernée?s?)\b",
    r"(?!)",
)
# A sentence that says what a law means by its words tells of no conduct.
DEFINITION = table(
    r"(?!)", r"(?!)", r"(?:것|영상|음성|사진|자료|합성물|녹음|이미지)(?:만|을|를|이란|란)?\s?(?:해당|뜻[하한]|말[하한]|가리[키킨]|일컫)"
)
# What a court may do is no sentence yet: "can be jailed for four years", « peut être condamné à trois ans ».
CAN_BE_GIVEN = table(
    r"\b(?:can|could|may|might|would)\s(?:\w+\s)?be\s(?:\w+\s)?(?:fined|jailed|imprisoned|sentenced|sent|locked)\b(?:[^.;]{0,60}?\bor\s(?:be\s)?(?:fined|jailed|imprisoned|sentenced|sent)\b(?:\s(?:to\s\w+\s)?for\b)?)?(?:\s(?:to\s\w+\s)?for\b)?",
    r"\b(?:peu(?:t|vent)|pourr\w+)\s(?:(?:désormais|maintenant|aussi|alors|en)\s)?(?:être\s(?:condamn|puni)\w*|écoper)",
    r"(?!)",
)
