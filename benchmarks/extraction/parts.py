"""Pieces of pages that stand around an article, in three languages: heads, menus, cards of other stories, comments, notices."""

import json
from html import escape

from benchmarks.extraction.prose import Story, others

MENU = {
    "ko": ("정치", "경제", "사회", "국제", "문화", "스포츠", "오피니언", "영상"),
    "fr": ("À la une", "Politique", "Société", "Monde", "Économie", "Culture", "Sports", "Vidéos"),
    "en": ("Home", "Politics", "World", "Business", "Technology", "Culture", "Sport", "Opinion"),
}
SHARE = {
    "ko": ("카카오톡", "페이스북", "트위터", "URL 복사", "글자크기 설정", "인쇄"),
    "fr": ("Partager sur Facebook", "Partager par e-mail", "Copier le lien", "Enregistrer", "Commenter"),
    "en": ("Share on Facebook", "Share via email", "Copy link", "Save", "Print this page"),
}
MOST_READ = {"ko": "많이 본 뉴스", "fr": "Les plus lus", "en": "Most read"}
RELATED = {"ko": "관련 기사", "fr": "Sur le même sujet", "en": "Related stories"}
RULES = {
    "ko": "본 사이트의 모든 콘텐츠는 저작권법의 보호를 받으며 무단 전재, 복사, 배포를 금합니다. 청소년보호책임자 안내와 개인정보처리방침을 확인하시기 바랍니다.",
    "fr": "Tous droits de reproduction et de représentation réservés. Mentions légales, conditions générales d'utilisation, gestion des cookies et plan du site.",
    "en": "All rights reserved. Use of this site means that you accept our terms of service, privacy policy and guidelines for contributions by readers.",
}
COOKIES = {
    "ko": (
        "당사는 서비스 제공과 이용 분석, 맞춤형 광고를 위해 쿠키와 이와 비슷한 기술을 사용합니다.",
        "‘모두 동의’를 누르면 당사와 제휴사 412곳이 이용자의 기기에 정보를 저장하고 이용하는 데 동의하게 됩니다.",
        "동의하지 않아도 서비스를 이용할 수 있으며, 설정은 언제든지 개인정보 센터에서 바꿀 수 있습니다.",
        "필수 쿠키는 사이트가 작동하는 데 필요하므로 끌 수 없습니다. 통계 쿠키는 방문 횟수와 유입 경로를 세는 데 쓰입니다.",
    ),
    "fr": (
        "Avec votre accord, nos 387 partenaires et nous utilisons des cookies ou des technologies similaires pour stocker et consulter des informations personnelles.",
        "Nous traitons ces données pour mesurer l'audience, personnaliser les contenus et afficher des publicités adaptées à votre profil.",
        "Vous pouvez refuser les traitements fondés sur l'intérêt légitime ou retirer votre consentement à tout moment depuis la page de gestion des traceurs.",
        "Les cookies nécessaires au fonctionnement du site ne peuvent pas être désactivés ; ils ne recueillent aucune donnée à des fins commerciales.",
    ),
    "en": (
        "We and our 541 partners store and access information on your device, such as cookies, and process personal data to deliver this service.",
        "With your permission we use this data to measure audiences, personalise advertising and develop our products.",
        "You may refuse consent or change your preferences before consenting; some processing of your personal data may not require your consent.",
        "Strictly necessary cookies cannot be switched off, because the site does not work without them. Performance cookies count visits.",
    ),
}
COMMENTS = {
    "ko": (
        "이런 일이 또 생겼다니 믿기지 않네요. 담당 기관이 처음부터 제대로 챙겼어야 하는 문제라고 봅니다.",
        "기사 잘 읽었습니다. 다만 피해를 입은 분들의 목소리가 더 실렸으면 좋았을 것 같아요.",
        "저희 동네에서도 비슷한 일이 있었는데 아무도 책임지지 않았습니다. 끝까지 지켜봐야 합니다.",
        "댓글로 싸우지들 마시고 사실 확인부터 합시다. 출처 없는 이야기가 너무 많습니다.",
    ),
    "fr": (
        "Encore une fois on découvre le problème après coup, alors que tout le monde savait depuis des mois.",
        "Merci pour cet article, il manque seulement la parole de ceux qui travaillent sur le terrain.",
        "Je ne suis pas d'accord avec le commentaire précédent : la situation est bien plus compliquée que cela.",
        "Chez nous la mairie a fini par agir, mais il a fallu une pétition et trois réunions publiques.",
    ),
    "en": (
        "I have lived here for thirty years and this is the first time anybody in office has even admitted it.",
        "Good piece, though I would have liked to hear from the people who have to work with this every day.",
        "The previous commenter has clearly never tried to get an answer out of that department.",
        "Can we please stick to what is known? Half of this thread is guesswork and the other half is worse.",
    ),
}
LETTER = {
    "ko": ("매일 아침 새 소식을 받아 보세요", "이메일 주소를 입력하시면 주요 기사를 골라 보내 드립니다.", "구독하기"),
    "fr": ("La lettre du matin", "Recevez chaque matin l'essentiel de l'actualité directement dans votre boîte mail.", "Je m'inscris"),
    "en": ("The Morning Sheet", "Sign up for our newsletter and get the stories that matter in your inbox every weekday.", "Sign me up"),
}
PITCH = {
    "ko": (
        "이 기사는 유료 회원 전용 기사입니다.",
        "로그인 후 이어서 보실 수 있습니다.",
        "첫 달 990원으로 모든 기사를 제한 없이 읽어 보세요.",
    ),
    "fr": (
        "Cet article est réservé aux abonnés.",
        "Il vous reste 74 % de cet article à lire.",
        "Déjà abonné ? Connectez-vous pour lire la suite.",
    ),
    "en": (
        "This article is exclusive to our subscribers.",
        "Subscribe to continue reading.",
        "Already a subscriber? Log in to your account.",
    ),
}


