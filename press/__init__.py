"""The sample press: a small world of invented news outlets, played over real HTTP on loopback.

Thirteen outlets at stable names (`*.example`, reserved by RFC 2606) print articles of our own wording. Each has a page design of its
own and shows some difficulty that real outlets show: bytes that are not what the header says, bodies that hide in script, hidden
second copies, doubles at other addresses, and the manners of the web (robots.txt, validators, refusals, redirects, slow answers).

The names exist nowhere: whoever crawls them maps them to loopback and to `Press.port`. All links are portless `http://HOST/…`, so that
addresses, robots.txt and politeness stay per outlet and never change with the port.

The labels are the sample's own, by the codebook. No figure measured on the sample press says anything about quality on real news.
"""

from press.articles import PressArticle, PressError
from press.outlets import Outlet, load_outlets
from press.sample import difficulties, doubles, expected, labels, sources
from press.server import Press, Visit

__all__ = [
    "Outlet",
    "Press",
    "PressArticle",
    "PressError",
    "Visit",
    "difficulties",
    "doubles",
    "expected",
    "labels",
    "load_outlets",
    "sources",
]
