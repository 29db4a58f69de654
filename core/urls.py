"""The one URL parser (WHATWG, through ada-url) and the canonical form under which an article is known."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import ada_url

from core.errors import UsageError

TRACKERS = frozenset(
    [
        "fbclid",
        "gclid",
        "dclid",
        "msclkid",
        "yclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "xtor",
        "at_medium",
        "at_campaign",
        "cmpid",
        "ocid",
        "ns_campaign",
        "ns_mchannel",
        "ns_source",
        "smid",
        "ref_src",
    ]
)
"""Query parameters that only say where a reader came from. Anything else may name the article (idxno, ncd …) and stays."""

_AMP_CACHE = ".cdn.ampproject.org"
_CACHED = re.compile(r"/c/(?P<secure>s/)?(?P<rest>[^/]+/.*)")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an absolute http(s) URL that Fauxlex looks at."""

    scheme: str
    host: str
    port: int
    path: str
    query: str


def parse(url: str) -> Address:
    """Parses an absolute http(s) URL.

    Raises:
        UsageError: it is not one; the message names it.
    """
    try:
        parts = ada_url.URL(url.strip())
    except ValueError as err:
        raise UsageError(f"'{url[:200]}' is not a URL; write it in full: https://…") from err
    if parts.protocol not in ("http:", "https:") or not parts.hostname:
        raise UsageError(f"'{url[:200]}' is not a web address; only http and https are read")
    default = 443 if parts.protocol == "https:" else 80
    return Address(
        scheme=parts.protocol[:-1],
        host=parts.hostname.rstrip("."),
        port=int(parts.port or default),
        path=parts.pathname,
        query=parts.search.lstrip("?"),
    )


def canonical(url: str) -> str:
    """The form under which a URL is compared: WHATWG-normalised, without fragment, credentials and trackers; parameters keep their order.

    The address of a copy in an AMP cache names the article's own address, which is taken instead.

    Raises:
        UsageError: not an absolute http(s) URL.
    """
    address = parse(_uncached(url))
    port = "" if address.port == (443 if address.scheme == "https" else 80) else f":{address.port}"
    kept = "&".join(part for part in address.query.split("&") if part and not _is_tracker(part.partition("=")[0]))
    return f"{address.scheme}://{address.host}{port}{address.path}" + (f"?{kept}" if kept else "")


def join(base: str, link: str) -> str | None:
    """`link` as an absolute http(s) URL seen from `base`, or None where it is something else."""
    try:
        joined = str(ada_url.join_url(base, link.strip()))
        parse(joined)
    except (ValueError, UsageError):
        return None
    return joined


def host(url: str) -> str:
    """The host of an absolute URL.

    Raises:
        UsageError: not an absolute http(s) URL.
    """
    return parse(url).host


def belongs(name: str, domains: Iterable[str]) -> bool:
    """Whether host `name` is one of `domains` or below one of them."""
    return any(name == domain or name.endswith("." + domain) for domain in domains)


def _uncached(url: str) -> str:
    """The address of the page of which an AMP cache has a copy, as the cache's address spells it; other addresses as they are.

    Its form: https://developers.google.com/amp/cache/overview
    """
    address = parse(url)
    found = _CACHED.fullmatch(address.path) if address.host.endswith(_AMP_CACHE) else None
    if found is None or "." not in found["rest"].partition("/")[0]:
        return url
    return f"{'https' if found['secure'] else 'http'}://{found['rest']}" + (f"?{address.query}" if address.query else "")


def _is_tracker(name: str) -> bool:
    return name.lower().startswith("utm_") or name.lower() in TRACKERS