def e(text: str) -> str:
    """`text` for HTML."""
    return escape(text, quote=False)


def paragraphs(lines: tuple[str, ...] | list[str], tag: str = "p", attributes: str = "") -> str:
    """Each line in an element of its own."""
    return "\n".join(f"<{tag}{' ' if attributes else ''}{attributes}>{e(line)}</{tag}>" for line in lines)


def linked_data(s: Story, **more: object) -> str:
    """The story as JSON-LD, without its body."""
    row = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": s.title,
        "datePublished": s.published.isoformat(),
        "author": [{"@type": "Person", "name": s.author}],
        "publisher": {"@type": "Organization", "name": s.outlet},
        **more,
    }
    return f'<script type="application/ld+json">{json.dumps(row, ensure_ascii=False)}</script>'


def social(s: Story, kind: str = "article") -> str:
    """Open Graph's tags."""
    return (
        f'<meta property="og:type" content="{kind}"><meta property="og:title" content="{escape(s.title)}">'
        f'<meta property="og:site_name" content="{escape(s.outlet)}"><meta property="og:description" content="{escape(s.lead)}">'
        f'<meta property="article:published_time" content="{s.published.isoformat()}">'
    )


def head(s: Story, *more: str, title: str | None = None) -> str:
    """The beginning of the document up to the body."""
    shown = title or f"{s.title} | {s.outlet}"
    return f'<!doctype html><html lang="{s.language}"><head><meta charset="utf-8"><title>{e(shown)}</title>{"".join(more)}</head>'


def menu(language: str, tag: str = "nav", attributes: str = "") -> str:
    """The sections of the site as links."""
    items = "".join(f'<li><a href="/s/{n}">{e(word)}</a></li>' for n, word in enumerate(MENU[language]))
    return f"<{tag} {attributes}><ul>{items}</ul></{tag}>"


def share(language: str, attributes: str = 'class="tools"') -> str:
    """Links to share the page."""
    return f"<div {attributes}>" + "".join(f'<a href="#">{e(word)}</a> ' for word in SHARE[language]) + "</div>"


def headlines(s: Story, count: int, skip: int = 0, tag: str = "li") -> str:
    """Other stories' headlines as links."""
    return "".join(f'<{tag}><a href="{one.url}">{e(one.title)}</a></{tag}>' for one in others(s, count, skip))


def cards(s: Story, count: int, skip: int = 0) -> str:
    """Other stories with picture, headline and lead, none of them marked by a telling class."""
    return "".join(
        f'<div class="c{n}x"><a href="{one.url}"><img src="/i/{one.id}.jpg" alt=""></a><h3><a href="{one.url}">{e(one.title)}</a></h3><p>{e(one.lead)}</p></div>'
        for n, one in enumerate(others(s, count, skip))
    )


def comments(language: str, tag: str = "div", attributes: str = 'class="x-remark"') -> str:
    """What readers wrote."""
    return "".join(
        f"<{tag} {attributes}><b>{'reader' if language == 'en' else 'lecteur' if language == 'fr' else '독자'}{n}</b><p>{e(line)}</p></{tag}>"
        for n, line in enumerate(COMMENTS[language])
    )


def bottom(language: str, attributes: str = "") -> str:
    """The end of the page."""
    return f"<footer {attributes}><p>{e(RULES[language])}</p>{menu(language, 'div')}</footer></body></html>"
