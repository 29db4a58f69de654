"""The sample press's manners, asked without a socket: robots.txt, validators, refusals, redirects, edits, time."""

from datetime import timedelta

import pytest

from press import PressError, difficulties, expected, load_outlets
from press.world import Response, World


def _get(world: World, url: str, **headers: str) -> Response:
    """The answer to a GET with headers (underscores for hyphens)."""
    host, _, path = url.removeprefix("http://").partition("/")
    return world.respond(host, "/" + path, {name.replace("_", "-"): value for name, value in headers.items()})


def _first(outlet: str) -> str:
    """The address of an outlet's newest article."""
    return next(url for url, article in expected().items() if article["outlet"] == outlet)


@pytest.fixture
def world() -> World:
    """A world of its own for each test."""
    return World()


def test_robots_txt_names_the_sitemap_and_one_outlet_has_none(world: World) -> None:
    """Every robots.txt leads to the sitemap; the missing one is a plain 404."""
    for outlet in world.outlets.values():
        response = _get(world, outlet.url("/robots.txt"))
        if outlet.id == "meuse":
            assert response.status == 404
        else:
            assert f"Sitemap: {outlet.url(outlet.sitemap)}" in response.body.decode().splitlines()


def test_one_robots_txt_has_a_forbidden_section_and_a_crawl_delay(world: World) -> None:
    """The forbidden page answers whoever does not obey, so that a test can catch them."""
    lines = _get(world, "http://harbour.example/robots.txt").body.decode().splitlines()
    assert "Crawl-delay: 1" in lines
    assert "Disallow: /members/" in lines
    (members,) = difficulties()["members"]
    assert members.startswith("http://harbour.example/members/")
    assert _get(world, members).status == 200


@pytest.mark.parametrize(
    ("outlet", "etag", "modified"),
    [("boreal", True, True), ("carnet", True, False), ("leman", False, True), ("hanbit", False, False)],
)
def test_validators_are_sent_as_the_outlet_has_them(world: World, outlet: str, etag: bool, modified: bool) -> None:
    """Some outlets send both, one, or none."""
    headers = _get(world, _first(outlet)).headers
    assert ("ETag" in headers, "Last-Modified" in headers) == (etag, modified)


@pytest.mark.parametrize("kind", ["article", "feed", "sitemap"])
def test_a_present_copy_is_answered_304_and_an_edit_makes_it_200(world: World, kind: str) -> None:
    """Both validators work for articles, feeds and sitemaps, and none of them survives an edit."""
    boreal = world.outlets["boreal"]
    newest = world.articles(boreal)[0]
    url = {"article": boreal.article_url(newest), "feed": boreal.url(boreal.feed), "sitemap": boreal.url(boreal.sitemap)}[kind]
    headers = _get(world, url).headers
    by_etag = _get(world, url, if_none_match=headers["ETag"])
    assert (by_etag.status, by_etag.body) == (304, b"")
    assert _get(world, url, if_none_match=f'"other", W/{headers["ETag"]}').status == 304
    assert _get(world, url, if_modified_since=headers["Last-Modified"]).status == 304
    world.edit("boreal", newest.slug, "Un tout autre texte.")
    assert _get(world, url, if_none_match=headers["ETag"]).status == 200
    assert _get(world, url, if_modified_since=headers["Last-Modified"]).status == 200


@pytest.mark.parametrize("value", ["yesterday", "", "Wed, 99 Foo 2026 05:05:00 GMT"])
def test_a_malformed_if_modified_since_is_ignored(world: World, value: str) -> None:
    """RFC 9110, 13.1.3: a recipient ignores the field when it is no date."""
    assert _get(world, _first("leman"), if_modified_since=value).status == 200


def test_an_etag_that_differs_outweighs_a_date_that_fits(world: World) -> None:
    """RFC 9110, 13.2.2: If-Modified-Since counts only without If-None-Match."""
    headers = _get(world, _first("boreal")).headers
    assert _get(world, _first("boreal"), if_none_match='"old"', if_modified_since=headers["Last-Modified"]).status == 200


def test_a_busy_page_refuses_once_with_retry_after(world: World) -> None:
    """429 first, 200 from then on; each world anew."""
    (url,) = difficulties()["busy"]
    first = _get(world, url)
    assert (first.status, first.headers["Retry-After"]) == (429, "1")
    assert [_get(world, url).status for _ in range(2)] == [200, 200]


@pytest.mark.parametrize(("kind", "status"), [("gone", 404), ("error", 500), ("consent", 200), ("listing", 200)])
def test_pages_that_are_no_articles_answer_as_such(world: World, kind: str, status: int) -> None:
    """Gone and failing pages by status, consent walls and lists only by what they say."""
    assert {_get(world, url).status for url in difficulties()[kind]} == {status}


