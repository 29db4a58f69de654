"""Pages with very little text of their own beside long lists of what others read."""

from benchmarks.extraction.design import Made, design
from benchmarks.extraction.parts import (
    MOST_READ,
    RELATED,
    bottom,
    cards,
    comments,
    e,
    head,
    headlines,
    linked_data,
    menu,
    paragraphs,
    share,
    social,
)
from benchmarks.extraction.prose import Story


@design("ko")
def video_with_one_line(s: Story) -> Made:
    """A player, one paragraph, and the ranking of the day."""
    html = (
        head(s, social(s, "video.other")) + f'<body>{menu("ko")}<div class="vod"><div id="player"></div><h1>{e(s.title)}</h1><p class="txt_s">{e(s.paragraphs[0])}</p></div>'
        f'<div class="right"><h2>{MOST_READ["ko"]}</h2><ol class="lst">{headlines(s, 10)}</ol></div>{bottom("ko")}'
    )  # fmt: skip
    return Made(html, s.paragraphs[:1])


@design("en")
def wire_note(s: Story) -> Made:
    """Two sentences of an agency, then cards of a dozen other stories with leads."""
    html = (
        head(s, linked_data(s))
        + f"<body><div>{menu('en')}</div><div class='story'><h1>{e(s.title)}</h1><time datetime='{s.published.isoformat()}'></time>"
        f"<div class='story-text'>{paragraphs(s.paragraphs[:1])}</div></div><div class='grid'>{cards(s, 12)}</div>{bottom('en')}"
    )
    return Made(html, s.paragraphs[:1])


@design("fr")
def brief_with_comments(s: Story) -> Made:
    """One paragraph, and readers who wrote ten times as much."""
    html = (
        head(s, social(s)) + f"<body>{menu('fr')}<article><h1>{e(s.title)}</h1><p>{e(s.paragraphs[0])}</p>{share('fr')}</article>"
        f"<section class='discussion'><h2>8 réactions</h2>{comments('fr', 'article', 'class=rx')}{comments('fr', 'article', 'class=rx')}</section>{bottom('fr')}"
    )
    return Made(html, s.paragraphs[:1])


@design("ko")
def photo_with_caption_only(s: Story) -> Made:
    """A press photograph: what is under it is the whole story."""
    html = (
        head(s, social(s)) + f'<body><table width="960"><tr><td>{menu("ko", "div")}</td></tr><tr><td><b class="t">{e(s.title)}</b><br><img src="/p.jpg"><br>'
        f'<span class="news_text">{e(s.paragraphs[0])}</span></td><td width="300"><div>{RELATED["ko"]}</div><ul>{headlines(s, 7)}</ul></td></tr></table>{bottom("ko")}'
    )  # fmt: skip
    return Made(html, s.paragraphs[:1])


@design("fr")
def video_with_summaries_of_others(s: Story) -> Made:
    """A video's description, under it the next videos with their descriptions."""
    html = (
        head(s, social(s, "video")) + f"<body>{menu('fr')}<main class='player-page'><div class='video-box'></div><h1>{e(s.title)}</h1>"
        f"<div class='video-description'><p>{e(s.paragraphs[0])}</p></div><h2>À suivre</h2><div class='playlist'>{cards(s, 8)}</div></main>{bottom('fr')}"
    )
    return Made(html, s.paragraphs[:1])


@design("en")
def flash_with_popular_in_the_same_column(s: Story) -> Made:
    """The ranking stands in the article's own column, in paragraphs."""
    html = (
        head(s, social(s))
        + f"<body>{menu('en')}<div class='column main-column'><h1>{e(s.title)}</h1><p>{e(s.paragraphs[0])}</p><p>{e(s.paragraphs[1])}</p>"
        f"<h4>{MOST_READ['en']}</h4>{headlines(s, 8, tag='p')}</div>{bottom('en')}"
    )
    return Made(html, s.paragraphs[:2])
