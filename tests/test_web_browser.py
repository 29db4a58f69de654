"""The pages in a real Chromium: accessibility, keyboard, widths, dark mode."""

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from tests.browser import address, browser, page

__all__ = ["address", "browser", "page"]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = '{"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}'
TEMPLATES = {
    "home": "/",
    "search": "/search?q=e&topic=sexual&limit=5",
    "fault": "/search?q=abc+%22def",
    "nothing": "/search?topic=platforms&language=ko",
    "article": "/articles/ko00",
    "uncertain": "/articles/en01",
    "hostile": "/articles/bad1",
    "reserved": "/articles/quiet",
    "jurisdictions": "/jurisdictions",
    "jurisdiction": "/jurisdictions/KR",
    "no data": "/jurisdictions/CH",
    "compare": "/compare?jurisdiction=KR&jurisdiction=FR&jurisdiction=CH",
    "compare six": "/compare?jurisdiction=KR&jurisdiction=FR&jurisdiction=CH&jurisdiction=GB&jurisdiction=US&jurisdiction=EU",
    "sources": "/sources",
    "method": "/method",
    "error": "/nowhere",
}


def violations(page: Page, rules: str = RULES) -> list[str]:
    """What axe finds wrong on the page, with the element. The page's policy lets no script in; the browser's own console may."""
    found: dict[str, Any] = page.evaluate(f"async () => {{ {AXE}; return await axe.run(document, {rules}) }}")
    return [f"{item['id']}: {item['nodes'][0]['html'][:160]}" for item in found["violations"]]


@pytest.mark.parametrize("lang", ["en", "fr", "ko"])
def test_axe_finds_nothing_on_any_template(page: Page, address: str, lang: str) -> None:
    """0 violations of WCAG 2.2 AA and of good practice in each language; nothing is asked of another host."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    wrong = {}
    for name, path in TEMPLATES.items():
        page.goto(f"{address}/{lang}{path}")
        if problems := violations(page):
            wrong[name] = problems
    assert wrong == {}
    assert [url for url in asked if not url.startswith(address)] == []


def test_dark_pages_have_enough_contrast(browser: Browser, address: str) -> None:
    """0 violations of the contrast rules where the system is dark."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    wrong = {}
    for name, path in TEMPLATES.items():
        page.goto(f"{address}/fr{path}")
        if problems := violations(page, '{"runOnly": ["color-contrast", "link-in-text-block"]}'):
            wrong[name] = problems
    context.close()
    assert wrong == {}


def test_no_page_scrolls_sideways(page: Page, address: str) -> None:
    """Neither phone nor tablet nor wide screen, in any language, with everything unfolded."""
    wide = []
    for lang in ("en", "fr", "ko"):
        for name, path in TEMPLATES.items():
            page.goto(f"{address}/{lang}{path}")
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            for width in (320, 768, 1440):
                page.set_viewport_size({"width": width, "height": 800})
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    wide.append((lang, name, width))
    assert wide == []


def test_axe_finds_nothing_on_a_phone(browser: Browser, address: str) -> None:
    """Narrow pages have other layouts: tables become lists, filters fold."""
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    wrong = {}
    for name in ("search", "article", "jurisdiction", "compare", "sources"):
        page.goto(f"{address}/ko{TEMPLATES[name]}")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        if problems := violations(page):
            wrong[name] = problems
    context.close()
    assert wrong == {}


@pytest.mark.parametrize("lang", ["en", "fr", "ko"])
def test_a_cited_result_is_accessible_at_every_width(page: Page, address: str, lang: str) -> None:
    """Kept by its button; axe finds nothing, and no width scrolls sideways; one click chooses the text to cite."""
    page.goto(f"{address}/{lang}/search?jurisdiction=KR")
    page.locator(".cite button").click()
    page.wait_for_url("**/cited/*")
    assert violations(page) == []
    for width in (320, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".to-copy").click()
    assert page.evaluate("getSelection().toString()").strip().endswith(page.url.removeprefix(f"{address}/{lang}"))


def test_the_menu_of_a_phone_has_two_rows(page: Page, address: str) -> None:
    """Name and languages, then the menu, in each language."""
    page.set_viewport_size({"width": 390, "height": 800})
    rows = {}
    for lang in ("en", "fr", "ko"):
        page.goto(f"{address}/{lang}/search")
        tops: list[float] = page.evaluate(
            "[...document.querySelectorAll('.top a')].map(a => Math.round(a.getBoundingClientRect().bottom / 20))"
        )
        rows[lang] = len(set(tops))
    assert rows == {"en": 2, "fr": 2, "ko": 2}


def _focused(page: Page) -> str:
    return str(page.evaluate("(document.activeElement.textContent || document.activeElement.name || '').trim().slice(0, 60)"))


def test_a_search_can_be_made_and_narrowed_with_the_keyboard_alone(page: Page, address: str) -> None:
    """Skip link, query, a filter by space, Enter, then past the filters to the first hit."""
    page.goto(f"{address}/en/search")
    page.keyboard.press("Tab")
    assert _focused(page) == "Skip to the content"
    page.locator("#q").focus()
    page.keyboard.type("개정안")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=*")
    page.locator("#q").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name === 'stage' && document.activeElement.value === 'passed'"):
            break
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**stage=passed**")
    assert page.locator("#result-title").inner_text() == "12 articles"
    page.locator("#q").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    assert _focused(page) == "Skip the filters"
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.hit')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/articles/*")
    assert page.locator("h1").get_attribute("lang") == "ko"


def test_focus_is_always_visible(page: Page, address: str) -> None:
    """Each of the first stops of the Tab key has an outline."""
    page.goto(f"{address}/en/search?topic=sexual")
    bare = []
    for _ in range(25):
        page.keyboard.press("Tab")
        if page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "none":
            bare.append(_focused(page))
    assert bare == []


def test_colours_follow_the_system(browser: Browser, address: str) -> None:
    """Dark mode is dark and light mode is light."""
    seen = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}/en/")
        seen[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        context.close()
    assert min(seen["light"]) > 230
    assert max(seen["dark"]) < 50


def test_the_site_works_without_javascript(browser: Browser, address: str) -> None:
    """Search, filter and open an article with scripts switched off; on a phone the filters unfold."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 700})
    page = context.new_page()
    page.goto(f"{address}/fr/")
    page.locator("#q").fill("hypertrucages")
    page.get_by_role("button", name="Rechercher").click()
    page.locator("summary", has_text="Filtres").click()
    page.get_by_label("Adopté").check()
    page.get_by_role("button", name="Appliquer les filtres").click()
    assert page.url.endswith("/fr/search?q=hypertrucages&stage=passed")
    page.locator(".hit h3 a").click()
    assert page.url.endswith("/fr/articles/fr01")
    context.close()


def test_a_hostile_title_runs_nothing(page: Page, address: str) -> None:
    """No dialog opens and no policy violation is reported on pages that show it."""
    heard: list[str] = []
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    for path in ("/en/articles/bad1", "/en/search?q=alert", "/en/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E%22"):
        page.goto(address + path)
    assert heard == []