def test_the_consent_page_holds_no_article(world: World) -> None:
    """It speaks of cookies and has neither canonical address nor article mark-up."""
    (url,) = difficulties()["consent"]
    html = _get(world, url).body.decode()
    assert "traceurs" in html
    assert "canonical" not in html
    assert "<article" not in html


def test_old_addresses_move_for_good_and_short_ones_for_now(world: World) -> None:
    """301 and 302 lead to the canonical address, which answers."""
    for kind, status in (("old", 301), ("short", 302)):
        for url in difficulties()[kind]:
            response = _get(world, url)
            assert response.status == status
            assert _get(world, response.headers["Location"]).status == 200


def test_campaign_parameters_do_not_change_the_page(world: World) -> None:
    """The page under its utm link is the page; parameters that mean something still count."""
    url = _first("prairie")
    assert _get(world, url + "?utm_source=feed").body == _get(world, url).body
    assert _get(world, _first("hanbit").replace("ncd=", "ncd=9")).status == 404


def test_one_section_reserves_text_and_data_mining(world: World) -> None:
    """Header and meta on its articles, and its place in /.well-known/tdmrep.json; nothing elsewhere."""
    reserved = set(difficulties()["reserved"])
    assert reserved
    for url, article in expected().items():
        if article["outlet"] == "hanriver":
            response = _get(world, url)
            assert (response.headers.get("tdm-reservation") == "1") == (url in reserved)
            assert (b'name="tdm-reservation" content="1"' in response.body) == (url in reserved)
    listed = _get(world, "http://hanriver.example/.well-known/tdmrep.json").body.decode()
    assert '"location": "/www/business/*"' in listed
    assert _get(world, "http://harbour.example/.well-known/tdmrep.json").status == 404


def test_front_and_section_pages_link_their_articles(world: World) -> None:
    """Every article is linked from the front page and from its section's page."""
    for url, article in expected().items():
        outlet = load_outlets()[article["outlet"]]
        for page in (outlet.home, outlet.url(outlet.section.format(section=article["section"]))):
            encoding = "cp949" if outlet.id == "hanbit" else "utf-8"
            assert f'href="{url}"' in _get(world, page).body.decode(encoding), (page, url)


def test_an_edit_keeps_the_address_and_changes_text_and_time(world: World) -> None:
    """The page shows the new text, is marked as updated, and is the only one to change."""
    article = world.articles(world.outlets["boreal"])[0]
    edited = world.edit("boreal", article.slug, "Premier paragraphe.\n\nSecond paragraphe.")
    assert edited.updated is not None
    assert edited.updated > article.changed
    html = _get(world, _first("boreal")).body.decode()
    assert "Second paragraphe." in html
    assert article.paragraphs[0] not in html.split("<body>")[1]


def test_publishing_lists_the_article_first_and_moves_the_time(world: World) -> None:
    """A new article is at the top of the front page and in the feed."""
    before = world.now
    article = world.publish(
        {"outlet": "meuse", "slug": "neuf", "lang": "fr", "title": "Tout neuf", "text": "Un texte.", "section": "liege"}
    )
    assert world.now > before
    assert world.articles(world.outlets["meuse"])[0] == article
    assert "Tout neuf" in _get(world, "http://meuse.example/rss.php?flux=tout").body.decode()


def test_nothing_published_later_than_now_is_seen() -> None:
    """A world put back in time has fewer articles, and their later addresses are 404."""
    newest = World().articles(load_outlets()["meuse"])[0]
    earlier = World(now=newest.published - timedelta(seconds=1))
    assert newest not in earlier.articles(load_outlets()["meuse"])
    assert _get(earlier, load_outlets()["meuse"].article_url(newest)).status == 404


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"outlet": "nowhere"}, "no outlet 'nowhere'"),
        ({"slug": "huy-deepnudes-ecole-parquet"}, "already; choose another slug"),
        ({"title": ""}, "no title"),
    ],
)
def test_publishing_refuses_what_does_not_fit(world: World, record: dict[str, str], message: str) -> None:
    """The message says what is wrong and what to do."""
    whole = {"outlet": "meuse", "slug": "x", "lang": "fr", "title": "T", "text": "t", "section": "liege"} | record
    with pytest.raises(PressError, match=message):
        world.publish(whole)


def test_editing_what_was_never_printed_is_refused(world: World) -> None:
    """A wrong slug is told."""
    with pytest.raises(PressError, match="has printed no 'nothing'"):
        world.edit("meuse", "nothing", "text")


@pytest.mark.parametrize("host", ["HANBIT.example", "hanbit.example:8123", "hanbit.example."])
def test_port_case_and_root_dot_of_the_host_do_not_count(world: World, host: str) -> None:
    """The same outlet answers."""
    assert world.respond(host, "/robots.txt", {}).status == 200


def test_an_unknown_name_is_told_which_there_are(world: World) -> None:
    """421 with the list of names."""
    response = world.respond("127.0.0.1:8100", "/", {})
    assert response.status == 421
    assert b"hanbit.example" in response.body
