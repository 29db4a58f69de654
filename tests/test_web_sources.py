"""The page of sources says of each feed how it fares."""

from pathlib import Path

from starlette.testclient import TestClient

from core.archive import Archive, FrontierEntry, SourceHealth
from tests.web_fakes import FakeArchive
from tests.web_samples import make_site
from web.app import create_app


class WithHealth(FakeArchive):
    """The sample archive with the health of a real one."""

    health: tuple[SourceHealth, ...] = ()

    def sources(self) -> tuple[SourceHealth, ...]:  # type: ignore[override]
        """As the archive tells it."""
        return self.health


def test_every_feed_that_fails_is_named_with_why(tmp_path: Path) -> None:
    """Also beside one that is read; the JSON tells of each feed."""
    real = Archive(tmp_path)
    feeds = [f"https://a.example/{name}" for name in ("good", "gone", "shut")]
    real.health.declare_sources(
        [{"id": "a", "name": "A", "domain": "a.example", "country": "GB", "language": "en", "feeds": feeds, "rights": "open"}]
    )
    real.health.listing_read(FrontierEntry(url=feeds[0], source="a", kind="feed"), entries=4, new=2)
    real.health.listing_failed(FrontierEntry(url=feeds[1], source="a", kind="feed"), "HTTP 404")
    real.health.listing_failed(FrontierEntry(url=feeds[2], source="a", kind="feed"), "HTTP 403")
    archive = WithHealth()
    WithHealth.health = tuple(real.sources())
    real.close()
    client = TestClient(create_app(make_site(archive)))
    shown = client.get("/en/sources").text
    assert "https://a.example/gone: HTTP 404" in shown
    assert "https://a.example/shut: HTTP 403" in shown
    (row,) = client.get("/sources.json").json()["sources"]
    assert (row["status"], row["failures"]) == ("failing", 1)
    assert {one["url"]: (one["failures"], one["entries"], one["last_error"]) for one in row["listings"]} == {
        feeds[0]: (0, 4, None), feeds[1]: (1, 0, "HTTP 404"), feeds[2]: (1, 0, "HTTP 403"),
    }  # fmt: skip


def test_a_feed_tells_since_when_a_real_source_has_failed(tmp_path: Path) -> None:
    """What fails was last read then, though another feed of the outlet is read."""
    real = Archive(tmp_path)
    feeds = ["https://a.example/good", "https://a.example/gone"]
    real.health.declare_sources(
        [{"id": "a", "name": "A", "domain": "a.example", "country": "GB", "language": "en", "feeds": feeds, "rights": "open"}]
    )
    good, gone = (FrontierEntry(url=url, source="a", kind="feed") for url in feeds)
    for entry in (gone, good):
        real.health.listing_read(entry, entries=4, new=2)
    real.health.listing_failed(gone, "HTTP 404")
    (source,) = real.sources()
    assert (source.partly, source.failing_since) == (True, source.failing[0].last_ok) and source.failing_since != source.last_ok
    archive = WithHealth()
    WithHealth.health = (source,)
    told = TestClient(create_app(make_site(archive))).get("/en/search.atom").text
    assert "1 of 1 sources could not be read since" in told and "; 1 of them is read in part" in told
    real.health.listing_failed(good, "HTTP 503")
    assert [one.partly for one in real.sources()] == [False]
    real.close()
