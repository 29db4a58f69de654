"""Second copies of the text that no reader sees, or that only some screens show."""

from html import escape

from benchmarks.extraction.design import design
from benchmarks.extraction.parts import bottom, e, head, headlines, linked_data, menu, paragraphs, share, social
from benchmarks.extraction.prose import Story


@design("ko")
def copy_for_mail(s: Story) -> str:
    """A hidden block from which a form sends the text by mail, before the body that is shown."""
    text = "<br/><br/>".join(e(line) for line in s.paragraphs)
    return (
        head(s, social(s)) + f'<body>{menu("ko")}<div id="mailBox" style="display: none"><div class="m">{e(s.title)}<br/>{text}</div></div>'
        f'<h3 class="tit">{e(s.title)}</h3><div class="cont_area"><div id="cont_newstext">{text}</div></div><ol>{headlines(s, 5)}</ol>{bottom("ko")}'
    )  # fmt: skip


@design("fr")
def copies_for_small_and_large_screens(s: Story) -> str:
    """The same paragraphs twice, under classes of a CSS framework."""
    body = paragraphs(s.paragraphs)
    return (
        head(s, linked_data(s)) + f"<body>{menu('fr')}<main><h1>{e(s.title)}</h1><div class='d-none d-lg-block col-8'>{body}</div>"
        f"<div class='d-lg-none col-12'>{body}</div></main>{bottom('fr')}"
    )


@design("en")
def copy_in_a_text_area(s: Story) -> str:
    """A widget that offers the story for republication in a form's text area."""
    body = paragraphs(s.paragraphs)
    return (
        head(s, social(s)) + f"<body>{menu('en')}<article><h1>{e(s.title)}</h1><div class='entry'>{body}</div></article>"
        f"<div class='republish'><h2>Republish this story</h2><p>Copy the HTML below and paste it into your own system. You must credit us and keep all links.</p>"
        f"<textarea readonly>{escape(body)}</textarea></div>{bottom('en')}"
    )


@design("en")
def teaser_and_whole(s: Story) -> str:
    """A shortened text with a button, and the whole text that the button shows."""
    teaser = paragraphs(s.paragraphs[:2])
    return (
        head(s, social(s))
        + f"<body><div class='page'>{menu('en', 'div')}<h1>{e(s.title)}</h1>{share('en')}<div class='excerpt-view'>{teaser}"
        f"<a class='expand' href='#full'>Continue reading</a></div><div class='full-view' aria-hidden='true'>{paragraphs(s.paragraphs)}</div></div>{bottom('en')}"
    )


@design("ko")
def copy_for_reading_aloud(s: Story) -> str:
    """The text once more in a block that a speech player reads, its class known to nobody."""
    spoken = " ".join(s.paragraphs)
    return (
        head(s, social(s)) + f'<body><div id="wrap">{menu("ko", "div")}<div class="hd"><h2>{e(s.title)}</h2></div><div class="tts-src" aria-hidden="true">{e(spoken)}</div>'
        f'<div class="article_txt">{paragraphs(s.paragraphs)}</div></div>{bottom("ko")}'
    )  # fmt: skip


@design("fr")
def copy_for_print(s: Story) -> str:
    """A version for paper at the end of the page, with title, address and all."""
    return (
        head(s, social(s))
        + f"<body>{menu('fr')}<article class='art'><h1>{e(s.title)}</h1><div class='txt'>{paragraphs(s.paragraphs)}</div></article>"
        f"<div id='version-papier' class='visible-print'><h1>{e(s.title)}</h1><p>{e(s.url)}</p>{paragraphs(s.paragraphs)}</div>{bottom('fr')}"
    )
