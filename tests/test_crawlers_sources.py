"""The list of outlets: what is wrong in it is told with its line and the way out."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.errors import SourceError
from core.settings import Settings
from crawlers.lint import lint
from crawlers.sources import Rights, Source, load_sources, select

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / Settings().sources

GOOD = """# a comment
[[source]]
id = "tarn"
name = "Tarn Post"
domain = "tarn.example"
aliases = ["tarnpost.example"]
country = "IE"
language = "en"
feeds = ["https://tarn.example/rss"]
rights = "reserved"
"""


def listed(folder: Path, text: str) -> Path:
    """A list of sources with this content."""
    path = folder / "sources.toml"
    path.write_text(text, "utf8")
    return path


def test_an_outlet_is_read_with_every_key(tmp_path: Path) -> None:
    """The keys that docs/add-a-source.md names."""
    assert load_sources(listed(tmp_path, GOOD)) == [
        Source(
            id="tarn",
            name="Tarn Post",
            domain="tarn.example",
            aliases=("tarnpost.example",),
            country="IE",
            language="en",
            feeds=("https://tarn.example/rss",),
            rights=Rights(terms="refused"),
        )
    ]


def test_every_further_key_is_read(tmp_path: Path) -> None:
    """Archives with their placeholders, pauses, wishes in three, evidence by address."""
    more = """kind = "official"
archives = ["https://tarn.example/{yyyy}/{mm}.xml"]
poll_s = [600, 7200]
rights = { robots = "allowed", tdm = "refused" }
checked = "2026-11-03"
[source.evidence]
"https://tarn.example/rss" = "its front page"
"""
    (source,) = load_sources(listed(tmp_path, GOOD.replace('rights = "reserved"\n', more)))
    assert (source.kind, source.archives, source.poll_least_s, source.poll_most_s) == (
        "official",
        ("https://tarn.example/{yyyy}/{mm}.xml",),
        600,
        7200,
    )
    assert source.rights == Rights(robots="allowed", tdm="refused", terms="unknown")
    assert source.rights.refused == "text and data mining is reserved, says the list of sources"
    assert (source.checked, dict(source.evidence)) == ("2026-11-03", {"https://tarn.example/rss": "its front page"})
    assert source.to_row()["rights"] == "reserved"


def test_country_and_language_may_be_unknown(tmp_path: Path) -> None:
    """Unknown is None, and rights are open unless they are said to be reserved."""
    text = '[[source]]\nid = "a"\nname = "A"\ndomain = "a.example"\nsitemaps = ["https://a.example/s.xml"]\n'
    (source,) = load_sources(listed(tmp_path, text))
    assert (source.country, source.language, source.feeds, source.domains) == (None, None, (), ("a.example",))
    assert (source.rights, source.rights.refused, source.checked) == (Rights(), None, "unknown")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD.replace('id = "tarn"\n', ""), "sources.toml line 4: no id for 'tarn.example'; add id = \"…\""),
        (GOOD.replace('name = "Tarn Post"\n', ""), "sources.toml line 3: no name for 'tarn'; add name"),
        (GOOD.replace('domain = "tarn.example"\n', ""), "sources.toml line 3: no domain for 'tarn'; add domain"),
        (GOOD.replace("feeds", "fedes"), "sources.toml line 3: unknown key 'fedes' for 'tarn'; known are aliases, archives, checked"),
        (
            GOOD.replace('["https://tarn.example/rss"]', "[]"),
            "sources.toml line 3: no feed for 'tarn'; add feeds = [\"https://tarn.example/",
        ),
        (GOOD.replace('"reserved"', '"mine"'), "sources.toml line 3: rights = 'mine' for 'tarn' is neither open nor reserved"),
        (
            GOOD.replace("https://tarn.example/rss", "tarn.example/rss"),
            "sources.toml line 3: 'tarn': 'tarn.example/rss' is not a URL; write it in full",
        ),
        (GOOD.replace("https://tarn.example/rss", "ftp://tarn.example/rss"), "only http and https are read"),
        (GOOD.replace('"reserved"', '{ robots = "perhaps" }'), "rights.robots = 'perhaps' for 'tarn' is none of allowed, refused, unknown"),
        (GOOD.replace('"reserved"', '{ law = "allowed" }'), "is neither open nor reserved nor { robots, tdm, terms }"),
        (GOOD + 'kind = "blog"\n', "kind = 'blog' for 'tarn' is neither press nor official"),
        (
            GOOD.replace("tarn.example", "tarn.co.uk") + "poll_s = [10, 20]\n",
            "poll_s = [10, 20] for 'tarn' is no pair of pauses; write [least, most] in seconds from 60",
        ),
        (GOOD + "poll_s = [0.5, 20]\n", "is no pair of pauses; write [least, most] in seconds from 1 to"),
        (GOOD + "poll_s = [900, 300]\n", "is no pair of pauses"),
        (GOOD + "poll_s = 900\n", "is no pair of pauses"),
        (GOOD + 'sitemaps = "https://tarn.example/s.xml"\n', "sitemaps of 'tarn' is no list of addresses"),
        (GOOD + GOOD, "the id 'tarn' stands twice; every outlet needs its own"),
        ("# nothing\n", "no [[source]] in it; docs/add-a-source.md shows one"),
        ("[[source]\n", "at line 1"),
    ],
)
def test_an_error_names_the_line_and_the_way_out(tmp_path: Path, text: str, says: str) -> None:
    """A person who edits the list need not read code."""
    with pytest.raises(SourceError) as caught:
        load_sources(listed(tmp_path, text))
    assert says in str(caught.value)


def test_invented_outlets_may_be_read_every_second(tmp_path: Path) -> None:
    """Nobody but a player on this machine answers at a reserved name."""
    assert load_sources(listed(tmp_path, GOOD + "poll_s = [1, 20]\n"))[0].poll(5.0).least_s == 1.0


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The message says which file, and which flag names another."""
    with pytest.raises(SourceError, match=r"nowhere\.toml.*--sources"):
        load_sources(tmp_path / "nowhere.toml")


