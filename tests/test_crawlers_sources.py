"""The list of outlets: what is wrong in it is told with its line and the way out."""

from pathlib import Path

import pytest

from core.errors import SourceError
from core.settings import Settings
from core.urls import belongs, host
from crawlers.sources import Source, load_sources, select

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
            rights="reserved",
        )
    ]


def test_country_and_language_may_be_unknown(tmp_path: Path) -> None:
    """Unknown is None, and rights are open unless they are said to be reserved."""
    text = '[[source]]\nid = "a"\nname = "A"\ndomain = "a.example"\nsitemaps = ["https://a.example/s.xml"]\n'
    (source,) = load_sources(listed(tmp_path, text))
    assert (source.country, source.language, source.rights, source.feeds, source.domains) == (None, None, "open", (), ("a.example",))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD.replace('id = "tarn"\n', ""), "sources.toml line 4: no id for 'tarn.example'; add id = \"…\""),
        (GOOD.replace('name = "Tarn Post"\n', ""), "sources.toml line 3: no name for 'tarn'; add name"),
        (GOOD.replace('domain = "tarn.example"\n', ""), "sources.toml line 3: no domain for 'tarn'; add domain"),
        (GOOD.replace("feeds", "fedes"), "sources.toml line 3: unknown key 'fedes' for 'tarn'; known are aliases, country"),
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


def test_the_shipped_list_loads_and_covers_three_languages() -> None:
    """About forty outlets or more, at least ten in each language."""
    sources = load_sources(SHIPPED)
    assert len(sources) >= 40
    for language in ("ko", "fr", "en"):
        assert sum(source.language == language for source in sources) >= 10


@pytest.mark.parametrize("source", load_sources(SHIPPED), ids=lambda source: source.id)
def test_a_shipped_outlet_is_whole(source: Source) -> None:
    """Ascii ids, a home, each address once, and sitemaps on the outlet's own domain (feeds may lie with a service)."""
    assert source.id.isascii() and source.id == source.id.lower() and " " not in source.id and len(source.id) <= 20
    assert source.country and len(source.country) == 2 and source.country.isupper()
    addresses = (*source.feeds, *source.sitemaps)
    assert len(set(addresses)) == len(addresses)
    assert all(address.startswith("https://") and "{" not in address for address in addresses)
    assert all(belongs(host(address), source.domains) for address in source.sitemaps)
