"""Things set between the paragraphs: other stories, galleries, adverts, facts, posts."""

from benchmarks.extraction.design import Made, design
from benchmarks.extraction.parts import RELATED, bottom, e, head, headlines, linked_data, menu, paragraphs, social
from benchmarks.extraction.prose import Story, others


def _between(lines: tuple[str, ...], boxes: list[str], tag: str = "p") -> str:
    """The paragraphs with a box after every second one."""
    parts = []
    rest = list(boxes)
    for n, line in enumerate(lines):
        parts.append(f"<{tag}>{e(line)}</{tag}>")
        if n % 2 and rest:
            parts.append(rest.pop(0))
    return "\n".join(parts + rest)


@design("fr")
def read_also_as_bold_paragraphs(s: Story) -> str:
    """`À lire aussi` and a headline in the text's own paragraphs."""
    boxes = [f"<p><strong>À lire aussi : <a href='{one.url}'>{e(one.title)}</a></strong></p>" for one in others(s, 3)]
    return (
        head(s, social(s))
        + f"<body>{menu('fr')}<article><h1>{e(s.title)}</h1><div class='post-content'>{_between(s.paragraphs, boxes)}</div></article>{bottom('fr')}"
    )


@design("en")
def headlines_without_a_label(s: Story) -> str:
    """Linked headlines between the paragraphs, in headings and lists, nothing says what they are."""
    boxes = [f"<h3><a href='{one.url}'>{e(one.title)}</a></h3>" for one in others(s, 2)] + [
        f"<ul class='bul'>{headlines(s, 3, skip=4)}</ul>"
    ]
    return (
        head(s, social(s), linked_data(s))
        + f"<body>{menu('en')}<main><h1>{e(s.title)}</h1><div class='copy'>{_between(s.paragraphs, boxes)}</div></main>{bottom('en')}"
    )


@design("en")
def advert_marks(s: Story) -> str:
    """Marks of adverts in divisions and paragraphs after every second paragraph."""
    boxes = ["<div class='slot'><span>Advertisement</span></div>", "<p class='ad-text'>Advertisement 2</p><p class='ad-text'>This advertisement has not loaded yet, but your article continues below.</p>",
             "<div><p>Article content</p></div>"]  # fmt: skip
    return (
        head(s, social(s))
        + f"<body>{menu('en')}<article><h1>{e(s.title)}</h1><div class='article-content-body'>{_between(s.paragraphs, boxes)}</div></article>{bottom('en')}"
    )


@design("fr")
def cards_of_stories(s: Story) -> str:
    """Whole cards with picture, headline and lead between the paragraphs."""
    boxes = [f"<div class='teaser-inline'><a href='{one.url}'><img src='/x.jpg' alt=''><span class='t'>{e(one.title)}</span><span class='d'>{e(one.lead)}</span></a></div>"
             for one in others(s, 2)]  # fmt: skip
    return (
        head(s, social(s))
        + f"<body>{menu('fr')}<main><h1>{e(s.title)}</h1><div class='main-text'>{_between(s.paragraphs, boxes)}</div></main>{bottom('fr')}"
    )


@design("ko")
def related_in_the_body(s: Story) -> str:
    """Marks and linked headlines among breaks."""
    links = "".join(f"<a href='{one.url}'>▶ {e(one.title)}</a><br>" for one in others(s, 3))
    half = len(s.paragraphs) // 2
    text = (
        "<br><br>".join(map(e, s.paragraphs[:half]))
        + f"<br><br><div class='rel'><strong>{RELATED['ko']}</strong><br>{links}</div><br>"
        + "<br><br>".join(map(e, s.paragraphs[half:]))
    )
    return (
        head(s, social(s))
        + f'<body>{menu("ko")}<div class="view"><h1>{e(s.title)}</h1><div class="textBody">{text}<br>{links}</div></div>{bottom("ko")}'
    )


@design("en")
def posts_of_a_network(s: Story) -> Made:
    """Embedded posts: what they say belongs to the text, the signature and date do not matter."""
    post = "<blockquote class='social-embed'><p lang='en'>We are aware of the video. It is not real, and we have asked for it to be taken down.</p>&mdash; City Hall (@cityhall) <a href='https://social.example/1'>May 3, 2026</a></blockquote>"
    html = (
        head(s, social(s))
        + f"<body>{menu('en')}<article><h1>{e(s.title)}</h1><div class='story-body'>{_between(s.paragraphs, [post])}</div></article>{bottom('en')}"
    )
    said = "We are aware of the video. It is not real, and we have asked for it to be taken down."
    return Made(html, [*s.paragraphs[:2], said, *s.paragraphs[2:]])


@design("ko")
def gallery_between(s: Story) -> str:
    """A slider with captions and counters between the paragraphs."""
    slides = "".join(
        f"<li class='sl'><img src='/{n}.jpg'><div class='cap'>회의장에 들어서는 관계자들의 모습 {n}</div><span>{n}/5</span></li>"
        for n in range(1, 6)
    )
    box = f"<div class='swiper'><ul>{slides}</ul><a href='#' class='prev'>이전</a><a href='#' class='next'>다음</a></div>"
    return (
        head(s, social(s), linked_data(s))
        + f'<body>{menu("ko")}<article><h2 class="title">{e(s.title)}</h2><div class="article-body">{_between(s.paragraphs, [box])}</div></article>{bottom("ko")}'
    )


@design("fr")
def summary_in_points(s: Story) -> Made:
    """`L'essentiel`: three points by the newsroom before the text; readers get them as part of the article."""
    points = [
        "Le texte revient devant les élus cette semaine.",
        "Les associations demandent des moyens.",
        "Un premier bilan est attendu à l'automne.",
    ]
    box = f"<div class='essentiel'><h2>L'essentiel</h2><ul>{''.join(f'<li>{e(point)}</li>' for point in points)}</ul></div>"
    html = (
        head(s, social(s))
        + f"<body>{menu('fr')}<article><h1>{e(s.title)}</h1><div class='article-body'>{box}{paragraphs(s.paragraphs)}</div></article>{bottom('fr')}"
    )
    return Made(html, [*points, *s.paragraphs])
