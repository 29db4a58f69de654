"""The application: statuses, headers, limits, errors."""

import threading
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from core.errors import ArchiveError, IndexMismatchError, IndexUnavailableError, SettingsError
from index.base import Page, Query
from tests.web_fakes import FakeArchive, FakeIndex
from tests.web_samples import make_archive, make_site
from web.app import MAX_AT_ONCE, create_app
from web.site import Site

PAGES = [
    "/",
    "/search",
    "/search?q=x",
    "/articles/ko00",
    "/jurisdictions",
    "/jurisdictions/KR",
    "/jurisdictions/CH",
    "/compare?jurisdiction=KR&jurisdiction=FR",
    "/sources",
    "/method",
]


def client_of(site: Site | None = None) -> TestClient:
    return TestClient(create_app(site or make_site()), follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return client_of()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["en", "fr", "ko"])
def test_every_page_is_there_in_every_language(client: TestClient, lang: str, path: str) -> None:
    """A page under a language's prefix is in that language and says so."""
    answer = client.get(f"/{lang}{path}")
    assert answer.status_code == 200
    assert answer.headers["content-language"] == lang
    assert f'<html lang="{lang}">' in answer.text


def test_a_path_without_language_is_answered_in_the_wished_one(client: TestClient) -> None:
    """`?lang=` comes before Accept-Language; the answer says that it varies."""
    assert client.get("/sources", headers={"accept-language": "ko"}).headers["content-language"] == "ko"
    answer = client.get("/sources?lang=fr", headers={"accept-language": "ko"})
    assert (answer.headers["content-language"], answer.headers["vary"]) == ("fr", "Accept-Language")
    assert client.get("/sources?lang=xx").headers["content-language"] == "en"


def test_pages_name_themselves_in_the_other_languages(client: TestClient) -> None:
    """hreflang links keep the state and carry the configured origin."""
    text = client.get("/fr/search?q=a&topic=fraud").text
    assert '<link rel="canonical" href="https://fauxlex.example/fr/search?q=a&amp;topic=fraud">' in text
    assert '<link rel="alternate" hreflang="ko" href="https://fauxlex.example/ko/search?q=a&amp;topic=fraud">' in text
    assert '<link rel="alternate" hreflang="x-default" href="https://fauxlex.example/search?q=a&amp;topic=fraud">' in text


@pytest.mark.parametrize("path", ["/en/", "/en/search", "/en/articles/ko00", "/fr/search.atom", "/en/nowhere", "/search.csv"])
def test_links_never_come_from_the_host_header(client: TestClient, path: str) -> None:
    """A forged Host or X-Forwarded-Host reaches no answer."""
    answer = client.get(path, headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
    assert "evil.example" not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/en/sources/",
        "http://testserver//evil.example/",
        "/en//evil.example",
        "/en/..%2f..%2fetc/passwd",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
    ],
)
def test_odd_paths_are_not_found_and_redirect_nowhere(client: TestClient, path: str) -> None:
    """A slash too many is no redirect that another host could ride on; files outside static/ are not served."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/en/", "/search.json", "/search.atom", "/static/site.css", "/nowhere", "/healthz", "/search?foo=1", "/search.csv"]
)
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    """No script, no framing, no sniffing, no referrer, no cookie."""
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
    assert "unsafe" not in policy and "script-src" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["strict-transport-security"]
    assert "set-cookie" not in headers


def test_plain_http_does_not_claim_https() -> None:
    """HSTS is only said where the configured origin is https."""
    assert "strict-transport-security" not in client_of(make_site(base_url="http://127.0.0.1:8000")).get("/en/").headers


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_inline_script_or_style(client: TestClient, path: str) -> None:
    """What the policy forbids is not there; the one script element is data."""
    text = client.get(f"/en{path}").text
    assert text.count("<script") == text.count('<script type="application/ld+json">')
    assert "<style" not in text and " style=" not in text and " on" + "click" not in text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/articles/nope.json", 404),
        ("/articles/gone.json", 410),
        ("/jurisdictions/XX.json", 404),
        ("/search.json?foo=1", 400),
        ("/search.json?q=%22open", 400),
        ("/search.json?limit=9999", 400),
        ("/search.atom?topic=cooking", 400),
        ("/search.csv?topic=cooking", 400),
        ("/search.json?cursor=forged", 400),
        ("/search.json?q=" + "a" * 9000, 414),
        ("/nowhere.json", 404),
    ],
)
def test_programs_get_problems(client: TestClient, path: str, status: int) -> None:
    """Errors of data addresses are RFC 9457 documents."""
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status and problem["title"] and problem["detail"] and problem["type"]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/fr/articles/nope", 404, "Cette page n’existe pas."),
        ("/ko/articles/gone", 410, "삭제된 기사입니다."),
        ("/en/search?foo=1", 400, "unknown parameter &#39;foo&#39;"),
        ("/en/search?q=" + "a" * 9000, 414, "too long"),
        ("/en/jurisdictions/kr", 404, "no such page"),
    ],
)
def test_people_get_pages(client: TestClient, path: str, status: int, said: str) -> None:
    """Errors of pages are pages in the reader's language, which robots do not keep."""
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert said in answer.text and "noindex" in answer.text


