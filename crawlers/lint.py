"""What is doubtful in a list of sources beyond what cannot be read at all: for `sources check` and the test of the shipped list."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import tldextract

from core.errors import UsageError
from core.urls import belongs, canonical, host
from crawlers.sources import POLL_LEAST_S, Source

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
COUNTRY = re.compile(r"[A-Z]{2}")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
PLACEHOLDERS = frozenset({"{yyyy}", "{mm}", "{dd}", "{yyyymmdd}"})
STALE_DAYS = 365
MAX_ID = 20

_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def lint(sources: Sequence[Source], today: datetime.date) -> Iterator[tuple[str, str]]:
    """Doubts as (id, what is doubtful and what to do), in the order of the list."""
    shared = Counter(canonical(address) for source in sources for address in source.addresses)
    for source in sources:
        for doubt in (*_identity(source), *_addresses(source), *_evidence(source, today)):
            yield source.id, doubt
        for address in source.addresses:
            if shared[canonical(address)] > 1:
                yield source.id, f"{address} stands more than once in the list; leave it with one outlet"


def _identity(source: Source) -> Iterator[str]:
    if not ID.fullmatch(source.id) or len(source.id) > MAX_ID:
        yield f"the id '{source.id}' is not of lower-case ascii letters, digits and hyphens, at most {MAX_ID}"
    if not source.country or not COUNTRY.fullmatch(source.country):
        yield f"country = '{source.country}' is no ISO 3166-1 alpha-2 code"
    if not source.language or not LANGUAGE.fullmatch(source.language):
        yield f"language = '{source.language}' is no BCP 47 tag such as ko or fr-CA"
    for domain in source.domains:
        try:
            plain = host(f"https://{domain}/") == domain
        except UsageError:
            plain = False
        if not plain or not _suffixes(domain).top_domain_under_public_suffix:
            yield f"'{domain}' is no domain below a public suffix; every site under it would count as this outlet's"


def _addresses(source: Source) -> Iterator[str]:
    for address in (*source.addresses, *source.archives):
        left = set(PLACEHOLDER.findall(address)) - PLACEHOLDERS
        if left or (address in source.addresses and "{" in address):
            yield f"{address}: {', '.join(sorted(left)) or 'a placeholder'} is not filled in here"
    for address in source.sitemaps:
        if not belongs(host(address), source.domains):
            yield f"{address} lies on another domain; sitemaps may list pages of their own host only (sitemaps.org)"
    if source.poll_least_s < POLL_LEAST_S:
        yield f"poll_s begins at {source.poll_least_s:g} s; under {POLL_LEAST_S:g} s an outlet should have agreed"


def _evidence(source: Source, today: datetime.date) -> Iterator[str]:
    for address in (*source.addresses, *source.archives):
        if not source.evidence.get(address, "").strip():
            yield f"{address} has no evidence; say where it was found, or read it with `sources add`"
    for address in set(source.evidence) - {*source.addresses, *source.archives}:
        yield f"evidence for {address}, which is no address of this outlet"
    if source.checked == "unknown":
        yield 'nobody has seen its addresses answer (checked = "unknown"); `sources probe` asks them'
        return
    try:
        age = (today - datetime.date.fromisoformat(source.checked)).days
    except ValueError:
        yield f"checked = '{source.checked}' is neither a day (2026-11-03) nor unknown"
        return
    if age < 0 or age > STALE_DAYS:
        yield f"checked on {source.checked}, {'which is to come' if age < 0 else f'over {STALE_DAYS} days ago'}; `sources probe` asks again"
