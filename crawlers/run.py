"""Runs the spiders over a list of sources, in a process of their own (Twisted's reactor starts once in a process)."""

import logging
import multiprocessing
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.reduction import DupFd
from typing import Any

from core.archive import Archive
from core.errors import FauxlexError
from core.guard import parse_map
from core.settings import Settings
from crawlers.agent import user_agent
from crawlers.sources import Source

log = logging.getLogger(__name__)

SPIDERS = ("feeds", "sitemaps")
"""In this order: feeds are what an outlet offers first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """What a crawl did.

    Attributes:
        fetched: new fetches. waiting: addresses left for a later crawl.
        failing: sources of which a listing could not be read, with why. unread: those of them of which none could.
    """

    fetched: int
    waiting: int
    failing: Mapping[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()


def crawl(settings: Settings, sources: Sequence[Source]) -> CrawlReport:
    """Visits the sources until the frontier has nothing due: first their feeds, then their sitemaps.

    Raises:
        SettingsError: no contact is set, or `resolve` is malformed.
        ConsumerBusyError: another crawl of this archive is running.
        FauxlexError: a crawling process stopped; nothing acknowledged is lost.
    """
    user_agent(settings.contact)
    parse_map(settings.resolve)
    archive = Archive(settings.home)
    try:
        with archive.log.consumer("crawl") as lock:
            for line in archive.warc.repair(archive.crawl.warc_ends()):
                log.warning(line)
            archive.health.declare_sources([source.to_row() for source in sources])
            before = archive.counts()["fetches"]
            for name in SPIDERS:
                mine = [source for source in sources if getattr(source, name)]
                if mine:
                    _in_child(settings, mine, name, lock)
        ids = [source.id for source in sources]
        waiting, _ = archive.crawl.waiting(ids)
        ill = [health for health in archive.sources() if health.id in ids and health.failing]
        return CrawlReport(
            fetched=archive.counts()["fetches"] - before,
            waiting=waiting,
            failing={health.id: health.last_error or "" for health in ill},
            unread=frozenset(health.id for health in ill if all(one.failures for one in health.listings)),
        )
    finally:
        archive.close()


def scrapy_settings(settings: Settings) -> dict[str, Any]:
    """Scrapy's settings; each that is not Scrapy's default says why."""
    return {
        "USER_AGENT": user_agent(settings.contact),
        "FAUXLEX_RESOLVE": settings.resolve,
        "FAUXLEX_RETRY_S": settings.crawl_retry_s,
        "ROBOTSTXT_OBEY": True,
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "crawlers.politeness.Robots": 100,
            "crawlers.rights.Reservations": 110,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,  # the frontier tries again, also after a restart
            "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,  # nobody is followed, also not we
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,  # a proxy would resolve names behind our guard
        },
        "EXTENSIONS": {
            "scrapy.extensions.throttle.AutoThrottle": None,
            "crawlers.politeness.Throttle": 0,
            "scrapy.extensions.logstats.LogStats": None,
        },
        "ITEM_PIPELINES": {
            "crawlers.pipelines.RightsPipeline": 100,
            "crawlers.pipelines.WarcPipeline": 200,
            "crawlers.pipelines.FetchPipeline": 300,
        },
        "TWISTED_DNS_RESOLVER": "crawlers.resolver.GuardedResolver",
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": settings.crawl_delay_s,
        "AUTOTHROTTLE_MAX_DELAY": 120.0,
        "DOWNLOAD_DELAY": settings.crawl_delay_s,
        "DOWNLOAD_DELAY_JITTER": 0,
        "CONCURRENT_REQUESTS": 32,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_TIMEOUT": settings.crawl_timeout_s,
        "DOWNLOAD_MAXSIZE": settings.crawl_max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},  # only the web is read
        "HTTPPROXY_ENABLED": False,  # a proxy would resolve names where nobody checks the addresses
        "REDIRECT_MAX_TIMES": 5,
        "METAREFRESH_MAXDELAY": 1,  # pages of news sites reload themselves every few minutes: that is no redirect
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "HTTPCACHE_ENABLED": False,
        "LOG_LEVEL": "DEBUG" if settings.log_level == "debug" else "WARNING",
        "LOG_FORMAT": "%(levelname)s %(name)s: %(message)s",
    }


class _Lock:
    """The crawl's lock as handed to a child process: it stays held until both have ended."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __getstate__(self) -> Any:
        return DupFd(self.descriptor)

    def __setstate__(self, state: Any) -> None:
        self.descriptor = state.detach()


def _in_child(settings: Settings, sources: Sequence[Source], name: str, lock: int) -> None:
    """Runs one spider in a process of its own and waits for it."""
    child = multiprocessing.get_context("spawn").Process(
        target=_run_spider, args=(settings, list(sources), name, _Lock(lock)), name=f"fauxlex-crawl-{name}"
    )
    child.start()
    try:
        child.join()
    except KeyboardInterrupt:
        child.join()  # Scrapy got the same signal and ends in good order
        raise
    if child.exitcode:
        raise FauxlexError(f"the crawl of {name} stopped with exit code {child.exitcode}; nothing acknowledged is lost: start it again")


def _end_with_parent() -> None:
    """Ends this process when the one that started it is killed: a crawl that nobody knows of would go on writing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run_spider(settings: Settings, sources: Sequence[Source], name: str, lock: _Lock) -> None:
    """The crawling process. `lock` is only held."""
    from scrapy.crawler import AsyncCrawlerProcess

    from crawlers.spiders.feeds import FeedsSpider
    from crawlers.spiders.sitemaps import SitemapsSpider

    threading.Thread(target=_end_with_parent, daemon=True).start()
    spider = {"feeds": FeedsSpider, "sitemaps": SitemapsSpider}[name]
    archive = Archive(settings.home, warc_max_bytes=settings.warc_max_bytes)
    process = AsyncCrawlerProcess(scrapy_settings(settings))
    for chatty in ("scrapy.downloadermiddlewares.robotstxt", "scrapy.core.downloader.handlers.http11", "scrapy.core.scraper"):
        logging.getLogger(chatty).setLevel(logging.CRITICAL)  # what fails is recorded with its source and said once, without a traceback
    crawler = process.create_crawler(spider)
    process.crawl(crawler, sources=sources, archive=archive, limits=settings)
    process.start()
    archive.close()
    if process.bootstrap_failed or getattr(crawler.spider, "broken", True):
        raise SystemExit(1)
