"""Lines of the newsroom inside the body's element: reporters, addresses, copyright, credits, calls for tips."""

from benchmarks.extraction.design import design
from benchmarks.extraction.parts import bottom, e, head, headlines, linked_data, menu, paragraphs, share, social
from benchmarks.extraction.prose import Story


@design("ko")
def reporter_and_copyright(s: Story) -> str:
    """The reporter's line and address, then the copyright notice, all in paragraphs like the text's."""
    tail = [f"{s.author} 기자 desk@{s.host}", f"<저작권자 ⓒ {s.outlet}, 무단 전재 및 재배포 금지>"]
    return (
        head(s, social(s)) + f'<body>{menu("ko")}<div id="article-view"><h1>{e(s.title)}</h1><div class="view-body">{paragraphs([*s.paragraphs, *tail])}</div></div>'
        f"<ul>{headlines(s, 6)}</ul>{bottom('ko')}"
    )  # fmt: skip


@design("ko")
def photo_lines_between(s: Story) -> str:
    """Captions and credits as divisions among the text's breaks."""
    lines = [e(line) for line in s.paragraphs]
    lines.insert(1, f'<div class="pic"><img src="/1.jpg"><div>▲ {e(s.title)} 관련 자료 사진 /사진={e(s.outlet)}</div></div>')
    lines.insert(
        4, '<table class="photo"><tr><td><img src="/2.jpg"></td></tr><tr><td>회의가 열린 건물의 모습. (사진=연합뉴스)</td></tr></table>'
    )
    return (
        head(s, social(s))
        + f'<body>{menu("ko")}<section><h2>{e(s.title)}</h2><div class="article-content">{"<br><br>".join(lines)}</div></section>{bottom("ko")}'
    )


@design("ko")
def calls_for_tips(s: Story) -> str:
    """Where to send tips, which channel to follow, what to watch."""
    tail = [
        "■ 제보하기", f"▷ 카카오톡 : '{s.outlet} 제보' 검색, 채널 추가", "▷ 전화 : 02-000-1234", f"▷ 이메일 : tip@{s.host}",
        f"[{s.outlet} 홈페이지 바로가기]", "※ '당신의 제보가 뉴스가 됩니다'", "영상편집: 조하늘", "#개정안 #국회 #처벌",
    ]  # fmt: skip
    text = "<br>".join(e(line) for line in [*s.paragraphs, *tail])
    return (
        head(s, social(s))
        + f'<body>{menu("ko")}<div class="newsView"><h1>{e(s.title)}</h1><div id="newsBody" class="cont">{text}</div></div>{bottom("ko")}'
    )


@design("en")
def byline_dates_and_bio(s: Story) -> str:
    """By whom, when, how long to read; at the end who the author is and how to reach the newsroom."""
    front = [f"By {s.author}", "Published 4 May 2026, 8:07am", "Updated 2 hours ago", "4 min read"]
    tail = [
        f"{s.author} covers courts and legislation for {s.outlet}.", f"Contact the author at desk@{s.host}", "Additional reporting by Wren Halloran; editing by Tobias Finch",
        "Have a news tip? Email our newsroom or message us on Signal.", f"© 2026 {s.outlet}. All rights reserved.",
    ]  # fmt: skip
    return (
        head(s, linked_data(s))
        + f"<body>{menu('en')}<article><h1>{e(s.title)}</h1><div class='body-copy'>{paragraphs(front)}{paragraphs(s.paragraphs)}{paragraphs(tail)}</div></article>{bottom('en')}"
    )


@design("fr")
def signature_and_notices(s: Story) -> str:
    """Author, agency, reading time and an invitation to comment, in the body's paragraphs."""
    front = [f"Par {s.author} avec AFP", "Publié le 4 mai 2026 à 9h30, mis à jour à 11h12", "Temps de lecture : 3 min."]
    tail = [f"{s.author}, à Rennes", "© Agence Granit – Reproduction interdite", "Vous souhaitez réagir à cet article ? Écrivez-nous."]
    return (
        head(s, social(s))
        + f"<body>{menu('fr')}{share('fr')}<div class='contenu'><h1>{e(s.title)}</h1>{paragraphs([*front, *s.paragraphs, *tail])}</div>{bottom('fr')}"
    )


@design("en")
def agency_marks(s: Story) -> str:
    """The agency's own stamps: a slug, an editor's note, end mark and address."""
    lines = ["(ATTN: UPDATES with details in paras 3-5)", f"By {s.author}", *s.paragraphs, f"desk@{s.host}", "(END)"]
    return (
        head(s, social(s))
        + f"<body>{menu('en')}<div class='sub'><h1>{e(s.title)}</h1><div class='story-news'>{paragraphs(lines)}</div></div><ul>{headlines(s, 5)}</ul>{bottom('en')}"
    )


@design("fr")
def captions_in_paragraphs(s: Story) -> str:
    """Captions and credits as paragraphs of their own with a class."""
    lines = [f"<p>{e(line)}</p>" for line in s.paragraphs]
    lines.insert(0, "<p class='legende'>La façade du bâtiment, photographiée lundi matin. Photo Rédaction/Yann Le Goz</p>")
    lines.insert(
        3,
        "<div class='bloc-img'><img src='/b.jpg'><span class='credit'>© Julie Pradel / Hans Lucas</span><span>Une réunion de travail, en avril.</span></div>",
    )
    return (
        head(s, social(s), linked_data(s))
        + f"<body>{menu('fr')}<main><h1>{e(s.title)}</h1><div class='article-texte'>{''.join(lines)}</div></main>{bottom('fr')}"
    )