def test_select_takes_the_named_outlets_in_their_order(tmp_path: Path) -> None:
    """None named means all."""
    both = load_sources(listed(tmp_path, GOOD + GOOD.replace('"tarn"', '"loch"')))
    assert [source.id for source in select(both, ["loch", "tarn"])] == ["loch", "tarn"]
    assert select(both, []) == both


def test_select_refuses_an_unknown_outlet(tmp_path: Path) -> None:
    """The message lists those that there are."""
    with pytest.raises(SourceError, match=r"no source 'lake' in the list; it has tarn"):
        select(load_sources(listed(tmp_path, GOOD)), ["lake"])


SHIPPED_SOURCES = load_sources(SHIPPED)
TODAY = date(2026, 11, 22)


def countries(language: str) -> Counter[str | None]:
    """How many shipped outlets print in a language, by home."""
    return Counter(source.country for source in SHIPPED_SOURCES if source.language == language)


def test_the_shipped_list_covers_the_press_of_three_languages() -> None:
    """Korea; French of four countries; English of eight; parliaments, gazettes and authorities."""
    assert len(SHIPPED_SOURCES) >= 120
    assert countries("ko")["KR"] >= 30
    assert countries("fr").total() >= 40
    assert len(countries("fr")) >= 4
    assert countries("en").total() >= 50
    assert len(countries("en")) >= 8
    assert sum(source.kind == "official" for source in SHIPPED_SOURCES) >= 12


@pytest.mark.parametrize("source", SHIPPED_SOURCES, ids=lambda source: source.id)
def test_a_shipped_outlet_is_whole(source: Source) -> None:
    """Nothing doubtful but that nobody has seen some addresses answer; each address has its evidence, each wish its state."""
    doubts = [says for _, says in lint([source], TODAY) if "nobody has seen" not in says]
    assert doubts == []
    assert all(len(said) > 8 for said in source.evidence.values())
    assert len(set(source.addresses)) == len(source.addresses)


def test_no_two_shipped_outlets_read_the_same_address() -> None:
    """Each article is one outlet's."""
    assert [says for _, says in lint(SHIPPED_SOURCES, TODAY) if "more than once" in says] == []


GONE = (
    "https://rss.joins.com/joins_news_list.xml", "https://imnews.imbc.com/rss/news.xml", "https://www.ytn.co.kr/_rss/news.xml",
    "https://news.kbs.co.kr/rss/rss.do", "https://www.news1.kr/rss/news_main.xml", "https://english.hani.co.kr/rss/",
    "https://feeds.reuters.com/reuters/businessNews", "https://www.ouest-france.fr/sitemap.xml",
)  # fmt: skip


def test_addresses_known_to_be_dead_are_not_in_the_list() -> None:
    """Discontinued, or serving another edition, as seen between March and September 2026."""
    assert not set(GONE) & {address for source in SHIPPED_SOURCES for address in (*source.addresses, *source.archives)}


DOUBTFUL = Source(
    id="tarn", name="T", domain="tarn.co.uk", country="GB", language="en", feeds=("https://tarn.co.uk/rss",), checked="2026-11-03",
    evidence={"https://tarn.co.uk/rss": "its front page"},
)  # fmt: skip


def test_a_sound_entry_raises_no_doubt() -> None:
    """So that each doubt below is that of its one change."""
    assert list(lint([DOUBTFUL], TODAY)) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"id": "Tarn Post"}, "the id 'Tarn Post' is not of lower-case"),
        ({"country": "UK!"}, "no ISO 3166-1"),
        ({"country": None}, "no ISO 3166-1"),
        ({"language": "English"}, "no BCP 47 tag"),
        ({"domain": "co.uk"}, "'co.uk' is no domain below a public suffix"),
        ({"aliases": ("https://tarn.com/",)}, "is no domain below"),
        ({"sitemaps": ("https://elsewhere.com/s.xml",)}, "lies on another domain"),
        ({"archives": ("https://tarn.co.uk/{year}.xml",)}, "{year} is not filled in"),
        ({"poll_least_s": 60.0}, "poll_s begins at 60 s"),
        ({"evidence": {}}, "https://tarn.co.uk/rss has no evidence"),
        (
            {"evidence": {"https://tarn.co.uk/rss": "x", "https://tarn.co.uk/old": "y"}},
            "evidence for https://tarn.co.uk/old, which is no address",
        ),
        ({"checked": "unknown"}, "nobody has seen its addresses answer"),
        ({"checked": "soon"}, "neither a day"),
        ({"checked": "2024-11-03"}, "over 365 days ago"),
        ({"checked": "2027-11-03"}, "which is to come"),
    ],
)
def test_what_is_doubtful_is_named(changes: dict[str, Any], says: str) -> None:
    """With what would do."""
    assert says in " | ".join(text for _, text in lint([replace(DOUBTFUL, **changes)], TODAY))


def test_an_address_of_two_outlets_is_doubtful() -> None:
    """Also where it is written otherwise."""
    other = replace(DOUBTFUL, id="loch", feeds=("https://TARN.co.uk:443/rss#top",))
    assert sum("more than once" in says for _, says in lint([DOUBTFUL, other], TODAY)) == 2
