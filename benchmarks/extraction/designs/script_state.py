"""Bodies that stand only in what the page's scripts start from."""

import base64
import json
from html import escape

from benchmarks.extraction.design import design
from benchmarks.extraction.parts import bottom, head, headlines, linked_data, menu, social
from benchmarks.extraction.prose import Story, others


def _html(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@design("ko")
def state_as_html_string(s: Story) -> str:
    """`window.__APP__ = {…}` with the body as HTML; other stories' bodies beside it."""
    side = [{"id": one.id, "subject": one.title, "summary": one.lead} for one in others(s, 5)]
    state = {
        "view": {"article": {"subject": s.title, "contents": _html(s.paragraphs), "regDate": "2026-05-04 09:00"}, "rank": side},
        "user": None,
    }
    return (
        head(s, social(s)) + f'<body><div id="root"></div><script>window.__APP__ = {json.dumps(state, ensure_ascii=False)};window.__V__=3;</script></body></html>'
    )  # fmt: skip


@design("en")
def state_as_text_nodes(s: Story) -> str:
    """A document of nested nodes as rich-text editors keep it: paragraphs whose children are runs of text with marks."""
    nodes = []
    for line in s.paragraphs:
        cut = len(line) // 2
        runs = [{"type": "text", "text": line[:cut]}, {"type": "text", "text": line[cut:], "marks": [{"type": "bold"}]}]
        nodes.append({"type": "paragraph", "content": runs})
    nodes.insert(2, {"type": "image", "attrs": {"src": "/a.jpg", "alt": "The square at noon"}})
    data = {"props": {"pageProps": {"story": {"headline": s.title, "byline": s.author, "body": {"type": "doc", "content": nodes}}}}}
    return (
        head(s, social(s)) + f'<body><div id="__next"><header>{menu("en")}</header><main class="skeleton"><h1>{s.title}</h1></main></div>'
        f'<script id="__DATA__" type="application/json">{json.dumps(data)}</script></body></html>'
    )


@design("fr")
def state_as_escaped_json(s: Story) -> str:
    """`JSON.parse("…")` with a list of blocks, each typed."""
    blocks = [{"kind": "chapo", "html": f"<strong>{s.paragraphs[0]}</strong>"}]
    blocks += [{"kind": "paragraph", "html": line} for line in s.paragraphs[1:]]
    blocks.insert(3, {"kind": "embed", "html": "<iframe src='https://video.example/1'></iframe>"})
    text = json.dumps(json.dumps({"content": {"title": s.title, "blocks": blocks}}, ensure_ascii=False), ensure_ascii=False)
    return (
        head(s, social(s), linked_data(s))
        + f"<body>{menu('fr')}<div class='app-loading'></div><script>window.__STORE__=JSON.parse({text})</script>{bottom('fr')}"
    )


@design("ko")
def state_in_an_attribute(s: Story) -> str:
    """A component's properties as JSON in an attribute."""
    props = {"title": s.title, "writer": {"name": s.author}, "body": "<br><br>".join(s.paragraphs)}
    return (
        head(s, social(s)) + f'<body>{menu("ko")}<section><article-viewer data-props="{escape(json.dumps(props, ensure_ascii=False))}"></article-viewer></section>'
        f"<ul>{headlines(s, 6)}</ul>{bottom('ko')}"
    )  # fmt: skip


@design("en")
def state_as_function_arguments(s: Story) -> str:
    """A framework's payload as a script that is no JSON: short names stand for repeated values, keys without quotes."""
    body = json.dumps(_html(s.paragraphs).replace("<", "\\u003C")).replace("\\\\u003C", "\\u003C")
    script = (
        'window.__PAGE__=(function(a,b,c){return {layout:"article",data:[{post:{id:b,title:' + json.dumps(s.title) + ",excerpt:a,published:c,content:" + body
        + '}}],serverRendered:c}}("",18822,true));'
    )  # fmt: skip
    return head(s, social(s)) + f"<body><div id='__page'>{menu('en')}</div><script>{script}</script></body></html>"


@design("fr")
def body_in_linked_data_only(s: Story) -> str:
    """The page shows nothing; JSON-LD's articleBody has the text."""
    graph = linked_data(s, articleBody="\n\n".join(s.paragraphs), isAccessibleForFree=True)
    return head(s, social(s), graph) + f"<body><div class='spinner'></div><ul>{headlines(s, 8)}</ul>{bottom('fr')}"


@design("en")
def state_of_references(s: Story) -> str:
    """A cache of normalised objects: the article names its paragraphs by id, each is an object of its own."""
    cache: dict[str, object] = {f"Block:{n}": {"__typename": "TextBlock", "id": n, "text": line} for n, line in enumerate(s.paragraphs)}
    cache["Article:77"] = {
        "__typename": "Article",
        "headline": s.title,
        "blocks": [{"__ref": f"Block:{n}"} for n in range(len(s.paragraphs))],
    }
    cache["Article:78"] = {"__typename": "Article", "headline": others(s, 1)[0].title, "blocks": []}
    return head(s, social(s)) + f"<body><div id='app'></div><script>window.__CACHE__={json.dumps(cache)}</script></body></html>"


@design("ko")
def state_packed(s: Story) -> str:
    """The state as base64 of JSON."""
    packed = base64.b64encode(json.dumps({"title": s.title, "content": "\n\n".join(s.paragraphs)}).encode()).decode()
    return head(s, social(s)) + f'<body><div id="app">불러오는 중입니다</div><script>boot("{packed}")</script></body></html>'
