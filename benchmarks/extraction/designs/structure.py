"""Bodies with more than paragraphs: questions and answers, tables, lists, quotations, headings, drop capitals."""

from benchmarks.extraction.design import Made, design
from benchmarks.extraction.parts import bottom, e, head, headlines, linked_data, menu, paragraphs, share, social
from benchmarks.extraction.prose import Story


@design("en")
def headings_and_quotes(s: Story) -> Made:
    """Subheads, a quotation block and a rule between the paragraphs."""
    lines = list(s.paragraphs)
    lines.insert(2, "What happens next")
    lines.insert(5, "Why it matters to the people who live here")
    tags = {2: "h2", 5: "h2", 3: "blockquote"}
    body = "".join(f"<{tags.get(n, 'p')}>{e(line)}</{tags.get(n, 'p')}>" for n, line in enumerate(lines))
    html = (
        head(s, social(s))
        + f"<body>{menu('en')}<article><header><h1>{e(s.title)}</h1></header>{share('en')}<div class='entry-content'>{body}</div></article>{bottom('en')}"
    )
    return Made(html, lines)


@design("fr")
def questions_and_answers(s: Story) -> Made:
    """An interview: questions in bold, answers below."""
    questions = ("Comment en est-on arrivé là ?", "Qui doit agir, selon vous ?", "Et maintenant ?")
    lines: list[str] = []
    parts = []
    for n, line in enumerate(s.paragraphs):
        if 0 < n <= 3:
            lines.append(questions[n - 1])
            parts.append(f"<p><b>{e(questions[n - 1])}</b></p>")
        lines.append(line)
        parts.append(f"<p>{e(line)}</p>")
    html = (
        head(s, social(s), linked_data(s))
        + f"<body>{menu('fr')}<main><h1>{e(s.title)}</h1><div class='interview'>{''.join(parts)}</div></main>{bottom('fr')}"
    )
    return Made(html, lines)


@design("ko")
def numbered_points(s: Story) -> Made:
    """A list of measures in the middle of the text."""
    points = [
        "신고가 들어오면 24시간 안에 지운다.",
        "지운 영상이 다시 올라오는지 여섯 달 동안 살핀다.",
        "상담과 법률 지원을 한곳에서 받게 한다.",
    ]
    html = (
        head(s, social(s))
        + f'<body>{menu("ko")}<article><h1>{e(s.title)}</h1><div class="articleBody">{paragraphs(s.paragraphs[:3])}<ol>{"".join(f"<li>{e(p)}</li>" for p in points)}</ol>'
        f"{paragraphs(s.paragraphs[3:])}</div></article>{bottom('ko')}"
    )
    return Made(html, [*s.paragraphs[:3], *points, *s.paragraphs[3:]])


@design("en")
def bullets_at_the_end(s: Story) -> Made:
    """A list of short points closes the text."""
    points = ["keep the original file", "write down the address and the time", "tell somebody you trust"]
    html = (
        head(s, linked_data(s))
        + f"<body>{menu('en')}<div class='article'><h1>{e(s.title)}</h1><div class='article__body'>{paragraphs(s.paragraphs)}<ul>{''.join(f'<li>{e(p)}</li>' for p in points)}</ul></div>"
        f"<ul class='links'>{headlines(s, 6)}</ul></div>{bottom('en')}"
    )
    return Made(html, [*s.paragraphs, *points])


@design("fr")
def drop_capital_and_footnotes(s: Story) -> str:
    """The first letter in an element of its own, marks of notes in the text."""
    first = s.paragraphs[0]
    opening = f"<p class='first'><span class='lettrine'>{e(first[0])}</span>{e(first[1:])}</p>"
    return (
        head(s, social(s))
        + f"<body>{menu('fr')}<article><h1>{e(s.title)}</h1><div class='texte-article'>{opening}{paragraphs(s.paragraphs[1:])}</div></article>{bottom('fr')}"
    )


@design("en")
def press_release_of_an_office(s: Story) -> str:
    """A government's page: breadcrumbs, metadata in a list, contacts at the end outside of the body."""
    return (
        head(s, title=f"{s.title} - GOV") + f"<body><div class='crumbs'><a href='/'>Home</a> &gt; <a href='/n'>News and communications</a></div><div class='lead-block'><span>Press release</span><h1>{e(s.title)}</h1></div>"
        f"<dl class='meta'><dt>From:</dt><dd>Ministry of Justice</dd><dt>Published</dt><dd>4 May 2026</dd></dl><div class='govspeak'>{paragraphs(s.paragraphs)}</div>"
        f"<div class='contact'><h2>Press office</h2><p>Telephone 020 0000 0000</p><p>Email press@justice.example</p></div><div class='fb'><h2>Is this page useful?</h2></div>{bottom('en')}"
    )  # fmt: skip


@design("ko")
def bold_first_sentence(s: Story) -> str:
    """Subtitles beside the title, the first paragraph bold, quoted words in inline elements."""
    first = f"<p><strong><span style='color:#000'>{e(s.paragraphs[0])}</span></strong></p>"
    return (
        head(s, social(s), linked_data(s))
        + f'<body>{menu("ko")}<div class="cnt_view"><h1>{e(s.title)}</h1><div class="news_cnt_detail_wrap">{first}{paragraphs(s.paragraphs[1:])}</div></div>{bottom("ko")}'
    )
