"""What a text says around a punishment, per language: conduct, kind of fine, the tier it belongs to, and what it is not."""

import re

from nlp.numerals import WORDS
from nlp.patterns import Table, table

ENGLISH_WORDS, FRENCH_WORDS = ("|".join(word for word, value in WORDS[code].items() if 2 <= value <= 20) for code in ("en", "fr"))
# Forms of « encourir », none of « encourager ».
INCUR = r"\bencour(?:t|s|u\w*|ai\w*|ant|ir|r\w+|ent)\b"

# Conducts that consist in leaving a duty undone.
UNDONE = ("fail_to_label", "fail_to_remove")
# Order matters for `fail_to_…`: what is left undone is looked for before what is done.
CONDUCTS: dict[str, Table] = {
    "fail_to_label": table(
        r"\b(?:fail\w*|without\b|omit\w*|(?:can)?not\b|un(?=label|mark))\W*(?:\w+\W+){0,6}(?:label\w*|disclos\w+|mark(?:ed|ing)\b|watermark\w*)|unlabell?ed|\b(?:labell?ing|disclosure|watermark\w*|transparency)\s(?:\w+\s)?(?:rules?|duty|duties|requirements?|obligations?|breach\w*)|\bleav\w+\s(?:\w+\s){1,3}out\b|\bskip\w*\s(?:\w+\s){0,3}(?:labels?|notices?)|\bmissing\s(?:\w+\s)?(?:labels?|notices?|disclosures?|disclaimers?|watermarks?|marks?)\b|\bwithout\s(?:\w+\s){0,2}(?:saying|stating|revealing)\s(?:so|that|it)\b",
        r"\b(?:sans|défaut|omet\w*|omission|manqu\w+|non-respect|dispens\w+|absence|oubli\w*|ne pas)\W+(?:\w+\W+){0,7}(?:mention|étiquet\w+|signal\w+|indiqu\w+|marqu\w+|filigran\w+|avertissement|transparence|label\w*)|\bn['’]avert\w+\s(?:\w+\s)?pas\b|\bne\s(?:\w+\s)?(?:signal|étiquet|mentionn|indiqu|préven|précis)\w+\s(?:\w+\s)?pas\b|n['’](?:a|est|ont|étai\w+)\W+(?:\w+\W+){0,3}(?:signal|étiquet|mentionn)\w*|\b(?:mention|étiquet\w+|signal\w+|marquage)\W+(?:\w+\W+){0,3}(?:absente?|omise?|manquante?)",
        r"(?:표시|표기|라벨|워터마크|고지|알릴|알리|투명성|식별|꼬리표|딱지|문구|자막)[^.]{0,25}(?:않|위반|어기|어긴|누락|없이|없는|없으면|미이행|불이행|소홀|안 [한하달붙적넣]|빼[면고거]|뺀\s|떼[면고거]|뗀\s|빠뜨|빠트|빼먹|게을리|생략)|미표시|표시 의무|(?:적|달|붙이|밝히)지 (?:않으면|않은 (?:사람|이|자|쪽|업체|회사|기업|사업자|후보|광고주)|않고)",
    ),
    "fail_to_remove": table(
        r"\b(?:fail\w*|refus\w+|ignor\w+|(?:can)?not|without)\W+(?:\w+\W+){0,6}(?:remov\w*|tak(?:e|ing) (?:\w+ )?down|delet\w+|withdraw\w*|block\w*)|(?:takedown|removal) (?:notice|order|request)s?|(?:told|ordered|asked|directed|instructed)\sto\s(?:\w+\s){0,3}?(?:remov|tak|delet|withdraw|block)\w*\b[^.;]{0,30}?\b(?:fail|refus|ignor|(?:do|did|does) not\b)\w*",
        r"\b(?:refus\w*|omet\w*|manqu\w+|défaut|ne\W+(?:\w+\W+){0,2}pas|sourde oreille|(?:re)?tard\w+|sans)\W+(?:\w+\W+){0,5}(?:retir\w*|retrait|supprim\w*|suppression|bloqu\w*)|(?:retir\w*|supprim\w*)\s(?:\w+\s)?pas",
        r"(?:삭제|차단|시정|제거|지[우워])[^.]{0,15}(?:않|불이행|위반|어기|어긴|무시|미이행|거부|따르지)",
    ),
    "threaten": table(
        r"\bthreaten\w*|\bthreats?(?= to (?:shar|post|publish|releas|send|distribut|spread|circulat|disclos|expos|leak|show|upload|mak|creat))|\bthreats\b(?! to )|\bor\s(?:who\s)?says?\s(?:that\s)?(?:he|she|they)\s(?:will|would)\b|blackmail\w*|extort\w*|sextort\w*|intimidat\w+",
        r"\bmena[cç](?!es?\b)\w+|\bmenaces?\b(?! (?:pour|contre|sur|envers|à|qu[ei])\b)|\bchantage|extor\w+|faire chanter|intimid\w+",
        r"협박|강요|(?:하|기|리|누|내|팔|나누|퍼뜨리|올리)겠다(?:고|며)\s(?:위협|겁|으름장)",
    ),
    "possess": table(
        r"\bpossess\w*|\bstor(?:e|es|ing|ed)\b|\bbuy\w*|purchas\w+|download\w*|\bkeep(?:s|ing)?\b(?! (?:up|pace|track|away))|\bsav(?:e|es|ing)\b|\bown(?:s|ing)\b|(?:\bto|\bor|\bwho)\sown\b|acquir\w+|\b(?:has|have|having|hold|holds|holding)\s(?:such|it|them|one)\b(?! (?:been|as|to))|\bwho hold,|\bcollectors?\b",
        r"déten(?:ir|ant|teurs?)\b|(?<!en )(?<!de )\bdétention (?:de|d['’]|des)\b|\bdétien\w+|\bposs[éè]d\w+|\bpossession|conserv(?:e|er|ent|ant|ation)\b|\bachats?\b|\bach[eè]t\w+|acquér\w+|acquisition|\bstock(?:e|er|ent|ant|age)\b|télécharg\w+|(?<!fixer, )(?<!fixer, d['’])(?<!fixe, )enregistr(?:e|er|ent|ant)\b|\bgard(?:er|ent|ant)\b|\b(?:qui|ou) garde\b(?! à vue)|\bavoir chez soi\b",
        r"소지|구입|저장|보관|갖고|가지고|가지거나|가진\s(?:사람|이|자)|사들|구매|내려받|다운로드|가진\s(?:것|이들)|지니[고거는면]|지닌\s(?:사람|이|자)|사거나|[을를나] 산\s(?:사람|이|자|경우)|(?<![가-힣])산\s사람(?=과|도|에게|이나|은)|(?<!내려)받아\s?(?:두[거면고]|둔|놓)",
    ),
    "view": table(
        r"(?<!in )\bview(?:s|ed|ing|ers?)?\b(?! of)|\bwatch(?:es|ed|ing|ers?)?\b|\bonlookers?\b|\bopens? (?:such|an?|the|one) (?:\w+ )?(?:files?|clips?|images?|videos?|fakes?)\b|(?<!\ba )\blook(?:s|ing)?\sat\s(?:(?:an?|any|such|these|those|the)\s)?(?:\w+\s){0,2}(?:images?|pictures?|photos?|videos?|clips?|deepfakes?|fakes?|forger\w+|materials?|files?|works?|porn\w*|one\b|them\b|it\b)",
        r"\bregard(?:e|er|ent|ant)\b|\bvisionn\w+|\bconsult(?:e|er|ent)\b|\bregardant\b|\bspectateurs?\b|\bvoir ou (?=\w+[ei]r\b)",
        r"시청|보기만|보다\s(?:걸리|들키)|구경(?:꾼|만|한|하)|(?<!으로 )(?<!라고 )(?<!다고 )보는\s(?:것|사람|이|자|행위)|본\s(?:사람|이|자|경우)|열람|보거나|거나\s보면|봐도|들여다[보본]|재생(?:만|하)|(?:열어|틀어)\s?[보본봤]",
    ),
    "create": table(
        r"(?<![-\w])(?:creat(?:e|es|ing|ion|or|ors)|mak(?:e|es|ing|er|ers)|produc(?:e|es|ing|tion|ers?)|generat(?:e|es|ing|ion)|manufactur(?:e|es|ing)|fabricat(?:e|es|ing|ion))\b|\b(?:who|has|have|had)\s(?!been\b)(?:\w+\s)?(?:made|created|produced|generated)\b|\b(?:who|whoever)\s(?:\w+\s)?fakes\b|\bfaking\b|\bdoctor(?:ing|s)\b|digitally (?:alter|manipulat)\w*|\bmanipulat(?:e|es|ing)\b|\balter(?:s|ing)\b|\bforg(?:e|es|ing)\b|\bcook(?:s|ing)? up\b|\bturning out\b(?! to)|\bclon(?:es?|ing)\b(?= (?:an?|the|his|her|their|some\w+|another|other|people|voices?|faces?)\b)",
        r"\b(?:re)?cré(?:er|e|ent|ation|ant|ateurs?)\b|fabriqu(?:er|e|ent|ant)\b|fabrication|\bprodu(?:ire|isent|ction|isant|cteurs?)\b|\bauteurs? (?:du|de|des|d['’]un[e]?)\s?(?:tels? |telles? |ces? |cette )?(?:faux|fausses?|montages?|trucages?|hypertrucages?|deepfakes?)\b|(?<!est )(?<!été )\bproduit\b(?! par)|réalis(?:er|e|ent|ation|ant)\b|(?:avoir|ont|ayant|a) (?:créé|fabriqué|réalisé|généré|produit)|\bgén[éè]r(?:er|e|ent|ation|ant)\b|\bmanipul(?:er|e|ent|ant)\b|confection\w*|conception|concev\w+|conçoi\w+|\bclon(?:er|e|ent|ant)\b|\bfabricants?\b|\bfaussaires?\b|\bfalsifi(?:er|e|ent|ant|cation)\b|\btruqu(?:er|e|ent|ant)\b|\baltér(?:er|e|ent|ant)\b|\bfaçonn(?:er|e|ent|ant)\b|\bcontrefai(?:re|t|sant)\b|\bfix(?:er|e|ent|ant), (?:d['’])?enregistr\w+|\bpour les auteurs\b(?! d)|\bqui (?:l['’]a|l['’]ont) faite\b",
        r"제작|만들|만든|만드는|합성(?!물|이라|임을|\s?(?:영상|사진|음란|이미지|콘텐츠|성|음성|목소리|화면|미디어|출연))|편집(?!물)|가공(?!물)|생성(?!물|형|\s?(?:콘텐츠|영상|이미지|음성|사진|미디어))|변조|지어[내낸]|꾸[며민미밀]|복제(?!물|권)|(?:얼굴|목소리|사진|영상|합성물|그림|음성)[을를] (?:\S+ )?고[치친쳐]|얼굴[을를] (?:\S+ ){0,3}(?:붙[여인이]|입[혀히힌])",
    ),
    "distribute": table(
        r"distribut\w+|\bshar(?:e|es|ed|ing)\b|publish\w*|publication|\bspread\w*|\bpost(?:s|ed|ing)?\b|disseminat\w+|circulat\w+|upload\w*|\bsell(?:s|ing|ers?)?\b|\bsold\b|transmi\w+|broadcast\w*|\bsend\w*|exchang\w+|peddl\w+|\b(?:pass|hand)(?:es|s|ing)? (?:\w+ )?(?:on|round|around|along)\b|\bput(?:s|ting)? (?:\w+ )?(?:about|online)\b|\bappear(?:s|ing)? (?:on|online)\b|\bforward(?:s|ed|ing)\b|\btrad(?:es|ing)\b|(?:made|make|makes|making) (?:\w+ ){0,3}(?:public|accessible|available)|(?<!that )(?<!which )(?<!image )(?<!video )(?<!deepfake )\bshow(?:s|ing)\b|distributor|\bdefam\w+|\bdisclos(?:e|es|ing|ure of)\s(?:an?\s|the\s|such\s|these\s|any\s)?(?:\w+\s){0,2}(?:images?|videos?|deepfakes?|recordings?|photos?|pictures?)\b|\bdisclos(?:e|es|ing) (?:them|such)\b",
        r"diffus\w+|(?:fait|font|faire) (?:circuler|tourner)|partag\w+|répand\w*|publi(?:er|e|ent|é|ée|ant|cation)\b|propag\w+|relay\w+|relaie\w*|transm\w+|\bvend(?:s|re|ant|us?|ues?|ent|eurs?|ait)?\b|\b(?:re)?ventes?\b|\bcéder\b|\bcède\w*|met\w* (?:(?:lui|elle|eux|elles)-mêmes? |ensuite |aussi )?(?:en ligne|en circulation)|mise en ligne|\benvo(?:yer|i|ie|ient)\b|distribu\w+|rend(?:re|ent|ant)?\s(?:\w+\s)?(?:accessible|publi)\w*|port(?:er|e|é)\s(?:\w+\s){0,3}à la connaissance|communi(?:quer|que|cation à)|\bmise?s? en (?:ligne|circulation)|diffam\w+|divulgu\w+|divulgation|\bmontrer\b|\bmontr(?:e|ent|ant) (?:à|au|aux)\b|\béchang(?:er|ent|ant)\b|\bcommercialis\w+|\b(?:mett?\w*|mise) à (?:la )?disposition",
        r"유포|배포|반포|공개|(?<!시한을 )(?<!기한을 )(?<!기간을 )넘[기긴]|공표|퍼뜨|퍼트|공유|게시|전송|판매|제공|상영|나눈|나누|나눌|나눠\s?(?:준|줬|주)|뿌[리린려]|게재|전파(?!진흥)|송출|(?<!로 )(?<!까지 )(?<!형량을 )(?<!형을 )(?<!상한을 )올[린리]|유통|임대|전시|퍼 나르|퍼 날|건네|건넨|보낸\s(?:사람|이|자)|(?<!교도소에 )(?<!감옥에 )보내(?:면|거나|도)|보내는\s(?:사람|이|자|행위|것|일)|선거(?:운동)?에\s(?:쓰면|쓴\s(?:사람|이|자)|쓰는\s(?:사람|이|자|행위)|(?:사용|이용)하면)|(?<![가-힣])팔(?:거나|았|면|고|아)|(?<![가-힣])파는\s(?:사람|이|자|행위)|(?:남에게|다른 사람에게)\s준|돌린|돌렸(?:다면|으면)|돌리(?:거나|면)|(?:남|타인|대중|공중|제3자|제삼자|다른 사람)(?:에게|한테)\s?알[린리려]|(?:허위|거짓)\s?(?:사실|정보|내용)?[을를] 알[린리려]",
    ),
}  # fmt: skip
# Ways of speaking in which a conduct's word means something else: a law that threatens with a fine, makes it a crime, a picture that a program has made.
IDIOM = table(
    r"(?:threat(?:en\w*|s?)|menac\w+)\s(?:[\w-]+\s){0,5}?(?:with|of)\s(?:[\w-]+\s){0,4}?(?:fines?\b|prison|jail|imprison\w+|penalt\w+|sanctions?|punish\w+|terms?\b|up to|\d|$)|"
    r"(?:creat\w+|mak(?:es?|ing)|made)\s(?:it\s|this\s|that\s)?an?\s(?:(?!(?:to|in|is|are|can|could|for|with|by|who|that|which|and|or)\b)[\w-]+\s){1,4}(?:crime|offen[cs]e|felony|misdemeanou?r)\b|\bmak(?:es?|ing)\s(?:\w+\s){1,3}(?:liable|responsible|pay)\b|\b(?:makes?|made)\s(?=(?:(?!\b(?:is|are|was|be|commits?|becomes?|faces?|would|will|could|can|may|shall|guilty|who|that)\b)[^.;,]){1,80}?\ban?\s(?:[\w-]+\s){0,3}(?:crime|offen[cs]e|felony|misdemeanou?r)\b)|\b(?:mak(?:es?|ing)|made)\sit\s(?:an?\s)?(?:[\w-]+\s){1,4}?to\b|(?:prison|jail|bars|dollars|won|euros|pounds|fines?|years|now)\b[^.;]{0,12}\bthreaten\w*\s(?:those|anyone|anybody|whoever|people)\s|\b(?:will|would|now)\sthreaten\w*\s(?:those|anyone|anybody|whoever|people)\s|\bwhat\s(?:they|he|she|one)\s(?:ha(?:s|ve|d)\s)?(?:made|created|produced)|(?:creat\w+|mak(?:es?|ing)|made)\s(?:(?:it|this|that|such|them|the|a|an|new|own|its|federal|criminal|state|of)\s){0,4}(?:crimes?|offen[cs]es?|illegal|felony|misdemeanou?r|punishable|laws?)\b|"
    r"(?:AI|intelligence|programs?|software|tools?|models?|chatbots?|computers?|machines?|algorithms?)\s(?:has|have|had|can|could)\s(?:\w+\s)?(?:ma[dk]e|created?|produced?|generated?)|\bmakes?\s(?:anyone|anybody|those|people|whoever)\b|\b(?:after|besides|having)\s(?:also\s)?(?:making|creating|producing|made|created)\b|\balso\s(?:made|created|produced)\b|\b(?:is|was) also the (?:maker|creator|one who made)\b|\bboth (?:made|created|produced|altered)\b(?= (?:\S+ )?and\b)|\b(?:harass\w*|sham\w+|humiliat\w+|bull(?:y|ies|ying)\b)[^.;]{0,14}?(?:extort|blackmail|intimidat|threaten)\w*|(?:extort|blackmail|intimidat|threaten)\w*[^.;]{0,14}?\b(?:harass|sham|humiliat|bully)\w*",
    r"menac\w+\s(?!(?:de\s|d['’])(?:(?:la|le|les|l['’])\s?)?\w+(?:er|ir|re)\b)(?:\S+\s){0,4}?(?:de\s|d['’]|par\s|à\s)?(?:\S+\s){0,3}?(?:\S['’])?(?:amendes?|peines?|prison|emprisonn\w+|réclusion|sanctions?|poursuites|$)|cré(?:e|er|ent|ant|ation)\s(?:\w+\s|d['’]){0,2}(?:délits?|infractions?|crimes?|peines?)|"
    r"(?:\bIA|intelligence artificielle|logiciels?|outils?|programmes?)\s(?:a|ont|avait|avaient|peut)\s(?:\w+\s)?(?:créée?s?|fabriquée?s?|générée?s?|produite?s?|créer|générer|produire)|\b(?:que|qu['’])\s?(?:crée|génère|fabrique|produit)(?:nt)? (?:une? |l['’]|des |cette |ces )?(?:IA\b|intelligence|logiciel|algorithme|machine|outil|programme)s?|\b(?:auteurs?|créateurs?|fabricants?) (?:du |des |d['’]une? |de (?:la |ce |cette |ces |tels? |telles? )?|d['’])\S+ (?=qui (?:le|la|les|l['’])\s?\S)|\bcréateurs? d['’]images (?=partagées|diffusées|publiées)|\baprès (?:l['’]|les |la |le )?avoir (?:créée?s?|fabriquée?s?|produite?s?|réalisée?s?)|\b(?:a|ont) (?:fabriqué|créé|produit) (?:\S+ ){1,3}avant de|\best aussi celui qui (?:\S+\s)?(?:a|l['’]a) \w+|\b(?:a|ont|avait) (?:aussi|également|lui-même|elle-même|eux-mêmes) (?:créé|fabriqué|produit|réalisé)\w*|(?:créée?s?|fabriquée?s?|produite?s?|réalisée?s?|faite?s?) (?:lui|elle|soi|eux)-mêmes?\b|\b(?:fabriquer|créer|produire|réaliser),? puis (?=\S)|\bharc[eè]l\w+[^.;]{0,14}?(?:extor|menac|intimid)\w+|(?:extor|menac|intimid)\w+[^.;]{0,14}?(?:harc[eè]l|humili)\w+",
    r"(?:(?:만들|제작하|합성하|조작하|생성하)거나\s)?(?:만든|만들어진|제작한|제작된|합성한|합성된|생성한|생성된|편집된|조작된|조작한|바꾼|고친|붙인|입힌|꾸민|지어낸|변조한|변조된|복제한|변형한)\s(?:\S+\s){0,2}?\S*(?:이미지|영상|사진|몽타주|합성물|음란물|콘텐츠|딥페이크|성착취물|음성|편집물|내용|자료|파일|목소리|게시물|운동물|광고|(?<![가-힣])것(?:[을이]|임을))|(?:찍거나\s)?유포한\s경우[와과]\s(?:똑)?같은|(?:범죄로|죄로|(?:법|법률|법안|조항|규정|죄목|처벌)[을를])\s(?:\S+\s)?만[들든드]|(?:사람|이|자)[이가]\s(?:\S+[을를]\s)?직접\s(?:만들|제작|합성)\S*(?:\s고[쳤친]\S*)?|(?:보낸|퍼뜨린|올린|나눈|공유한|유포한|전송한)\s(?:사람|이|자)[이가]\s(?:바로\s)?(?:만든|제작한|합성한)\s(?:사람|이|자)|(?:(?:직접|손수|스스로)\s)?(?:만든|제작한|합성한|꾸민)\s(?:사람|이|자)[이가](?=\s(?:\S+\s){0,2}?(?:돌[리렸]|보[내냈]|나[누눴]|퍼[뜨트]|올[리렸]|공유|유포|전송))|(?:직접\s)?만들기까지(?:\s한\s(?:사람|이|자))?|직접\s(?:만들었거나\s고[친쳤]|만들었(?!거나)|만든\s사람이라면)|(?:만들어|제작해|합성해|만든 뒤|만들고)(?=\s(?:\S+\s)?\S*까지)|(?:만들어|제작해|합성해|편집해|조작해|꾸며|지어내)서?(?=\s(?:\S+\s){0,3}?(?:유포|퍼|배포|반포|올[리린렸]|나[누눈]|공개|공유|게시|방송|보[내낸]|전송))",
)
# A purpose or state of mind is no conduct: "with intent to distribute", 유포 목적, « avec l'intention de diffuser ».
PURPOSE = table(
    r"(?:with(?:out)?|regardless of|no|whether|any)\s(?:\w+\s){0,5}(?:intent\w*|purpose|aim)\s(?:to|of)\s(?:\w+\s){0,2}\w+(?:(?:,\s(?:or\s|and\s)?|\sor\s|\sand\s)\w+)*|\bintent(?:ion)? (?:to|of) \w+|to commit (?:\w+ ){0,3}?(?:crimes?|fraud|offen[cs]es?)(?: or \w+)?|for the purpose of \w+|(?:intend\w*|means|meant|want\w*|wish\w*|design\w*|built|in order|so as) to (?:be )?\w+(?:(?:,\s(?:or\s|and\s)?|\sor\s|\sand\s)\w+)*|(?:ask|request|solicit)\w*\s(?:\w+\s){0,3}to\s\w+|(?:whether or not|even (?:if|when|without|where)|no matter (?:if|whether))\b[^,;.]{0,60}?\b(?:shar|distribut|publish|post|spread|circulat|pass)\w*",
    r"(?:intention|but|dessein|fins?|volonté|vue)\s(?:de\s|d['’])(?:les |la |le |l['’])?\w+|(?<!réseau )(?<!réseaux )(?<!\bIA )(?<!artificielle )(?<!logiciel )pour (?!avoir\b)(?:les |la |le |l['’])?\w+(?:er|ir|ire|ndre|ttre)\b|par jour de \w+|(?:que\s[\w'’]+\s)?ai(?:t|ent) (?:ou non )?voulu (?:ou non )?(?:le |la |les )?\w+|\bque (?:la |le |l['’])?\w+ (?:de \w+ )?(?:ait|soit)\b[^,.;]{0,30}\bou (?:non|pas)\b|\b(?:diffusion|partage|publication)s? ou (?:non|pas)\b|\bsans (?:même )?(?:avoir (?:à |été )?|être |la |le |les |l['’]|aucune? |toute )?(?:diffus|partag|publi)\w+",
    r"(?:유포|배포|반포|퍼뜨릴|퍼뜨리|공유|판매|제작|시청|협박|강요|괴롭히)(?:\S{0,4}\s?(?:할\s)?(?:목적|의도|의사|고의|뜻|마음|생각)|하려(?:\s했다|는|고))|(?:퍼뜨리|퍼트리|올리|나누|팔|돌리|보내|알리)려(?:고)?\s(?:했다|한다|했는지)\S*|(?:표시|표기|라벨|고지)(?:\s?여부\S*|를?\s했든)\s\S+(?:\s\S+없이)?|(?:\S+거나\s)?\S+(?<!벌)려고(?!\s(?:한|하는)\s(?:사람|자))|(?:유포|배포|반포|공유|제작|판매)\s?(?:여부|했는지)|\S+지\s(?:않아도|않더라도)",
)
CUSTODY = table(
    r"prison\w*|jail\w*|imprison\w*|custod\w+|behind bars|incarcerat\w+|detention|sentences?\b|(?:\b(?:jail|prison|maximum|custodial|minimum|fixed|longer|longest)\s(?:\w+\s)?|\b(?:punish\w*|carr(?:y|ies|ying|ied)|fac(?:e|es|ing)|brings?|risks?|rais(?:e|es|ed|ing)|liable|receiv\w+)\b[^.;]{0,60}?\s(?:[\w-]+-)?(?<!long-)(?<!short-)(?<!mid-))term\b|\bterm of (?=up|not|at|no)|maximum penalty|penal servitude|felony|misdemeanou?r|hard labou?r|deprivation of liberty|locked (?:up|away)|confinement|years? inside\b|\b(?:in|to) (?:a|the) cells?\b|\bput\b[^.;]{0,60}\baway\b",
    r"\bprisons?\b|emprisonn\w+|réclusion|détention|servitude pénale|incarcér\w+|\bferme\b|\bpeines?\b|derrière les barreaux|"
    + INCUR
    + r"|privati\w+ de liberté",
    r"징역|금고|법정형|구류|실형|(?<![가-힣])형(?=[을이에과으로 ,.]|$)|(?:징역|금고|벌금|최고|상한|년|[월해달]|무기|종신|유기|중|극)형(?=[을이에과으로 ,.]|$)|감옥|교도소|철창|자유형|옥살이|수감|구금|복역|가[두둘둔]|갇[히힐혀힌]",
)
FINE = table(
    r"\bfin(?:e|es|ed|ing)\b|penalt(?:y|ies)|sanction\w*|or both|penalty units|\b(?:risks?|risking)\s(?:up to\s|as much as\s)?(?=[$€£]\s?\d)",
    r"amendes?|sanction\w*|coût(?:e|ent|er\w*)\b|pénalit\w+|unités de (?:compte|mesure)|jours-amende|infliger|(?:"
    + INCUR
    + r"|risqu\w+)\s(?:jusqu['’]à\s)?(?=\d[\d  .]*\s?[$€])",
    r"벌금|과태료|과징금|벌금형|(?<!\d)건당|벌과금|범칙금|과료|제재",
)
# Between a term and an amount: the fine is the other half of the punishment, whatever stands in between.
ALSO_FINE = table(
    r"(?:\band|\bor|\bplus|,)\s(?:else\s)?(?:a\s|an\s)?fines?\s(?:of\s)?(?:up to\s|as much as\s|a maximum of\s)?$",
    r"(?:\bet|\bou(?: bien)?|ainsi que|,|\bplus)\s(?:d['’])?une amende\s(?:de\s|d['’]|pouvant (?:atteindre|aller jusqu['’]à)\s|jusqu['’]à\s|allant jusqu['’]à\s)?$",
    r"(?:또는|혹은|이나|거나|및|과|와)\s벌금\s?$",
)
# Words for paying that mean a fine only where something is broken.
PAYING = table(
    r"\bpay\b|\bowes?\b|\bcosts?\b|(?:per|for each|for every) (?:violation|offen[cs]e|breach|infringement)|turnover|revenue",
    r"\bpa[iy]e\w*|par (?:infraction|manquement|violation)|chiffre d['’]affaires|plafond|\baddition\b|\bfacture\b",
    r"물(?:어야|게|릴|린다|립니|리고|리도록)|문다|뭅니다|낸다|냅니다|내야|더해[지진집]|매출",
)
# Between two amounts: the second is the first in another currency.
EQUIVALENT = table(
    r"that is|i\.e\.|which is|\bor\s(?:about|some|roughly|around|nearly|almost)\b|about|\bsome\b|roughly|around|approximately|nearly|almost|equivalent|equal to|worth|just (?:over|under)|a little (?:over|under|more|less)|≈|~",
    r"\bsoit\b|environ|c['’]est[- ]à[- ]dire|à peu près|quelque|près de|équiva\w+|autour de|un peu (?:plus|moins) de|≈|~",
    r"약|한화|우리\s?돈|원화|환산|환율|한국\s?돈|≈|~",
)
# A span of time in a sentence of punishing, right after (Korean: before) such a lead, is custody even where no prison is named.
PUNISHING = table(
    r"punish\w*|criminal code|penal code|\boffen[cs]es?\b|\bcrimes?\b|\bfac(?:e|es|ing)\b|law adds|sentence|drafts?\b|\bbills?\b|\blaws?\b|penalt\w+",
    r"\bpun(?:i\w*|it)\b|passibles?|incrimin\w+|délits?|infractions?|code pénal|risqu\w+|"
    + INCUR
    + r"|\bva(?:ut|udrait|udra|udraient|lent)\b|condamn\w+|\blois?\b|peines?\b|\bprojets?\b|propositions?\b|\bcode\b|\bpour qui\b|quiconque|ce(?:lui|ux) qui",
    r"처벌|처하|처한|가[두둘]|법정형|형법|범죄|조항|행위|죄로|죄가 (?:되|된|됩)",
)
BARE_LEAD = table(
    r"\b(?:with|brings?|adds?|fac(?:e|es|ing)|carr(?:y|ies|ying|ied)|sets?|provides for|possible:?)\s(?:a\s)?(?:maximum of\s|up to\s|as much as\s|between\s|from\s)?$|code:\s(?:up to\s)?$|[:–—]\s(?:up to\s|a maximum of\s|as much as\s)$",
    r"(?:va(?:ut|udrait|udra|udraient|lent)|pun(?:ie?s?|it)|risqu\w+|"
    + INCUR
    + r"|passibles?|coût\w+|expos\w+|prév(?:o[iy]\w+|u\w*)|promet\w*|propos\w+|fix\w+|fourchette)\s(?:jusqu['’]à\s|de\s|d['’]|à\s|entre\s|une fourchette d['’e]\s?){0,2}$",
    r"^(?:까지|\s?이하(?!의? 과))",
)
# Verbs after which a span of time is custody in any sentence.
STRONG_LEAD = table(
    r"\b(?:brings?|carr(?:y|ies|ying|ied)|fac(?:es?|ing)|allows?|can get|get|would get|(?:can|could|may|might|will|would)\s(?:now\s)?(?:cost|mean|expect|be given)|risks?|risking|looking at|liable to|look forward to)\s(?:a\s|anything\s)?(?:maximum of\s|up to\s|as much as\s|as many as\s|as long as\s|between\s|from\s)?$",
    r"(?:"
    + INCUR
    + r"|risqu\w+|passibles? de|punie?s? de|(?:peu(?:t|vent)|pourr\w+)\s(?:y\s|en\s|désormais\s|maintenant\s|aussi\s)?(?:prendre|perdre|coûter|valoir|écoper|être condamnée?s?))\s(?:jusqu['’]à\s|de\s|d['’]|à\s|entre\s){0,2}$",
    r"(?!)",
)
# Next to a fine without an amount, a span of time is custody.
BESIDE_FINE = table(
    r"^(?:\sand|\sor|\sand/or|\splus|,)\s(?:an?\s)?(?:\w+\s)?fines?\b",
    r"^(?:\set|\sou|,)\s(?:d['’]une\s|une\s|d['’])amendes?\b",
    r"^\s?(?:이나|또는|혹은|과|와|및)\s(?:벌금|과료)",
)
# Before a span of time that follows on a term of the same sentence.
ADDED = table(
    r"(?:\band|\bor|\bbut|\bwhile|,)\s(?:up to\s|as much as\s|even\s)?$",
    r"(?:\bet|\bou|\bmais|,)\s(?:jusqu['’]à\s|de\s|même\s)?$",
    r"(?!)",
)
# Where a punishment was told just before, a span of time after such a limit, or before those whom it awaits, is another one.
LIMIT_LEAD = table(
    r"\b(?:up to|at most|as much as|as many as|no more than|not more than|maximum of|further, to|higher, to)\s$",
    r"(?:jusqu['’]à|au plus|au maximum|maximum de)\s$",
    r"(?:최대|최고|최장)\s$",
)
FOR_WHOM = table(
    r"^\s(?:for\s(?:the\s)?(?:anyone|anybody|whoever|those|people|makers?|creators?|sharers?|senders?|distributors?|\w+ing)\b|awaits?\b|(?:is|are) foreseen|(?:can|could|may) be (?:given|imposed|handed))",
    r"^\s(?:pour\s(?:celui|ceux|celle|celles|qui|quiconque|le fait|l['’]auteur|les? \w+)\b|attend\w*\b|(?:est|sont) prévue?s?\b)",
    r"(?!)",
)
# So near a word of a maximum, a span of time is custody.
CEILING = table(
    r"\b(?:maximum|ceiling)\b(?! age)",
    r"\b(?:maximum|plafond|au plus)\b",
    r"상한|법정형|형량|(?<![가-힣])한도|최고형|이 (?:끝|천장|한계)",
)
# A fine that grows by the day enforces an order.
BY_THE_DAY = table(r"\b(?:a|per|each|every) day\b|\bdaily\b", r"\bpar jour\b|journali[eè]r\w*", r"하루|1일당|매일")
# What has to be taken down has to be so within hours or days.
DEADLINE = table(r"\b(?:hours?|takedown)\b", r"\bheures?\b|\bretrait\b", r"\d\s?시간|삭제")
# Modal words of a duty.
MUST = table(
    r"\b(?:must|shall|ha(?:s|ve|d) to|requir\w+|oblig\w+|mandat\w+|duty|duties|need(?:s|ed)? to|compel\w*|forc\w+|order\w*)\b",
    r"\b(?:doi(?:t|vent)|devr\w+|oblig\w+|impos\w+|exig\w+|tenue?s?|contrain\w+|il faut|faudra|ordonn\w+)\b",
    r"해야|도록|의무|하라|않으면|[여려해혀]야|[적달]아야|적어야|토록|게 했|게 한다|명령",
)
# Terms told beside such a word are the least that can be given.
LEAST = table(r"\bminimum (?:terms?|sentences?|penalt\w+)\b", r"\bpeines? (?:minimales?|planchers?)\b", r"(?!)")
# Where worse cases begin, another punishment does.
WORSE_CASES = table(
    r"\b(?:serious|severe|grave|aggravated) cases\b",
    r"\bcas (?:les |très )?(?:plus )?(?:graves?|aggravés?)\b",
    r"(?:무거운|심한|중대한) 경우",
)
# A number that stands for a sum in the money told before: "every later one 5,000", « jusqu'à un million ».
BARE_SUM = table(
    r"(?P<n>\d{1,3}(?:,\d{3})+|(?:\d+(?:\.\d+)?|one|two|three|five|ten)\s(?:million|thousand))(?=\s?(?:[.;)]|,\s|$|(?:for|if|when|per)\b))",
    r"(?P<n>\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|(?:\d+(?:,\d+)?|une?|deux|trois|cinq|dix)\s(?:millions?|mille))(?=\s?(?:[.;)]|,\s|$|(?:pour|si|par)\b))",
    r"(?P<n>\d[\d,]*[만억])(?=[.,]|까지|$)",
)
BARE_SUM_LEAD = table(
    r"(?:\bup to|\bpays?|\bcosts?|\bfined|\bone|\belse|\bperson|\bindividuals?|\brisks?|\bfaces?)\s(?:up to\s)?$",
    r"(?:\brisqu\w+|" + INCUR + r"|\bc['’]est|\bpa[iy]e\w*|\bcoût\w+|\blui,|\belle,|jusqu['’]à)\s(?:jusqu['’]à\s)?$",
    r"(?:최대|최고|은|는|이면|면)\s$",
)
DAYS_OF_CUSTODY = table(
    r"^['’]?\s(?:in|of|behind)?\s?(?:a\s|the\s|county\s)?(?:jail|prison|imprison\w+|custody|bars|detention|confinement)",
    r"^\s(?:d['’]|de\s)(?:emprisonn\w+|prison|détention)",
    r"^(?:간)?의?\s?(?:구금|구류|징역|금고|구치|수감)|^을\s(?:지내|살)",
)
NOT_A_FINE = table(
    r"damages|compensat\w+|settlement|stole\w*|swindl\w*|lost|loss|defraud\w*|bail|reward|budget|invest\w+|restitution|funding|prize|cost of|\bestate\b",
    r"dommages|dédommag\w+|indemni\w+|préjudice|perdu|escroqu\w+|caution|budget|investi\w+|réparation|astreinte",
    r"손해배상|배상|합의금|피해액|피해 금액|가로|편취|예산|투자|보석금|위자료|빼돌|뜯|챙긴|수익|포상|과징금 매출|에게 물어",
)
# Going to court for money: what can be won there is no fine.
SUIT = table(
    r"\b(?:sue[sd]?|suing|lawsuits?|civil (?:action|suit|claim)s?|right of action|plaintiffs?)\b",
    r"poursui\w+ (?:en|au) (?:justice|civil)|action (?:en justice|civile)|plaignant\w*|au civil\b",
    r"손해배상|민사\s?소송|소송을 (?:낼|제기)|고소인|원고",
)
LOWER_LIMIT = table(r"\b(?:minimum|at least)\b", r"\b(?:minimum|au moins|plancher)\b", r"이상")
# A second term so joined to a minimum is a minimum too.
AND = table(r"[\s\w]{0,12},?\s(?:and|or)\s", r"(?:[\s\w'’]{0,30}),?\s(?:et|ou)\s", r"(?!)")
# Punishment given to, or asked for, one defendant.
GIVEN = table(
    r"\b(?:was|were|been|is)\s(?:\w+\s)?(?:sentenced|jailed|imprisoned|fined|given|handed|ordered)\b|(?<!\bbe )sentenced\s(?:him|her|the|a|an|them|\d|to\s|[A-Z])|received\b|"
    r"\bjailed for\b|\bsent to (?:prison|jail) for\b|has fined|\bfined\s(?:him|her|the|(?!(?:up|as|at|no|not|between|from|or|and|under|a|an|some|about)\b)[a-z]+\s[a-z]+\s)|\b(?:got|gets|serv(?:e|es|ed|ing))\s\w+\s(?:years|months)|(?:prosecut\w+|commissioner|regulator|authorit\w+|attorney\w*|lawyers?|crown|police|victims?)\b[^.;]{0,40}\b(?:sought|seek(?:s|ing)?)\b|(?:was|were|is|are) (?:sought|seeking)\b|asked for|suspended|pleaded guilty|"
    r"will spend|gave (?:him|her|the)|imposed (?:a|the) (?:fine|sentence|term)|upheld|handed (?:down|a)|\d-year (?:sentence|prison|jail)|convict\w+ .{0,40}and (?:sentenced|jailed)|judge \w+ (?:fined|gave)|proposed fine|on all\b|on (?:both|every) counts?|will pay|agreed to pay|must pay|ordered (?:him|her|the \w+|them) to pay|obtained (?:a|an)\b|hangs? over|settled on|got away with|gave an?\b|propos\w+ (?:a|to) fine|in total|was fined|\b(?:has|have|had) handed\b|\bwill serve\b|\bserv(?:e|es|ed|ing)\s(?:\w+\s){1,4}(?:sentence|term)\b|\borders?\s(?:\w+\s){1,4}to pay\b|\bjur(?:y|ors)\b|\bprosecut\w+ (?:want|demand|call)\w*|\bdefendants?\b",
    r"condamn\w+|écop\w+|inflig\w+|requis\w*|réclam\w+|avec sursis|sursis|\bferme\b(?! (?:attend|(?:pour|contre) (?:quiconque|ceux|celui|qui|toute)))|purge\w*|prononcé\w*|a été (?:puni|placé)\w*|\ba imposé\b|jours? de retard|verdict|assorti\w* (?:d['’]un |du |de )?(?:sursis|contrôle|bracelet|mise|probation)|devra (?:payer|verser)|\b(?:a|ont|avai(?:t|ent)) (?:déjà )?(?:reçu|puni|frappé|sanctionné|fixé|obtenu)\b|\b(?:juge|tribunal|cour) (?:\S+ ){0,3}(?:impose|prononce|inflige)\b|propos\w+ (?:aujourd['’]hui )?une amende|(?<!non )\b(?:accusée?s?|prévenue?s?)\b(?! qu)|\b(?:parquet|procureure?|ministère public) (?:a |avait )?demand\w+",
    r"선고(?!\s?(?:할|될|받을))|구형|확정|받았다|부과(?:했|하기로|받|됐)|물렸|물리기로|내렸다|집행유예|복역|항소심|1심|2심|판결을|처해졌|원심|감형|매긴(?!다)|매겼|부과한(?!다)|요청했|물린 것|(?:형|형량)을 \S+ (?:줄이|줄였|낮췄|깎)|명령했|물게 [됐되]|내게 [됐되]|권고형|권고 형량",
)
# Next to a punishment: it is a law's maximum even where a court is told of beside it.
LIMIT = table(
    r"up to|maximum|as much as|as many as|at most|not exceeding|no more than",
    r"jusqu['’]|passible|" + INCUR + r"|risqu\w+|au plus|au maximum|\b(?:peu(?:t|vent)|pouvant|pourr\w+) (?:\w+ )?(?:atteindre|aller)\b",
    r"이하|최대|최고|최장|까지|(?<!권고형의 )상한|법정형|넘지 [않못]|많으면|많게는|길게는|길면",
)
POSSIBLE = table(
    r"up to|maximum|at most|as (?:much|long|many) as|punish\w+|\bpossible\b|\bcriminal offen[cs]e\b|\bfines\s(?:\w+\s){1,4}?[$€£\d]|carr(?:y|ies|ying|ied)\b|\bcan\b|\bcould\b|\bmay\b|\bwould\b|\bshall\b|liable|face[sd]?\b|facing|not (?:more|exceed)\w*|no more than|penalt(?:y|ies) (?:of|is|are|for)|"
    r"\bbrings?\b|propos\w+|provid\w+|prescrib\w+|rises?\b|raised?\b|ceiling|risk\w*|will (?:be|face|bring)|allows?\b|to \d+ years|offen[cs]e|threat\w+|await\w*|(?:violations?|breach\w*|offen[cs]es?)\s(?:\S+\s){0,4}?costs?\b|\bowes?\b",
    r"jusqu['’]|passible\w*|"
    + INCUR
    + r"|puni\w*|risqu\w+|maximum|maximal\w*|au plus|peut|peuvent|pourr\w+|expos\w+|sanctionn\w+|prévoi\w+|prévoy\w+|prévu\w*|\bpa[iy]er(?:a|ont|ait|aient)\b|sera|serait|seront|seraient|coûte|va(?:ut|udrait|udra|udraient|lent)\b|porte\w*|atteindr\w+|atteint|menac\w+|monte\w*|passe\w*|propos\w+|promet\w*|fix\w+|plafond|\bira(?:it|ient)?\b|\bva de\b|\bc['’]est\s\S+\s(?:ans?|mois|années?)\b",
    r"이하|최대|최고|최장|까지|많으면|많게는|길게는|길면|(?<![가-힣])한도|천장|넘지 [않못]|수 있|처하[기고며게]|처한다|처합니다|처하자|처해진|처해집|처하도록|처벌된다|처벌됩|처벌한|처벌합|처할|처하는|처벌하|다스[린리립]|상한|형에|규정|상향|강화|매길|매긴다|매긴|부과(?:한다|합니다|하도록|하는|할)|물린|물리|물어야|내야|물게|문다|낸다|법정형|받게|이상|올린다|올리|무거워|가중",
)
# A lower limit told for another conduct, before the one whose punishment follows.
LEAST_TOLD = re.compile(r"이상(?:의 (?:유기)?징역)?(?:을|이고|에 처하고)?,\s")
# A lower limit alone is no maximum.
MINIMUM_BEFORE = table(
    r"(?:minimum|at least|no less than|not less than|minimum of|mandatory minimum\w*)\s(?:\w+\s){0,3}$",
    r"(?:au moins|minimum|minimale? de|plancher)\s(?:\w+\s){0,2}$|(?:punie?s?|inférieure?s?|peine) (?:de|à) moins d(?:e\s|['’])$",
    r"(?:최소|최저|적어도|하한[은이]?|바닥[은이]|아래\s?선이|아래쪽이)\s?(?:\w+\s)?$",
)
MINIMUM_AFTER = table(
    r"^\s?(?:(?:in prison|in jail|behind bars|of imprisonment|['’] imprisonment)\s)?(?:or more|minimum|at least|or longer)",
    r"^\s?(?:(?:de prison|d['’]emprisonnement|de réclusion)\s)?(?:au moins|minimum|ou plus|au minimum)",
    r"^\s?(?:이상|넘[는을게어]|부터|[이을를]\s(?:바닥|하한|최저|최소))",
)
AGGRAVATING = table(
    r"\bminors?\b|child\w*|under (?:18|16)|aggravat\w+|repeat\w*|second offen\w+|\bprofit|commercial\w*|financial gain|\belection|online|subsequent|serious harm|organi[sz]ed|if the (?:victim|offender|image|aim)|rises? to|increas\w+ to|up from",
    r"mineur\w*|enfants?|aggrav\w+|récidiv\w+|lucratif\w*|commercia\w+|en ligne|moins de (?:15|16|18)|\bportée?s? à\b|alourdi\w*|bande organisée|lorsque|quand|\bsi (?:la|le|une?)\b",
    r"아동|청소년|미성년|상습|영리|가중|돈을 벌|돈벌이|장사|이득|2분의 1|영업|조직|정보통신망|상업",
)
FORMER = table(
    r"until now|until then|previous(?:ly)?|formerly|old law|existing (?:law|maximum)|currently|at present",
    r"jusqu'ici|jusqu’ici|auparavant|actuellement|jusqu'à présent|ancienne|contre .{0,20} (?:aujourd|actuel)",
    r"(?:옛|예전) (?:법|규정|조항)(?!.*새 (?:법|규정|조항))|기존|종전|지금까지|그동안|이전에는|원래|현행(?=.{0,40}(?:에서|보다))",
)
BILL = table(
    r"\bbills?\b|\bwould\b|propos\w+|draft|amendment",
    r"projet|proposition|amendement|prévoirait|serait|seraient|encourrait|propose\w*",
    r"법안|개정안|추진|발의|제정안|입법예고",
)
ADDITION = table(
    r"\b(?:also|in addition|additionally|as well|plus|on top|addition to it)\b|^and\b|^the fine\b",
    r"en outre|également|de plus|aussi|s'y ajoute|assorti|^l['’]amende\b",
    r"또한|아울러|함께|추가|병과",
)
LIFE = table(
    r"life (?:imprisonment|in prison|sentence|in jail|behind bars)|imprisonment for life",
    r"perpétuité|(?:prison|réclusion|emprisonn\w+|incarcér\w+|détention|peine|liberté)\s(?:\w+\s){0,2}à vie\b",
    r"무기\s?징역|무기형|무기금고|종신형|무기(?:\s또는|나|\s혹은)\s\d",
)
# Words that make a span of time a term of custody where a punishment was stated just before ("the maximum rises to 20 years").
ELLIPSIS = table(
    r"maximum|ceiling|rises?|rais(?:es|ed|ing)\b|lift(?:s|ed|ing)\b|range|term|goes up|increas\w+|climbs?|doubles?|it (?:is|would be)|can bring|carr(?:y|ies|ying|ied)|penalty",
    r"peines?|maximum|fourchette|mont(?:e|er|ent|era|erait)\b|pass(?:e|ent|erait)|\bir(?:a|ait|aient)\b|va(?:ut|udrait|udra|udraient|lent)\b|port(?:é|e)\w*|coût\w+|puni\w*|sera|serait|plafond|durée|major\w+|doubl\w+|grimp\w+|culmin\w+|s['’]élèv\w+",
    r"이하|최대|최고|최장|상한|형량|까지|많으면|많게는|길게는|길면|(?<![가-힣])한도|천장",
)
# A sentence that says whom the punishment before it is for.
APPLIES = table(
    r"^(?:It|That|This|The (?:maximum|term|penalty)) (?:only )?(?:applies|covers|concerns|is for|awaits)\b",
    r"^(?:Elle|Il|Cela|La peine) (?:ne )?(?:s['’]applique|vise|concerne|couvre|vaut pour)",
    r"(?:대상이다|대상입니다|해당한다|적용된다|적용됩니다|경우다|경우입니다)[.]?$",
)
# Where the next main clause of a sentence begins.
NEXT_CLAUSE = table(
    r"[,;]\s(?:and|but|while|whereas)\s(?!for\s[^,.;]{1,40}\s(?:too|as well|alike)\b)",
    r"[,;]\s(?:et|mais|tandis que|alors que)\s|\.\s(?=[A-ZÀ-Ý])",
    r"(?!)",
)
# After a span of time: it takes the place of another ("seven years, up from five").
INSTEAD = table(r"^,?\s(?:up from|instead of|rather than)\s", r"^,?\s(?:contre|au lieu de)\s", r"(?!)")
# After a span of time: it is no custody.
NO_CUSTODY = table(
    r"^\s(?:more|extra)\b|^\s(?:of\s|on\s|['’]\s)?(?:probation|supervis\w+|disqualif\w+|community|limitation)",
    r"^\s(?:et [^,.;]{1,12} )?(?:supplémentaires?|de plus)\b|^\s(?:d['’]|de\s)(?:inéligib\w+|interdiction|suivi|stage|probation|prescription)",
    r"^의?\s?(?:[^\s.,]+\s){0,3}?(?:자격\s?정지|취업\s?제한|신상|접근금지|공소시효|보호관찰)",
)
# Before a further fine of the same list: « … d'une amende de 900 euros pour l'auteur, et de 5 000 euros pour le site ».
LISTED = table(r"(?:\band|\bor|,)\s(?:one\s)?(?:of\s)?(?:up to\s)?$", r"(?:\bet|\bou|,)\s(?:de\s|d['’]|jusqu['’]à\s)+$", r"(?!)")
# The punishment just stated holds for other conducts as well.
SAME = table(
    r"same (?:maximum|ceiling|penalt\w+|punishment|term|sentence|applies|goes for|holds for|is true of|is (?:planned|foreseen|provided|proposed)|awaits|(?:\w+ )?(?:years|months|fine) appl\w+)|\b(?:risks?|faces?|brings?|carr(?:y|ies)) the same\b(?! (?:as|for (?:him|her)))",
    r"mêmes? (?:peines?|sanctions?|plafond|maximum|sort|tarif)|(?:expos\w+ à|"
    + INCUR
    + r"|risqu\w+|va(?:ut|udra\w*)|coût\w+) (?:exactement )?(?:la même chose|(?:tout )?autant\b(?! (?:de|que)))|(?:pareillement|tout autant) (?:visé|puni|réprimé)\w*|il en va de même",
    r"같은 (?:형|처벌|법정형|벌|돈|과태료)|동일(?:한 형|하게 처벌)|똑같이 처벌|(?:형|형량|처벌|벌|법정형)[은도이] (?:똑같|마찬가지|같(?:다|습니다|아요)|다르지 않)|위와 같|(?:사람|이|자|경우)도요|(?:사람|자|이|경우|행위|시청|소지|저장|구입|구매|유포|반포|배포|공유|판매|제작)(?:도|에게도| 역시) (?:똑같|마찬가지|다르지 않|같(?:다|습니다|은 형|은 벌))",
)
# What is broken where a fine is for a breach without saying of what: told in the sentences before.
BREACH = table(
    r"violat\w+|breach\w*|ignor\w+|disobey\w*|not obey|non-?complian\w+|not compl\w+|\bbreak\w*|fail\w*|offenders?|flout\w*|def(?:y|ies|ied)\b|(?:on|under) (?:pain|penalty|the threat|threat) of|at the risk of|\b(?:who|whoever|those that|(?:sites|firms|platforms|companies) that) (?:do|does|did) not(?=,? (?:can|could|may|will|would|must|face|risk|pay))",
    r"manqu\w+|violation|contreven\w+|désobéi\w+|ignor\w+|omission|non-respect|récalcitrant\w*|n['’]obéi\w+|ne se pli\w+ pas|pass\w+ outre|s['’]en dispens\w+|sous peine d|\bfautes?\b|\bdéfaut\b|s['’]en moqu\w+|sourde oreille",
    r"위반|어기|어긴|어겨|시한을 넘|기한을 넘|듣지|이행하지|않(?:은|으면)|없으면|안 (?:하|한|지키|달|붙이|적)|미이행|불이행|따르지|지키지|빠뜨리|빠트리|빼먹",
)
DUTIES: dict[str, Table] = {
    "fail_to_label": table(r"label\w*|watermark\w*|disclos\w+\b(?! (?:them|such|intimate|sexual)\b)|transparen\w+|disclaimers?|(?:digital|hidden|visible|invisible) marks?\b|say(?:ing)? so\b|(?:must|have to|(?:oblig|requir|forc)\w+\W+(?:\w+\W+){0,3}?to|mak\w+ (?:those|anyone|whoever|people|advertisers|campaigns|candidates|platforms)\b)\W+(?:\w+\W+){0,6}?(?:state|say|announce|tell|inform|reveal)\b", r"étiquet\w+|signal\w+|mention\w*|marqu\w+|filigran\w+|transparence|(?:doi\w+|devr\w+|oblig\w+)\W+(?:\w+\W+){0,6}?(?:annonc|indiqu|précis|avert|inform)\w*|[«“\"][^»”\"]{0,60}(?:\bIA\b|intelligence artificielle)[^»”\"]{0,40}[»”\"]", r"표시|표기|표식|꼬리표|딱지|라벨|워터마크|고지|투명성|알려야|알리도록|알릴|밝혀야|밝히|(?:또렷이|분명히|뚜렷이|임을|알도록|알 수 있[게도]\S*) 적(?:어야|게|도록)|(?:문구|문장|딱지|안내)[를을]? (?:\S+ )?(?:달|붙[이여]|넣|적)"),
    "fail_to_remove": table(r"remov\w+|take(?:s|n)? down|takedown|delet\w+|block\w*|direction|order\w*", r"retir\w+|retrait|supprim\w+|suppression|effac\w+|détrui\w+|disparaître|bloqu\w+|ordonnance\w*|injonction\w*", r"삭제|차단|시정\s?(?:명령|지시|조치|요구)|제거|없애|(?<!의무를 )(?<!책임을 )지[우운워]|내리라"),
}  # fmt: skip
# Who a duty binds: a breach by one of these is a breach of a duty told before.
OPERATOR = table(
    r"platforms?|compan(?:y|ies)|firms?|providers?|operators?|networks?|websites?|services?|violations?",
    r"plateformes?|entreprises?|sociétés?|fournisseurs?|opérateurs?|réseaux|hébergeurs?|sites?|manquements?|omission",
    r"사업자|플랫폼|회사|기업|업체|운영자|제공자|위반 시|위반하면|어기면|이를 (?:지키|어기|위반)",
)
# Who disobeys breaks an order, whoever it is.
DISOBEY = table(
    r"disobey\w*|not obey|def(?:y|ies|ied)\b|ignor\w+ (?:the|an|this|such an?|that) (?:order|direction|notice)|order is (?:not obeyed|ignored)",
    r"désobéi\w+|n['’]obéi\w+|ne se pli\w+ pas|pass\w+ outre|(?:ordre|ordonnance|injonction) n['’]est pas (?:suivie?|respectée?|obéie?|exécutée?)|sourde oreille",
    r"따르지|불응|듣지 않|명령을 (?:어기|어긴|무시)",
)
# A subject that stands for the people of the sentence before.
PRONOUN = table(
    r"\b(?:they|them|those people|such (?:people|persons?|users?|offenders?)|these (?:people|persons?|users?)|the (?:offenders?|culprits?|perpetrators?))\b",
    r"\b(?:ils|elles|leur|eux|ceux-ci|celles-ci|celui-ci|ces (?:personnes|gens|internautes|auteurs)|les intéressés|les auteurs|l['’]auteur)\b|(?<!pour )\bles (?=menac|puni|expos|sanctionn)",
    r"이들|그들|이런 사람|이러한 사람|그런 사람|이 같은 (?:사람|행위)|이러한 행위|이런 행위|그런 행위|이렇게 한 사람",
)
# A ban on contents, or their use in campaigns, without a word of what is done with them: showing them.
BAN = table(
    r"(?:ban|bans|banned|banning|prohibit\w*|outlaw\w*|forbid\w*|nobody may|no one may|may not|must not)\b.{0,90}\b(?:contents?|deepfakes?|fakes?|images?|videos?|ads?|recordings?)",
    r"(?:interdi\w+|prohib\w+|nul ne peut)\b.{0,70}\b(?:contenus?|deepfakes?|hypertrucages?|images?|vidéos?|montages?|publicités?)",
    r"(?:딥페이크|영상|콘텐츠|이미지|합성물|사진).{0,40}(?:금지|못하게|수 없|막)|(?<![가-힣])금(?:하며|하고|한다|했다)|금지(?:한다|했다|된다|합니다|하며|하고)|쓰지 못|선거운동에 (?:쓴|쓰인|쓰지|사용|이용)",
)
# In a ban, using contents is showing them.
USE = table(r"\bus(?:e|es|ing)\b", r"\b(?:utilis|recour|emplo)\w+", r"사용|이용|쓰지")
# It is the spreading that is worse online.
ONLINE = table(
    r"\b(?:online|social (?:media|networks?)|on the internet|on a platform|made accessible to the public)\b",
    r"\ben ligne\b|réseaux? socia\w+|\bsur (?:une plateforme|internet|la toile)\b",
    r"온라인|인터넷|소셜\s?미디어|누리소통망",
)
# How long a right outlives a person is no custody.
AFTER_DEATH = table(
    r"\bafter (?:the |their |his |her )?death\b|\bheirs?\b|posthum\w+|estate\b",
    r"après (?:la |sa |leur )?mort|héritiers?|posthume|décès",
    r"사후|상속|세상을 떠난 뒤",
)
FEDERAL = table(r"\bfederal\b", r"\bfédéra\w+|\bcode criminel\b(?! de l['’]État)", r"연방")
# A number that means years where a term was told just before: "it could be ten", « la fabriquer en vaut sept ».
IMPLIED_YEARS = table(
    rf"(?:up to|could be|can be|would be|could bring|brings?|(?:rises?|moves?|climbs?|jumps?|goes up|is (?:raised|lifted)) to|it is|becomes|reach(?:es)?|maximum of|(?:ceiling|maximum|limit|cap) (?:is|would be|lies at|stands at)|(?:rises?|moves?|climbs?|jumps?|goes up|grows?) by (?:an?|one|two|\d) (?:years?|months?), to|(?:locked up|jailed|imprisoned|behind bars|sent to (?:prison|jail)) for(?: up to)?)\s(?P<n>{ENGLISH_WORDS}|\d{{1,2}})(?=\s?(?:[.,;](?!\d)|\b(?:if|when|where|are|for)\b))|(?:\band|\bor|,)\s(?:up to\s)?(?P<m>{ENGLISH_WORDS}|\d{{1,2}})(?=\s(?:if|when|where|in (?:serious|aggravated|grave)|for (?:doing|making|sharing|spreading|selling|creating|those))\b|\s(?:and|or)\s[$€£]\d)|(?:rais|increas|lift|goes|go|up|rise)\w*\s(?:\w+\s)?from\s[\w-]+(?:\syears?)?\sto\s(?P<k>{ENGLISH_WORDS}|\d{{1,2}})\b",
    rf"(?:\ben\s(?:vaut|vaudrait|coûte\w*|encourt|risque)(?: d['’e]\s?\w+ à)?|\bet(?: de)?|ans[^,;.]{{0,30}},|passe\w* à|mont\w+ à|port\w+ à|jusqu['’]à)\s(?P<n>{FRENCH_WORDS}|\d{{1,2}})(?=\s?(?:[.,;](?!\d)|\b(?:lorsque|si|quand|pour(?! l)|et|dans les cas|en cas)\b))(?P<m>)",
    r"(?!)(?P<n>)(?P<m>)",
)
