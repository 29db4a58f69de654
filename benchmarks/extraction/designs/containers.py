"""Bodies in elements that are not what one expects: divisions as paragraphs, own elements, generated names, each paragraph wrapped."""

from benchmarks.extraction.design import design
from benchmarks.extraction.parts import bottom, cards, e, head, headlines, linked_data, menu, paragraphs, share, social
from benchmarks.extraction.prose import Story


@design("en")
def divisions_as_paragraphs(s: Story) -> str:
    """Each paragraph a division with a test id, names generated."""
    body = "".join(
        f"<div data-testid='paragraph-{n}' class='text__t_{n % 3} body__b1'>{e(line)}</div>" for n, line in enumerate(s.paragraphs)
    )
    return (
        head(s, social(s), linked_data(s))
        + f"<body><div class='layout__l9'>{menu('en', 'div')}<div class='col__c1'><h1 class='head__h'>{e(s.title)}</h1><div class='x__y'>{body}</div></div></div>{bottom('en')}"
    )


@design("fr")
def one_wrapper_a_paragraph(s: Story) -> str:
    """Blocks: each paragraph three divisions deep, blocks of other kinds between them."""
    blocks = [f"<div class='blk'><div class='blk__in'><div class='rte'><p>{e(line)}</p></div></div></div>" for line in s.paragraphs]
    blocks.insert(2, "<div class='blk'><div class='blk__in'><div class='media'><video src='/v.mp4'></video></div></div></div>")
    blocks.insert(5, f"<div class='blk'><div class='blk__in'><ul class='more'>{headlines(s, 3)}</ul></div></div>")
    return head(s, social(s)) + f"<body>{menu('fr')}<div class='page'><h1>{e(s.title)}</h1>{''.join(blocks)}</div>{bottom('fr')}"


@design("en")
def own_elements(s: Story) -> str:
    """Elements that no standard knows."""
    body = "".join(f"<story-paragraph><span>{e(line)}</span></story-paragraph>" for line in s.paragraphs)
    return (
        head(s, linked_data(s))
        + f"<body><site-header>{menu('en', 'div')}</site-header><story-page><story-title>{e(s.title)}</story-title><story-text>{body}</story-text></story-page>{bottom('en')}"
    )


@design("ko")
def list_items_as_paragraphs(s: Story) -> str:
    """The text as items of a list without bullets."""
    body = "".join(f"<li class='para'>{e(line)}</li>" for line in s.paragraphs)
    return (
        head(s, social(s))
        + f'<body>{menu("ko")}<div class="atc"><h1>{e(s.title)}</h1><ul class="atc_body">{body}</ul></div><ul class="side">{headlines(s, 8)}</ul>{bottom("ko")}'
    )


@design("en")
def split_over_several_containers(s: Story) -> str:
    """The body cut into three sections by wide pictures and an advert, each with its own parent."""
    third = max(1, len(s.paragraphs) // 3)
    pieces = [s.paragraphs[:third], s.paragraphs[third : 2 * third], s.paragraphs[2 * third :]]
    body = "<div class='wide'><img src='/w.jpg'></div>".join(
        f"<section class='sect'><div class='grid'><div class='cell'>{paragraphs(piece)}</div></div></section>" for piece in pieces
    )
    return (
        head(s, social(s))
        + f"<body>{menu('en')}<div class='hero'><h1>{e(s.title)}</h1></div>{body}<section class='sect'><div class='grid'>{cards(s, 6)}</div></section>{bottom('en')}"
    )


@design("fr")
def lead_outside_of_the_body(s: Story) -> str:
    """The first paragraph stands under the title, far from the body's element, and only there."""
    return (
        head(s, social(s), linked_data(s)) + f"<body>{menu('fr')}<header class='article-head'><h1>{e(s.title)}</h1><p class='standfirst'>{e(s.paragraphs[0])}</p><p class='sig'>Par {s.author}</p></header>"
        f"{share('fr')}<div class='article-body'>{paragraphs(s.paragraphs[1:])}</div>{bottom('fr')}"
    )  # fmt: skip


@design("ko")
def definition_list(s: Story) -> str:
    """The article in a table of definitions, as some makers of sites for small papers do it."""
    return (
        head(s, social(s)) + f'<body>{menu("ko", "div")}<dl class="viewdl"><dt><strong>{e(s.title)}</strong></dt><dd class="date">2026-05-04 09:00:00</dd><dd class="con">{"<p>&nbsp;</p>".join(f"<p>{e(line)}</p>" for line in s.paragraphs)}</dd></dl>'
        f"<dl class='hot'><dt>주요기사</dt><dd>{headlines(s, 6, tag='p')}</dd></dl>{bottom('ko')}"
    )  # fmt: skip


@design("fr")
def page_in_a_form(s: Story) -> str:
    """The whole page lies inside a form, as one maker's tool does it."""
    return (
        head(s, social(s))
        + f"<body><form method='post' action='/x'><input type='hidden' name='__state' value='dDwtMTc'>{menu('fr', 'div')}<div class='ct'><h1>{e(s.title)}</h1>"
        f"<div class='texte'>{paragraphs(s.paragraphs)}</div></div></form></body></html>"
    )
