"""Words that tell whether a punishment is for a fake, and for which use of it, per language."""

from nlp.patterns import table

# The fakes themselves, and other offences whose punishment is none of ours unless a fake is named with them.
FAKE = table(
    r"deep ?-?fakes?|\bAI\b|artificial|synthetic|fake\w*|manipulat\w+|doctored|\baltered|nudif\w+|generated|likeness|impersonat\w+",
    r"deep ?-?fakes?|\b(?:hyper)?tru(?:cage|qu)\w*|\bIA\b|artificiel\w*|synth\w+|fau(?:x|sses?)|montage|altér\w+|manipul\w+|\bgénér(?:ée?s?|er|ent|ant)\b|\bgénérat\w+",
    r"딥페이크|허위영상|합성|AI|인공지능|가짜|편집|가공|표시|생성|조작",
)
OTHER_OFFENCE = table(
    r"\b(?:murder|drugs?|theft|robbery|tax|weapons?|hacking|money laundering|rape|hidden cameras?|spycam\w*|upskirt\w*|installing|(?-i:harass\w+)|ordinary (?:defamation|insults?|libel|fraud)|filming|stalking|perjury|bribery|data breach\w*|real (?:sexual |intimate )?(?:recordings?|footage))\b",
    r"\b(?:meurtre|stupéfiants?|vol\b|viol\b|fraude fiscale|fusils?|armes?\b|blanchiment|piratage|caméras? cachées?|harcèlement|harceler|prises? de vues|ébats|corruption|outrages? (?:au|aux|envers)|(?:diffamation|injure) (?:simple|ordinaire))\b",
    r"살인|마약|절도|불법촬영|몰카|탈세|찍거나|촬영 장비|촬영하|찍은|해킹|강간|뇌물|금품|자금세탁|스토킹|사전\s?선거운동|(?:선거운동|정해진) 기간 ?전|(?:일반|단순) (?:명예훼손|모욕)",
)
# What is named as an example is not the offence that a sentence is about.
EXAMPLE = table(
    r"\b(?:such as|for example|for instance|including|e\.g\.|(?:the )?same as (?:for|with)|as (?:is the case )?(?:for|with) (?=spycam|hidden|real|upskirt))[^.;]{0,60}",
    r"\b(?:par exemple|comme|tels? que|telles? que|y compris|notamment)\b[^.;]{0,60}",
    r"\S+\s등|(?:찍거나\s)?\S*(?:불법\s?촬영물?|몰카)\S*?(?:을|를)?(?:\s(?:찍거나\s)?\S+)?(?:\s경우)?[와과]\s(?:똑)?같은",
)
# Frauds by means of fakes have no conduct of their own in the list.
FRAUD = table(
    r"(?<!crime or )\b(?:fraud|scams?|defrauding|swindl\w+|cheat\w*|identity theft)\b",
    r"\bescroqu\w+|\bfraudes?\b|\barnaqu\w+|usurp\w+ d['’](?:une )?identité",
    r"(?<!수)사기|사칭|(?:신원|명의) 도용|돈을 뜯",
)
# Whoever offers a program that undresses people in pictures has no conduct of the list.
TOOL = table(
    r"(?:nudif\w+|undress\w*|strip(?:ping)?|declothing)\s(?:apps?|tools?|services?|sites?|websites?|programs?)|(?:run|operate|offer)s? such an? (?:app|tool|service|site)|(?:apps?|sites?|tools?) (?:and \w+ )?(?:that|which) (?:take|undress|strip)",
    r"(?:applications?|applis?|outils?|services?|sites?|logiciels?) (?:de dénudage|de déshabillage|qui (?:déshabill|dénud)\w+|(?:de )?« ?nudif\w+ ?»)|nudificat\w+|dénudeu\w+",
    r"(?:옷\s?(?:을\s)?벗기\S*|벗기기|누디파이|나체화)[^.]{0,12}(?:앱|서비스|도구|프로그램|사이트)",
)
# From here on a text tells of other offences, until it names a fake again.
ASIDE = table(
    r"\breal (?:recordings?|footage|images?|pictures?|videos?)\b.{0,40}\b(?:as well|too|also)\b|(?:further|more) than (?:deep)?fakes|beyond (?:deep)?fakes|\bother (?:offen[cs]es|crimes)\b",
    r"\bautres (?:délits|infractions)\b|sans rapport avec|au-delà des (?:deepfakes|hypertrucages|trucages)",
    r"다른 (?:죄|범죄)도|딥페이크와 (?:무관|상관없)",
)
