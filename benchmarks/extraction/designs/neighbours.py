"""Long texts of others on the same page: the next article, comments, boxes on the outlet, a glossary."""

from benchmarks.extraction.design import design
from benchmarks.extraction.parts import COMMENTS, bottom, cards, comments, e, head, headlines, linked_data, menu, paragraphs, share, social
from benchmarks.extraction.prose import Story, others


@design("en")
def next_article_below(s: Story) -> str:
    """Endless scrolling: the next story stands whole below, in the same kind of element."""
    after = others(s, 1)[0]
    return (
        head(s, social(s), linked_data(s)) + f"<body>{menu('en')}<div class='stream'><article data-url='{s.url}'><h1>{e(s.title)}</h1><div class='story-text'>{paragraphs(s.paragraphs)}</div></article>"
        f"<article data-url='{after.url}'><h1>{e(after.title)}</h1><div class='story-text'>{paragraphs(after.paragraphs)}</div></article></div>{bottom('en')}"
    )  # fmt: skip


@design("fr")
def next_articles_as_teasers(s: Story) -> str:
    """The next stories begin below with headline and two paragraphs each, without a class that tells."""
    after = "".join(
        f"<div class='s{n}'><h2><a href='{one.url}'>{e(one.title)}</a></h2>{paragraphs(one.paragraphs[:2])}</div>"
        for n, one in enumerate(others(s, 3))
    )
    return (
        head(s, social(s))
        + f"<body>{menu('fr')}<main><h1>{e(s.title)}</h1>{share('fr')}<div class='s-body'>{paragraphs(s.paragraphs)}</div>{after}</main>{bottom('fr')}"
    )


@design("ko")
def many_comments(s: Story) -> str:
    """Readers wrote more than the newsroom."""
    return (
        head(s, social(s))
        + f'<body>{menu("ko")}<div class="read"><h1>{e(s.title)}</h1><div class="read_body">{paragraphs(s.paragraphs)}</div></div>'
        f"<div class='cmt_wrap'><h4>댓글 12</h4>{comments('ko')}{comments('ko')}{comments('ko')}</div>{bottom('ko')}"
    )


@design("en")
def comments_in_articles(s: Story) -> str:
    """Each comment an `<article>` as the standard proposes."""
    said = "".join(
        f"<article id='c-{n}'><header>reader{n} <time>2 h</time></header><p>{e(line)}</p></article>"
        for n, line in enumerate(COMMENTS["en"] * 3)
    )
    return (
        head(s, social(s))
        + f"<body>{menu('en')}<main><h1>{e(s.title)}</h1><div class='text'>{paragraphs(s.paragraphs)}</div><section id='responses'><h2>12 responses</h2>{said}</section></main>{bottom('en')}"
    )


@design("fr")
def box_on_the_outlet(s: Story) -> str:
    """Who we are and how we work, in full sentences below every article."""
    about = (f"{s.outlet} est un journal indépendant fondé en 1946 par ses lecteurs.", "Sa rédaction compte trente journalistes dans quatre départements et ne dépend d'aucun groupe industriel.",
             "Nos enquêtes sont vérifiées par deux personnes au moins avant d'être publiées.")  # fmt: skip
    return (
        head(s, social(s)) + f"<body>{menu('fr')}<article><h1>{e(s.title)}</h1><div class='texte'>{paragraphs(s.paragraphs)}</div></article><div class='about-us'><h2>Qui sommes-nous ?</h2>{paragraphs(about)}</div>"
        f"<div>{cards(s, 4)}</div>{bottom('fr')}"
    )  # fmt: skip


@design("ko")
def latest_of_the_section(s: Story) -> str:
    """A portal: the section's latest stories with two lines each, in a list of definitions beside the body."""
    side = "".join(f"<dl><dt><a href='{one.url}'>{e(one.title)}</a></dt><dd>{e(one.lead)}…</dd></dl>" for one in others(s, 9))
    return (
        head(s, social(s)) + f'<body>{menu("ko")}<div id="content"><div class="end"><h3>{e(s.title)}</h3><div id="dic_area" class="go_trans">{"<br><br>".join(map(e, s.paragraphs))}</div></div>'
        f"<div class='sec'>{side}</div><ul>{headlines(s, 10)}</ul></div>{bottom('ko')}"
    )  # fmt: skip
