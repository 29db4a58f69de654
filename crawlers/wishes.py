"""What a response says about the use of its page: text and data mining, robots directives, AI preferences. The first refusal found counts.

Read are, in this order: the TDM Reservation Protocol (header, then meta element, then the host's rules; W3C community group report, 10 May 2024);
`X-Robots-Tag` and `<meta name="robots">` or our own name (`noindex`, `noarchive`, `none`, `noai`); `Content-Usage` of the IETF's AI preferences
(draft-ietf-aipref-attach), where any use that is set to `n` is taken as a refusal, because its vocabulary is still being written.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from crawlers.agent import ROBOTS_NAME

HEAD_BYTES = 100_000
META = re.compile(rb"<meta\b[^>]{0,500}>", re.I)
ATTRIBUTE = re.compile(rb"\b(name|content)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
REFUSING = ("noai", "none", "noindex", "noarchive")
"""`noai` wants no machine at the text, `noarchive` no copy kept, `noindex` and `none` no entry in a search: we do all three."""

DIRECTIVES_WITH_VALUE = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
"""Their colon stands before a value, not behind the name of a robot."""

NOT_USED = re.compile(r"(?:^|[,;\s])([a-z][a-z0-9-]*)\s*=\s*\"?n\"?(?=$|[,;\s])", re.I)


def refusal(headers: Sequence[tuple[str, str]], body: bytes, *, by_path: bool = False, usage: str | None = None) -> str | None:
    """Why a page's text is not kept, or None.

    Args:
        headers: of the response, in order; several may have one name.
        body: of the response; its first 100,000 bytes are looked at.
        by_path: whether the host's `tdmrep.json` reserves its path.
        usage: what the host's robots.txt says of its use (`Content-Usage`), if anything.
    """
    named = [(name.lower(), value) for name, value in headers]
    metas = [(_text(item, b"name").lower(), _text(item, b"content")) for item in _metas(body)]
    mining = _mining(named, metas, by_path)
    if mining is not None:
        return mining or _directives(named, metas) or _usage(named, None)
    return _directives(named, metas) or _usage(named, usage)


def _mining(headers: Iterable[tuple[str, str]], metas: Iterable[tuple[str, str]], by_path: bool) -> str | None:
    """The reservation of text and data mining; "" where one place that weighs more says that there is none, None where none speaks."""
    for where, pairs in (("header", headers), ("meta element", metas)):
        for name, value in pairs:
            if name == "tdm-reservation":
                return f"text and data mining is reserved ({where} tdm-reservation)" if value.strip() == "1" else ""
    return "text and data mining is reserved (tdmrep.json)" if by_path else None


def _directives(headers: Iterable[tuple[str, str]], metas: Iterable[tuple[str, str]]) -> str | None:
    """A robots directive that refuses what we do, for every robot or for ours."""
    for name, value in headers:
        if name == "x-robots-tag":
            for robot, directive in _tags(value):
                if robot in ("", "*", ROBOTS_NAME.lower()) and directive in REFUSING:
                    return f"{directive} (X-Robots-Tag)"
    for name, value in metas:
        if name in ("robots", ROBOTS_NAME.lower()):
            said = {part.strip().lower() for part in value.split(",")}
            for directive in REFUSING:
                if directive in said:
                    return f"{directive} (meta element {name})"
    return None


def _tags(value: str) -> Iterator[tuple[str, str]]:
    """Pairs of robot and directive: `googlebot: noindex, nofollow` names one robot for what follows it."""
    robot = ""
    for part in value.lower().split(","):
        before, colon, after = part.partition(":")
        if colon and before.strip() not in DIRECTIVES_WITH_VALUE:
            robot, part = before.strip(), after
        yield robot, part.strip()


def _usage(headers: Iterable[tuple[str, str]], by_robots: str | None) -> str | None:
    """A use that the AI preferences refuse: the header's word, else that of robots.txt."""
    said = [value for name, value in headers if name == "content-usage"]
    for where, value in [("Content-Usage", value) for value in said] or [("Content-Usage in robots.txt", by_robots or "")]:
        found = NOT_USED.search(value)
        if found:
            return f"{found.group(1).lower()}=n ({where})"
    return None


def usage_rules(robots: str) -> list[tuple[str, str]]:
    """The `Content-Usage` lines of a robots.txt that hold for us: (path prefix, preferences). A group of our name beats that for all."""
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: list[str] = []
    last = ""
    for raw in robots.splitlines():
        name, _, value = raw.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "user-agent":
            agents = [*agents, value.lower()] if last == "user-agent" else [value.lower()]
        elif name == "content-usage":
            path, _, rest = value.partition(" ") if value.startswith("/") else ("/", "", value)
            for agent in agents:
                groups.setdefault(agent, []).append((path, rest.strip()))
        last = name or last
    return groups.get(ROBOTS_NAME.lower()) or groups.get("*") or []


def usage_of(rules: Sequence[tuple[str, str]], path: str) -> str | None:
    """The preferences of the longest prefix that a path has."""
    fitting = [(len(prefix), said) for prefix, said in rules if path.startswith(prefix)]
    return max(fitting, default=(0, None))[1]


def _metas(body: bytes) -> list[bytes]:
    return META.findall(body[:HEAD_BYTES])


def _text(element: bytes, attribute: bytes) -> str:
    for name, *values in ATTRIBUTE.findall(element):
        if name.lower() == attribute:
            return b"".join(values).decode("utf8", "replace").strip()
    return ""