def test_a_problem_with_a_query_tells_place_and_repair(client: TestClient) -> None:
    """A program can point at the character, too."""
    problem = client.get("/search.json?q=a%20%22bc").json()
    assert (problem["type"], problem["position"], problem["repair"]) == ("urn:fauxlex:problem:query", 2, 'a "bc"')


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written(client: TestClient, method: str) -> None:
    """The site only reads."""
    assert client.request(method, "/en/search").status_code == 405


@pytest.mark.parametrize(
    "error", [IndexUnavailableError("node down", retry_after_s=7), IndexMismatchError("another version"), ArchiveError("locked")]
)
@pytest.mark.parametrize("path", ["/en/search", "/search.json", "/search.atom", "/search.csv", "/en/jurisdictions/KR"])
def test_an_index_that_cannot_answer_gives_503(error: Exception, path: str) -> None:
    """The answer says when to come back."""
    archive = make_archive()
    answer = client_of(make_site(archive, index=FakeIndex(archive, failure=error))).get(path)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) == getattr(error, "retry_after_s", 30)


@pytest.mark.parametrize("path", ["/en/search", "/search.json"])
def test_an_unforeseen_error_tells_nothing_of_the_inside(path: str) -> None:
    """The answer is 500 with the security headers and without the error's text."""
    archive = make_archive()
    answer = client_of(make_site(archive, index=FakeIndex(archive, failure=ZeroDivisionError("secret path")))).get(path)
    assert answer.status_code == 500
    assert "secret" not in answer.text and "Traceback" not in answer.text
    assert "content-security-policy" in answer.headers


def test_health_stays_green_while_the_index_is_down() -> None:
    """The process answers even if the index does not."""
    archive = make_archive()
    assert client_of(make_site(archive, index=FakeIndex(archive, failure=IndexUnavailableError("down")))).get("/healthz").text == "ok\n"


class _SlowIndex(FakeIndex):
    """Answers once it is let go."""

    def search(self, query: Query) -> Page:
        self.entered.release()
        assert self.go.wait(10)
        return FakeIndex.search(self, query)

    entered: threading.Semaphore
    go: threading.Event


def _slow(archive: FakeArchive) -> _SlowIndex:
    index = _SlowIndex(archive)
    index.entered, index.go = threading.Semaphore(0), threading.Event()
    return index


def test_a_crowd_behind_a_slow_index_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound a request is refused at once with Retry-After, and health still answers."""
    monkeypatch.setattr("web.app.MAX_AT_ONCE", 2)
    archive = make_archive()
    index = _slow(archive)
    with client_of(make_site(archive, index=index)) as client:
        answers: list[int] = []
        ask: Callable[[], None] = lambda: answers.append(client.get("/search.json").status_code)  # noqa: E731
        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        for _ in threads:
            assert index.entered.acquire(timeout=10)
        refused = client.get("/search.json")
        healthy = client.get("/healthz")
        index.go.set()
        for thread in threads:
            thread.join(10)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
    assert healthy.status_code == 200
    assert answers == [200, 200]


def test_the_bound_is_released_after_errors() -> None:
    """Requests that fail do not use up the places."""
    client = client_of()
    for _ in range(MAX_AT_ONCE + 5):
        client.get("/search.json?foo=1")
    assert client.get("/search.json").status_code == 200


@pytest.mark.parametrize("base_url", ["fauxlex.example", "javascript:alert(1)", "https://a.example/path", "https://"])
def test_an_origin_that_is_none_is_refused(base_url: str) -> None:
    """The message names the value."""
    with pytest.raises(SettingsError, match="base_url"):
        make_site(base_url=base_url)


def test_static_files_may_be_kept_for_long(client: TestClient) -> None:
    """Their address changes with their content."""
    assert "immutable" in client.get("/static/site.css").headers["cache-control"]


def test_robots_are_kept_out_of_searches_in_every_language(client: TestClient) -> None:
    """The countless addresses of searches are not for crawling."""
    rules = client.get("/robots.txt").text
    assert all(f"Disallow: {path}\n" in rules for path in ("/search", "/en/search", "/fr/search", "/ko/search"))
