"""Lines that outlets put around an article's text, by kind and language.

Each pattern must match a whole line and holds only up to a length in characters: real sentences that mention a newsletter, an abonné or a
제보 are longer. The kinds and their shares on real pages were counted by hand on Korean, French and English news pages.
"""

import re

EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_MARK = r"[■▶※☞▷►●◆◇☎→⇒*\-]"
_KO_ROLE = (
    r"(?:(?:선임|수습|인턴|객원|전문|의학전문|온라인|사진|영상)?\s*기자|특파원|앵커|논설위원|편집위원|에디터|PD|피디|리포터|아나운서)"
)
_FR_AGENCIES = r"(?:AFP|Reuters|AP|EFE|Belga|ATS|SIPA|MAXPPP|REA|Getty(?: Images)?|REUTERS|ABACA|Hans Lucas|dpa)"

_ANY: tuple[tuple[int, str], ...] = (
    (70, rf"[^.!?]{{0,50}}[(<\[]?\s*{EMAIL}\s*[)>\]]?\W*"),
    (140, r"\(\s*ATTN\b.*\)"),
    (30, r"\(\s*(?:END|MORE|끝|Fin)\s*\)|<\s*끝\s*>|\(\d+(?:st|nd|rd|th) LD\)"),
    (160, r"\W{0,3}(?:copyrights?\b|ⓒ|©|\(c\)).*"),
    (160, r".*\b(?:all rights reserved|tous droits réservés)\b.*"),
    (120, r"(?:#[^\s#]+[\s,]*)+"),
    (200, r"\W?(?:https?://|www\.)\S+"),
    (300, r".*pic\.(?:twitter|x)\.com/\w+.*"),
    (90, r"[—–-]\s?.{0,60}\(?@\w+\)?.{0,30}"),
    (
        20,
        r"(?:facebook|twitter|x|instagram|whatsapp|telegram|linkedin|kakao(?:talk)?|line|e-?mail|close|url|sns|rss|top|print|menu|pinterest)",
    ),
    (60, r".{0,30}(?:share|font|print|copy|close)[ -]?(?:button|size)"),
)
_KO: tuple[tuple[int, str], ...] = (
    (110, r"[(\[<〈【/]?\s*(?:자료\s*)?(?:사진|영상|그래픽|이미지|일러스트|화면|삽화)\s*(?:출처|제공|캡처|캡쳐|촬영|자료)?\s*[=:：/ⓒ|].{0,90}"),
    (60, r"[(\[<〈【].{0,40}(?:제공|캡처|캡쳐|자료\s*사진)\s*[)\]>〉】]"),
    (30, r"/\s?[\w가-힣 ·]{2,24}"),
    (60, rf".{{0,40}}입니다\.?\s*[\[(]\s*{EMAIL}\s*[\])]"),
    (45, rf"[(\[]?(?:[\w가-힣·/]{{1,14}}\s*[=ㅣ|]?\s*){{0,3}}(?<![가-힣])[가-힣]{{2,4}}\s*{_KO_ROLE}\s*(?:[)\]]|[/|·]\s*[가-힣]{{2,4}}\s*{_KO_ROLE})?\s*[)\]=]?"),
    (160, r".*(?:무단\s*(?:전재|복제|배포|도용)|재배포\s*(?:및\s*.{1,20})?\s*금지|저작권자|AI\s*학습.{0,12}금지).*"),
    (70, rf"{_MARK}?\s*[\[(]?(?:카카오톡|카톡|전화|문자|팩스|메일|이메일|홈페이지|유튜브|페이스북|라인|네이버|텔레그램|뉴스\s*제보)[\])]?\s*[:：\])].*"),
    (70, rf"{_MARK}?\s*['\"‘“]?(?:당신의|여러분의|시청자|독자).{{0,20}}제보.*"),
    (70, rf"{_MARK}?\s*(?:기사\s*문의|뉴스|기사)?\s*(?:및\s*)?제보\s*(?:하기|전화|메일|접수|는|및\s*문의)?\s*(?:[:：].*|\d.*|)"),
    (60, r"(?:뉴스|기사)?\s*제보(?:는|를)\s(?!.*다\.$).*"),
    (70, r"(?:이\s*)?(?:자동\s*)?요약(?:문|본)?은\s.*(?:기계|AI|인공지능|자동).*"),
    (120, r"[(\[]?\s*(?:취재|촬영|영상\s*(?:편집|취재|촬영|디자인|구성)|편집|그래픽|디자인|제작|자료\s*(?:조사|화면|제공)|화면\s*제공|CG|VJ|기획|촬영\s*기자|"
          r"영상\s*취재\s*기자|글|리서처|작가)(?:\s*(?:기자|디자인))?\s*[:：/=ㅣ|│]\s*.{1,100}"),
    (60, r"(?:기사\s*)?(?:본문(?:\s*(?:영역|내용|바로가기))?|기자\s*정보|닫기|공유(?:하기)?|인쇄(?:하기)?|스크랩|댓글(?:\s*\d+)?|좋아요(?:\s*\d+)?|구독(?:하기|자)?|"
         r"목록|이전\s*기사|다음\s*기사|관련\s*(?:기사|뉴스|태그)|(?:많이|가장\s*많이)\s*본\s*(?:뉴스|기사)|글자\s*크기.*|폰트.*|가[+-]|음성(?:으로)?\s*듣기|요약|"
         r"맨\s*위로|위로|메뉴|로그인|회원가입|전체\s*보기|더\s*보기|URL\s*복사|링크\s*복사|이\s*기사를?\s*공유.*)"),
    (60, r".{0,30}(?:전체\s*보기|기사\s*모음|다른\s*기사(?:\s*보기)?|채널\s*(?:추가|구독)(?:하기)?|구독하기|URL이?\s*복사.*|바로\s*가기)"),
    (90, r"(?:(?:기사)?\s*(?:입력|등록|수정|승인|송고|게재|발행|최종\s*(?:수정|업데이트)|업데이트|작성)\s*(?:시간|일시?)?\s*:?\s*[\d.\-/:\s()오전후월화수목금토일년시분]+[|ㅣ·]?\s*)+"),
    (90, r"[▶☞▷►→⇒※](?!\s*[\w가-힣 ]{1,14}\s*[:：](?!\s*https?:)).*(?:https?:|www\.|바로\s*가기|구독|클릭|보기|기사|제보|앱\s*다운|유튜브|채널|홈페이지|이메일|카카오톡).*"),
    (120, r"[▲△↑▼]\s*\S.*"),
    (70, r".*(?:로그인|구독|가입)\s*(?:후|하시면|하면)\s.{0,20}(?:이용|보실|읽으실|볼|읽을|확인)\S*\s*수\s*있습니다\.?"),
    (70, r"(?:첫\s*달|월)\s*[\d,]+\s*원.*(?:기사|구독|무제한|제한\s*없이).*"),
    (100, r".*후원\s*(?:회원)?(?:이|을|에|으로)?\s*(?:되어|동참|참여|해)\S{0,2}\s*(?:주세요|주십시오|바랍니다).*"),
    (80, r".*(?:기사|사진|영상|이미지)\S{0,2}\s*(?:본문|내용)\S{0,3}\s*(?:직접적인\s*)?관[련계]\S{0,2}\s*(?:이\s*)?(?:없습니다|없음).*"),
    (90, r".*(?:유료\s*(?:회원|구독자)|프리미엄\s*회원|구독자\s*전용).*(?:전용|기사|로그인|가능).*"),
)  # fmt: skip
_FR: tuple[tuple[int, str], ...] = (
    (160, r"(?:Il vous reste [\d.,]+\s?%.*|.*\bréservée?s? (?:aux|à nos) abonnée?·?e?s\b.*|Déjà abonnée?.*|Lecture audio.*|(?:S['’]abonner|Abonnez-vous)\b.*|"
          r".*pour lire la suite.*|Pour soutenir .*abonne.*)"),
    (110, r"(?-i:(?:Par|De (?:notre|nos) (?:envoyée?s?|correspondante?s?)\b.{0,40}?|Propos recueillis par|Texte(?: :| de))\s+(?:l['’])?[A-ZÉÈÀ][^.!?]{1,90})"),
    (60, rf"(?:Source\s*:?\s*{_FR_AGENCIES}|[\w.\- ]{{1,30}} (?:avec|et|/) (?:l['’])?{_FR_AGENCIES}|{_FR_AGENCIES})"),
    (60, r"(?:Temps de lecture|Lecture|Durée de lecture)\s*:?\s*\d.*|\d+ ?min(?:utes)?\.? de lecture"),
    (140, r"(?:Contribuer|Commenter|(?:Voir les |Lire les )?Commentaires?(?: \(?\d+\)?)?|Réagir|Partager.{0,40}|Lire plus tard|Offrir(?: l['’]article)?|Imprimer|"
          r"Écouter(?: l['’]article)?|Ajouter .{0,30}favoris|Copier le lien|Vous souhaitez .*(?:question|réagir|contribuer|témoigner).*)"),
    (110, rf"(?:©|Crédits?(?:[ -]photos?)?\s*[:©]|(?:Photo|Image|Dessin)\s*[:©]|[Ii]llustration\b(?! de la)|Photo d['’]illustration).*|.{{0,70}}[/©]\s*{_FR_AGENCIES}"),
    (60, r"(?:La suite après (?:cette|la) publicité|Passer la publicité|Publicité|Annonce|Contenu sponsorisé)\W*"),
    (200, r"(?:À|A|>|→|▶|»)?\s*(?:[ÀA] )?(?:lire|voir|écouter|regarder|découvrir)\s+(?:aussi|également|sur)\b.*|(?:À|A) (?:lire|voir|écouter|relire)\s*[:>].*"),
    (60, r"(?:Sur le même (?:sujet|thème)|Les plus lus|Articles? liés?|Nos derniers articles|Dans la même rubrique|Newsletters?|Voir plus|En savoir plus|Mots[- ]clés.*)\W*"),
    (120, r"\d{1,2}/\d{1,2}/\d{4}.*(?:AFP|©).*"),
    (160, r"(?:Suivez[- ].{0,40}|(?:Inscrivez|Abonnez)-vous|Recevez|Téléchargez|Rejoignez|Retrouvez)\b.*(?:newsletter|lettre|appli|WhatsApp|Facebook|Twitter|Instagram|"
          r"notifications?|Google|réseaux|chaîne|e-?mail).*"),
    (120, r"(?:Publiée?|Mise? à jour|Modifiée?|Posté|Créé)\s+(?:le|à|il y a|hier|aujourd|:)?.{0,20}\d.*"),
    (180, r"(?:.*\b(?:dans votre boîte|charte de modération|ouvertes? aux abonnés|sans publicité[^.]*lecteurs|faire un don)\b.*|Vous aimez .*\?.*(?:lecteurs|abonn|souten|don\b).*|"
          r"Ajouter à (?:vos|mes|ma|la) (?:sélections?|favoris|liste).*|Réactions?(?: \(?\d+\)?)?|Vos réactions|Signaler une erreur|Une (?:erreur|faute|info) .{0,40}signale.*)"),
    (160, r"(?:Soutenez|Faites un don|Je (?:m['’]abonne|m['’]inscris|soutiens)|Découvrez nos offres)\b.*|.*\bà partir de .{1,12}€.{0,15}\b(?:mois|an)\b.*"),
    (220, r".*\b(?:accepte[rz]?|refuse[rz]?|paramétre[rz]?|bloqué|dépôt|consent).{0,60}\b(?:cookies?|traceurs)\b.*"),
)  # fmt: skip
_EN: tuple[tuple[int, str], ...] = (
    (150, r"(?:Get|Stay|Sign up|Subscribe|Join|Follow|Download|Click here|Receive)\b.*\b(?:newsletters?|inbox|updates?|alerts?|breaking news|daily \w+ news|headlines|"
          r"our app|channel|podcast|Google News|WhatsApp|Facebook|Twitter|Instagram|X|Threads|Bluesky|forum|Flipboard)\b.*"),
    (110, r"(?-i:By (?:the )?[A-Z][\w.'’-]*(?:[ ,]+(?:and |of |de |for )?[A-Z][\w.'’-]*){0,9}(?<![.])\s*)"),
    (200, r"\W?\s*(?:With (?:additional )?(?:files|reporting|reports) (?:from|by)\b.*|.*\bcontributed to this (?:report|story|article)\b.*|"
          r"This (?:report|story|article) (?:by|from) .* (?:was )?first published\b.*)"),
    (400, r"\(?(?:Additional r|R)eporting by\b.*|\(?(?:Writing|Editing|Compiled) by\b.*"),
    (220, r"(?:READ MORE|ALSO READ|READ ALSO|READ NEXT|READ|RELATED|WATCH|LISTEN|MORE|SEE ALSO|Read more|Also read|Read also|Read next|Related|More from|More on|See also|"
          r"Recommended|Don['’]t miss|Watch|Listen|Explained)\s*[:|>»].*"),
    (60, r"(?:Read more|Read full story|Related(?: (?:stories|articles|content|coverage|news))?|More from .{2,40}|(?:Most|Top) (?:read|popular|stories|viewed)\b.*|"
         r"Trending(?: now)?|Recommended(?: (?:stories|for you|reading))?|Editor['’]?s['’]? picks?|You (?:may|might) also like.*|Up next|Latest news|Top \d+ stories)\W*", ),
    (70, r"(?:Share(?: this)?(?: (?:article|story|page))?(?: (?:on|via|with) .*)?|Copy link|Print(?: this)?|Save(?: for later)?|Comments?(?: \(?\d+\)?)?|Advertisement\s*\d*|"
         r"Advertisement \d+Story continues below|Article content|Story continues below(?: this)?(?: advertisement| ad)?|Close|Settings|Log ?in|Sign in|Subscribe(?: now)?|"
         r"Skip to .*|Listen to (?:this )?article.*|Loading\W*|View (?:image|gallery).*|Back to top|Text size|Gift this article)\W*"),
    (180, r"(?:(?:Do you have|Have you)\b.{0,70}\?.*(?:e-?mail|contact|get in touch|write|call|send|let us know)\b.*|\(?Stay tuned\b.*|"
          r".*\b(?:Report an error|policies and standards|send (?:us )?corrections?|corrections and clarifications).*)"),
    (200, r".{0,160}(?:[|/(]|\.)\s*(?:Photo|Image|Picture|File) (?:credit|by|courtesy)s?\s*:?\s*.{2,60}"),
    (160, r"(?:Got a (?:story|tip|question)\b|Do you have a (?:story|tip)\b|Have a (?:news )?(?:tip|story)\b|Join (?:our|the) (?:commenting|conversation|discussion)\b|"
          r"(?:Please )?(?:log|sign) in to\b.*comment).*"),
    (120, r"(?:First |Originally )?(?:Published|Updated|Posted|Last (?:updated|modified))\b(?:[:,]?\s+(?:on|at)?.{0,60}\d.*|\W*)"),
    (60, r"(?:Reading time|Read time|Estimated reading time)\s*:?.*|\d+[- ]min(?:ute)?s?\.? read"),
    (260, r".*\b(?:independently (?:select|review)|may (?:earn|receive)).{0,80}\bcommissions?\b.*"),
    (110, r"\(?(?:Photos?|Images?|Pictures?|File photo|Photo credit|Image credit|Credit)\s*(?:by|:|courtesy|credit|/)\s*.*"),
    (220, r"(?:By (?:signing up|submitting|subscribing|entering)|You can unsubscribe)\b.*\b(?:terms|privacy|unsubscribe|any time)\b.*|You(?:['’]ve| have) (?:read|used|reached|viewed) .{0,40}\bfree\b.*|"
          r".*\b(?:consider (?:a donation|supporting us|making a|becoming a)|support (?:our|independent) journalism|make a (?:donation|contribution) to us)\b.*"),
    (140, r"(?:Subscribe|Sign in|Log in|Register|Already a (?:subscriber|member)).*(?:continue|reading|full (?:story|article|access)|unlimited|sign in|log in).*"),
)  # fmt: skip

