"""Bodies whose paragraphs are divided by line breaks, not by elements."""

from benchmarks.extraction.design import Made, design
from benchmarks.extraction.parts import bottom, e, head, headlines, linked_data, menu, share, social
from benchmarks.extraction.prose import Story


@design("ko")
def bare_text_between_breaks(s: Story) -> str:
    """Text directly in a division, two breaks between paragraphs, a link in one of them."""
    lines = [e(line) for line in s.paragraphs]
    lines[1] = lines[1][:20] + "<a href='/tag/1'>" + lines[1][20:28] + "</a>" + lines[1][28:]
    text = "<br>\n<br>\n".join(lines)
    return (
        head(s, social(s)) + f'<body>{menu("ko")}<div class="news_view"><h3>{e(s.title)}</h3>{share("ko")}<div class="viewConts" itemprop="articleBody">{text}</div></div>'
        f"<ul>{headlines(s, 6)}</ul>{bottom('ko')}"
    )  # fmt: skip


@design("fr")
def old_table_layout(s: Story) -> str:
    """Fonts, cells and breaks, as twenty-five years ago."""
    text = "<br><br>".join(e(line) for line in s.paragraphs)
    return (
        f"<html><head><meta http-equiv='Content-Type' content='text/html; charset=utf-8'><title>{e(s.title)}</title></head><body bgcolor='#ffffff'><table width='780'>"
        f"<tr><td colspan='2'>{menu('fr', 'div')}</td></tr><tr><td width='160' valign='top'><font size='1'>{headlines(s, 9, tag='div')}</font></td><td><font size='5'><b>{e(s.title)}</b></font>"
        f"<br><font size='1'>{s.published:%d/%m/%Y}</font><br><br><font size='3'>{text}</font></td></tr></table></body></html>"
    )  # fmt: skip


@design("en")
def breaks_inside_one_paragraph(s: Story) -> str:
    """The whole text in one `<p>` with breaks, pictures between them."""
    lines = [e(line) for line in s.paragraphs]
    lines.insert(2, "<img src='/a.jpg' alt='The building from the street'>")
    return (
        head(s, linked_data(s))
        + f"<body>{menu('en')}<div id='content'><h1>{e(s.title)}</h1><p>{'<br /><br />'.join(lines)}</p></div>{bottom('en')}"
    )


@design("ko")
def broadcaster_with_marks(s: Story) -> Made:
    """Speakers' marks in the text belong to it."""
    lines = ["[앵커]", s.paragraphs[0], "[기자]", *s.paragraphs[1:], f"{s.outlet} {s.author}입니다."]
    text = "<br />".join(e(line) for line in lines)
    html = (
        head(s, social(s)) + f'<body><div class="wrap">{menu("ko", "div")}<h4 class="headline-title">{e(s.title)}</h4><div class="detail-body font-size">{text}</div></div>'
        f"<div class='list'>{headlines(s, 8, tag='p')}</div>{bottom('ko')}"
    )  # fmt: skip
    return Made(html, lines)


@design("en")
def spans_and_breaks(s: Story) -> str:
    """Each paragraph a span, breaks between them, in an unmarked division."""
    text = "<br><br>".join(f"<span style='font-weight:400'>{e(line)}</span>" for line in s.paragraphs)
    return (
        head(s)
        + f"<body>{menu('en')}<div class='w3'><div class='w4'><h2>{e(s.title)}</h2></div><div class='w5'>{text}</div></div>{bottom('en')}"
    )


@design("ko")
def leading_spaces_and_newlines(s: Story) -> str:
    """Preformatted text: one line break between paragraphs, an ideographic space before each."""
    text = "\n".join("\u3000" + e(line) for line in s.paragraphs)
    return (
        head(s, social(s))
        + f'<body>{menu("ko")}<h1>{e(s.title)}</h1><pre class="arti" style="white-space:pre-wrap">{text}</pre>{bottom("ko")}'
    )
