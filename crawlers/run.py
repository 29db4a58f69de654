"""Runs the spiders over a list of sources, in a process of their own (Twisted's reactor starts once in a process)."""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from multiprocessing.reduction import DupFd
from typing import Any

from core.archive import Archive
from core.errors import FauxlexError
from core.guard import parse_map
from core.settings import Settings
from crawlers.agent import user_agent
from crawlers.plan import Plan, Stop
from crawlers.polling import revisit_pauses
from crawlers.sources import Source

log = logging.getLogger(__name__)

STOP_S = 5.0
"""How long a crawling process that is told to stop may take to end in good order; then it is killed, which loses nothing acknowledged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """What a crawl did.

    Attributes:
        fetched: new fetches. waiting: addresses left for a later crawl.
        next_s: seconds until the next listing or page of these sources is due, None where there is none.
        failing: sources of which a listing could not be read, with why. unread: those of them of which none could.
    """

    fetched: int
    waiting: int
    next_s: float | None = None
    failing: Mapping[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()


def crawl(settings: Settings, sources: Sequence[Source], plan: Plan | None = None, stop: Stop | None = None) -> CrawlReport:
    """Visits the sources until the frontier has nothing due: first their feeds, then their sitemaps, or as the plan says.

    Args:
        settings, sources: whom to visit, and how. plan: what to read.
        stop: when it is set, the crawling process is told to end, and no other is begun.

    Raises:
        SettingsError: no contact is set, or `resolve` or `crawl_revisit_h` is malformed.
        ConsumerBusyError: another crawl of this archive is running.
        FauxlexError: a crawling process stopped; nothing acknowledged is lost.
    """
    plan = plan or Plan()
    user_agent(settings.contact)
    parse_map(settings.resolve)
    revisits = revisit_pauses(settings.crawl_revisit_h)
    archive = Archive(settings.home)
    try:
        with archive.log.consumer("crawl") as lock:
            for line in archive.warc.repair(archive.crawl.warc_ends()):
                log.warning(line)
            archive.health.declare_sources([source.to_row() for source in sources])
            archive.crawl.plan_revisits(revisits)
            before = archive.counts()["fetches"]
            visited = {name: _visited(name, sources) for name in plan.spiders}
            for number, (name, mine) in enumerate(visited.items(), 1):
                later = {source.id for other in plan.spiders[number:] for source in visited[other]}
                if mine and not (stop and stop.is_set()):
                    _in_child(_Job(settings=settings, sources=mine, name=name, plan=plan, later=later), lock, stop)
        return _report(archive, [source.id for source in sources], before)
    finally:
        archive.close()


def _visited(spider: str, sources: Sequence[Source]) -> list[Source]:
    """The sources that a spider visits: those that have listings of its kind."""
    return list(sources) if spider in ("pages", "archives") else [source for source in sources if getattr(source, spider)]


def _report(archive: Archive, ids: Sequence[str], before: int) -> CrawlReport:
    waiting, page_s = archive.crawl.waiting(ids)
    ill = [health for health in archive.sources() if health.id in ids and health.failing]
    return CrawlReport(
        fetched=archive.counts()["fetches"] - before,
        waiting=waiting,
        next_s=min((s for s in (page_s, archive.crawl.next_listing_s(ids)) if s is not None), default=None),
        failing={health.id: health.last_error or "" for health in ill},
        unread=frozenset(health.id for health in ill if all(one.failures for one in health.listings)),
    )


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
        "SPIDER_MIDDLEWARES": {  # they look at requests that an answer leads to: ours come from the frontier
            "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
            "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
            "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
        },
        "DOWNLOADER_STATS": False,  # puts each request together once more to count its bytes, which nobody reads
        "EXTENSIONS": {
            "scrapy.extensions.throttle.AutoThrottle": None,
            "crawlers.politeness.Throttle": 0,
            "scrapy.extensions.logstats.LogStats": None,
            "scrapy.extensions.remote_control.RemoteControl": None,  # runs code that is sent to it: nobody steers a crawl from outside
        },
        "ITEM_PIPELINES": {
            "crawlers.pipelines.RightsPipeline": 100,
            "crawlers.pipelines.ArchivePipeline": 200,
        },
        "TWISTED_DNS_RESOLVER": "crawlers.resolver.GuardedResolver",
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": settings.crawl_delay_s,
        "AUTOTHROTTLE_MAX_DELAY": 120.0,
        "DOWNLOAD_DELAY": settings.crawl_delay_s,
        "DOWNLOAD_DELAY_JITTER": 0,
        "CONCURRENT_REQUESTS": 1000,  # of all hosts, those among them that only wait for their host's delay; one a host is on its way
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "CONCURRENT_ITEMS": 1,  # of one answer, which brings one; the default starts a hundred tasks for each
        "WARN_ON_GENERATOR_RETURN_VALUE": False,  # a hint for who writes spiders, for which each answer has their source read and parsed anew
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What a crawling process is to do; `later` are the sources that another one visits after it."""

    settings: Settings
    sources: list[Source]
    name: str
    plan: Plan
    later: Set[str]


def _in_child(job: _Job, lock: int, stop: Stop | None) -> None:
    """Runs one spider in a process of its own and waits for it; told to stop, it has `STOP_S` to end."""
    child = multiprocessing.get_context("spawn").Process(target=_run_spider, args=(job, _Lock(lock)), name=f"fauxlex-crawl-{job.name}")
    child.start()
    try:
        while child.is_alive() and not (stop and stop.is_set()):
            child.join(0.1)
    except KeyboardInterrupt:
        child.join()  # Scrapy got the same signal and ends in good order
        raise
    if stop and stop.is_set() and child.is_alive():
        if stop.number != signal.SIGINT:  # which a terminal sends to both
            child.terminate()
        child.join(STOP_S)
        child.kill()
    child.join()
    if child.exitcode and not (stop and stop.is_set()):
        raise FauxlexError(f"the crawl of {job.name} stopped with exit code {child.exitcode}; nothing acknowledged is lost: start it again")


def _end_with_parent() -> None:
    """Ends this process when the one that started it is killed: a crawl that nobody knows of would go on writing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run_spider(job: _Job, lock: _Lock) -> None:
    """The crawling process. `lock` is only held."""
    from scrapy.crawler import AsyncCrawlerProcess

    from crawlers.spiders.archives import ArchivesSpider
    from crawlers.spiders.feeds import FeedsSpider
    from crawlers.spiders.pages import PagesSpider
    from crawlers.spiders.sitemaps import SitemapsSpider

    threading.Thread(target=_end_with_parent, daemon=True).start()
    spider = {one.name: one for one in (FeedsSpider, SitemapsSpider, ArchivesSpider, PagesSpider)}[job.name]
    settings = job.settings
    archive = Archive(settings.home, warc_max_bytes=settings.warc_max_bytes)
    process = AsyncCrawlerProcess(scrapy_settings(settings))
    for chatty in ("scrapy.downloadermiddlewares.robotstxt", "scrapy.core.downloader.handlers.http11", "scrapy.core.scraper"):
        logging.getLogger(chatty).setLevel(logging.CRITICAL)  # what fails is recorded with its source and said once, without a traceback
    crawler = process.create_crawler(spider)
    process.crawl(crawler, sources=job.sources, archive=archive, limits=settings, plan=job.plan, later=job.later)
    process.start()
    archive.close()
    if process.bootstrap_failed or getattr(crawler.spider, "broken", True):
        raise SystemExit(1)