# A caption's credit: ". / Screen captured from …", "Photo. (NAME / AGENCY)", ". (사진=…)", all at the very end of a line.
_CREDIT = re.compile(
    r"[.!?]\s*/\s*[A-Z가-힣][^.!?]{2,80}$|\([A-ZÀ-Ý][A-ZÀ-Ý0-9 .,'’&-]+(?:\s*/\s*[A-ZÀ-Ý0-9 .,'’&-]+)+\)$|[.!?]\s*[(\[](?:사진|자료)\s*[=:].{1,40}[)\]]$"
)
_MAX_CAPTION = 400
_PARTIAL = re.compile(
    r"Il vous reste [\d.,]+\s?% de cet article|(?:article|suite|contenu|texte)[^.]{0,40}\bréservée?s? (?:aux|à nos) abonné|pour lire la suite|"
    r"subscribe to (?:continue|read)|to continue reading|this (?:article|story|content) is (?:for|available to|exclusive to) (?:our )?(?:paid )?(?:subscribers|members)|"
    r"(?:유료|프리미엄)\s*(?:회원|구독자)\S{0,2}\s*(?:전용|만)|구독자\s*전용\s*(?:기사|콘텐츠)|로그인\s*후\s*(?:전문|전체|이어서)",
    re.IGNORECASE,
)
_PARTIAL_CHARS = 220


