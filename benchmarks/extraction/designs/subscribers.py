"""Texts that are cut for those who do not pay, and texts that only carry the offer."""

from benchmarks.extraction.design import Made, design
from benchmarks.extraction.parts import LETTER, PITCH, bottom, e, head, headlines, linked_data, menu, paragraphs, social
from benchmarks.extraction.prose import Story


@design("fr", is_partial=True)
def cut_with_a_count(s: Story) -> Made:
    """Two paragraphs, then how much is left."""
    html = (
        head(s, social(s), linked_data(s, isAccessibleForFree=False)) + f"<body>{menu('fr')}<article><h1>{e(s.title)}</h1><div class='article__content'>{paragraphs(s.paragraphs[:2])}"
        f"<div class='fade'></div>{paragraphs(list(PITCH['fr']))}</div></article><ul>{headlines(s, 6)}</ul>{bottom('fr')}"
    )  # fmt: skip
    return Made(html, s.paragraphs[:2])


@design("en", is_partial=True)
def cut_by_a_gate(s: Story) -> Made:
    """An offer with prices and arguments under three paragraphs."""
    offers = "".join(f"<li><h4>{name}</h4><p>Unlimited access to every story, the app and the archive for {price} a month. Cancel at any time.</p></li>"
                     for name, price in (("Digital", "$4"), ("Complete", "$9"), ("Students", "$1")))  # fmt: skip
    html = (
        head(s, social(s), linked_data(s, isAccessibleForFree="False", hasPart={"@type": "WebPageElement", "cssSelector": ".gated"}))
        + f"<body>{menu('en')}<div class='article-wrap'><h1>{e(s.title)}</h1><div class='gated'>{paragraphs(s.paragraphs[:3])}</div>"
        f"<div class='barrier'><h3>{PITCH['en'][0]}</h3><p>{PITCH['en'][1]}</p><ul>{offers}</ul><p>{PITCH['en'][2]}</p></div></div>{bottom('en')}"
    )
    return Made(html, s.paragraphs[:3])


@design("ko", is_partial=True)
def cut_for_members(s: Story) -> Made:
    """The beginning, and an invitation to log in."""
    html = (
        head(s, social(s)) + f'<body>{menu("ko")}<div class="article"><h1>{e(s.title)}</h1><div class="text_area">{"<br><br>".join(map(e, s.paragraphs[:2]))}'
        f'<div class="pay"><strong>{PITCH["ko"][0]}</strong><p>{PITCH["ko"][1]}</p><p>{PITCH["ko"][2]}</p></div></div></div>{bottom("ko")}'
    )  # fmt: skip
    return Made(html, s.paragraphs[:2])


@design("fr")
def whole_text_with_offers_inside(s: Story) -> str:
    """Free to read; offers and a letter stand between the paragraphs."""
    offer = "<div class='encart-abo'><p>Soutenez une presse indépendante : abonnez-vous à partir de 1 € par mois.</p><a href='/abo'>Je m'abonne</a></div>"
    letter = f"<div class='nl'><strong>{LETTER['fr'][0]}</strong><p>{e(LETTER['fr'][1])}</p><input type='email'><span>{LETTER['fr'][2]}</span></div>"
    lines = [f"<p>{e(line)}</p>" for line in s.paragraphs]
    return (
        head(s, social(s), linked_data(s, isAccessibleForFree=True)) + f"<body>{menu('fr')}<article><h1>{e(s.title)}</h1><section>{''.join(lines[:2])}{offer}{''.join(lines[2:4])}{letter}{''.join(lines[4:])}</section></article>{bottom('fr')}"
    )  # fmt: skip


@design("en")
def metered_with_letter_between(s: Story) -> str:
    """A counter of free articles, a sign-up box and a plea for donations around and in a whole text."""
    lines = [f"<p class='ph'>{e(line)}</p>" for line in s.paragraphs]
    lines.insert(
        2,
        f"<div class='signup'><h3>{LETTER['en'][0]}</h3><p>{e(LETTER['en'][1])}</p><p>By signing up you agree to our terms of use and privacy policy.</p></div>",
    )
    plea = "<div class='plea'><p>You have read 3 of 5 free articles this month.</p><p>Our journalism is free to read because readers like you pay for it. Please consider a donation today.</p></div>"
    return (
        head(s, linked_data(s))
        + f"<body>{menu('en')}<main><h1>{e(s.title)}</h1><div class='rich-text'>{''.join(lines)}</div>{plea}</main>{bottom('en')}"
    )


@design("ko")
def whole_text_with_member_banner(s: Story) -> str:
    """A banner for members at the end of a text that is whole."""
    return (
        head(s, social(s)) + f'<body>{menu("ko")}<article><h1>{e(s.title)}</h1><div class="content_view">{paragraphs(s.paragraphs)}'
        f'<div class="bn"><p>독립 언론 {e(s.outlet)}의 후원회원이 되어 주세요. 여러분의 후원이 기사를 만듭니다.</p><a href="/join">후원하기</a></div></div></article>{bottom("ko")}'
    )  # fmt: skip
