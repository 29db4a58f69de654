"""Articles with long texts on cookies and personal data in the same page."""

from benchmarks.extraction.design import Made, design
from benchmarks.extraction.parts import COOKIES, bottom, e, head, headlines, linked_data, menu, paragraphs, share, social
from benchmarks.extraction.prose import Story


@design("fr")
def consent_before_the_article(s: Story) -> str:
    """A dialog with known names, written into the page before everything else, twice as long as a short article."""
    text = paragraphs(list(COOKIES["fr"]) * 3)
    return (
        head(s, social(s))
        + f"<body><div id='didomi-host'><div class='didomi-popup'>{text}<button>Tout accepter</button></div></div>{menu('fr')}"
        f"<main><h1>{e(s.title)}</h1><div class='corps'>{paragraphs(s.paragraphs)}</div></main>{bottom('fr')}"
    )


@design("en")
def consent_under_hashed_names(s: Story) -> str:
    """The notice has generated class names; only its role and words tell."""
    text = paragraphs(list(COOKIES["en"]) * 2, "p", 'class="css-1x2y"')
    return (
        head(s, linked_data(s))
        + f"<body><div class='css-9kz'><section class='css-q1' role='dialog' aria-modal='true'>{text}</section></div>"
        f"<div class='css-77a'>{menu('en')}<h1 class='css-h1'>{e(s.title)}</h1><div class='css-b0'>{paragraphs(s.paragraphs, 'p', 'class=css-p')}</div></div>{bottom('en')}"
    )


@design("fr")
def consent_list_of_purposes(s: Story) -> str:
    """Tables of cookies with their purposes after the article."""
    rows = "".join(f"<tr><td>trk_{n}</td><td>13 mois</td><td>{e(line)}</td></tr>" for n, line in enumerate(COOKIES["fr"] * 3))
    return (
        head(s, social(s)) + f"<body>{menu('fr')}<div class='article-page'><h1>{e(s.title)}</h1>{share('fr')}<div class='article__content'>{paragraphs(s.paragraphs)}</div></div>"
        f"<div class='prefs'><h2>Gérer mes préférences</h2><table>{rows}</table></div>{bottom('fr')}"
    )  # fmt: skip


@design("ko")
def consent_in_the_middle(s: Story) -> str:
    """A notice in place of a video that is not loaded before one agrees, between the paragraphs."""
    half = len(s.paragraphs) // 2
    notice = f"<div class='embed-blocked'><p>{e(COOKIES['ko'][0])} {e(COOKIES['ko'][2])}</p><button>동의하고 영상 보기</button></div>"
    return (
        head(s, social(s))
        + f"<body>{menu('ko')}<article><h1>{e(s.title)}</h1><div class='article_body'>{paragraphs(s.paragraphs[:half])}{notice}"
        f"{paragraphs(s.paragraphs[half:])}</div></article>{bottom('ko')}"
    )


@design("en")
def consent_of_a_short_article(s: Story) -> Made:
    """Two paragraphs of news under a wall of text on privacy."""
    text = paragraphs(list(COOKIES["en"]) * 4)
    html = (
        head(s, social(s), linked_data(s)) + f"<body><div class='fc-privacy-root privacy-wall'><div class='fc-dialog'><h2>{e(s.outlet)} asks for your consent</h2>{text}</div></div>"
        f"<div class='wrap'><h1>{e(s.title)}</h1><div>{paragraphs(s.paragraphs[:2])}</div><ul>{headlines(s, 4)}</ul></div>{bottom('en')}"
    )  # fmt: skip
    return Made(html, s.paragraphs[:2])