Rule = tuple[int, re.Pattern[str]]
"""A pattern for whole lines, and up to how many characters it holds."""


def _compiled(rules: tuple[tuple[int, str], ...]) -> tuple[Rule, ...]:
    return tuple((cap, re.compile(pattern, re.IGNORECASE)) for cap, pattern in rules)


_BYLINES = re.compile(
    rf"(?:By|Par)\s+\S|.*[가-힣]{{2,4}}\s*{_KO_ROLE}\W*$|.*{EMAIL}\W*$",
    re.IGNORECASE,
)
RULES = {"any": _compiled(_ANY), "ko": _compiled(_KO), "fr": _compiled(_FR), "en": _compiled(_EN)}
"""By language, and those that hold in all."""


def is_chrome(line: str, language: str | None) -> bool:
    """Whether `line` is one of the known lines around an article in `language` (primary subtag; others get the rules common to all)."""
    if len(line) <= _MAX_CAPTION and _CREDIT.search(line):
        return True
    rules = RULES["any"] + RULES.get(language or "", ())
    return any(len(line) <= cap and pattern.fullmatch(line) for cap, pattern in rules)


def is_byline(line: str) -> bool:
    """Whether a line taken for chrome names who wrote the article."""
    return len(line) <= 110 and _BYLINES.match(line) is not None


def says_partial(line: str) -> bool:
    """Whether `line` says that the rest is for subscribers."""
    return len(line) <= _PARTIAL_CHARS and _PARTIAL.search(line) is not None
