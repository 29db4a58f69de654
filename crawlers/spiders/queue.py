"""Which of the addresses that are due are under way: a few of each outlet, so that a slow one holds up none but itself.

The archive's frontier is the queue that counts; what stands here is a short cut of it, and is lost without harm.
"""

from collections import Counter, deque
from collections.abc import Iterable

from core.archive import FrontierEntry

AT_ONCE = 2
"""Pages of one outlet handed to Scrapy at a time: one that is being fetched, and the next."""

PATIENCE = 5
"""An outlet that turns us away so often in a row is left alone until the next crawl; its addresses stay on the frontier."""

TURNED_AWAY = frozenset({401, 403, 429})


class Queue:
    """Entries by outlet, what is under way, and how each outlet answers.

    Args:
        budget: most pages asked of one outlet.
    """

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.under_way: dict[str, FrontierEntry] = {}
        self._waiting: dict[str, deque[FrontierEntry]] = {}
        self._known: set[str] = set()
        self._flying: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()
        self._turned_away: Counter[str] = Counter()

    def offer(self, entries: Iterable[FrontierEntry]) -> None:
        """Takes in addresses; those that it has already are passed over."""
        for entry in entries:
            if entry.url not in self._known:
                self._known.add(entry.url)
                waiting = self._waiting.setdefault(entry.source, deque())
                (waiting.append if entry.kind == "page" else waiting.appendleft)(entry)

    def take(self, of: str | None = None) -> list[FrontierEntry]:
        """Addresses to be asked for now, of one outlet or of all; they count as under way until they are `done`."""
        taken = []
        for source in list(self._waiting) if of is None else [of]:
            waiting = self._waiting[source]
            while waiting and (waiting[0].kind != "page" or (self._flying[source] < AT_ONCE and self.is_open(source))):
                entry = waiting.popleft()
                if entry.kind == "page":
                    self._flying[source] += 1
                    self._asked[source] += 1
                self.under_way[entry.url] = entry
                taken.append(entry)
            if not waiting or not self.is_open(source):
                self._known.difference_update(entry.url for entry in waiting)
                del self._waiting[source]
        return taken

    def done(self, entry: FrontierEntry) -> None:
        """Notes that an address is under way no more."""
        was = self.under_way.pop(entry.url, None)
        self._known.discard(entry.url)
        if was is not None and was.kind == "page":
            self._flying[was.source] -= 1

    def answered(self, source: str, status: int) -> None:
        """Notes how an outlet answered."""
        self._turned_away[source] = self._turned_away[source] + 1 if status in TURNED_AWAY else 0

    def is_open(self, source: str) -> bool:
        """Whether an outlet is asked for more pages: its budget is not spent, and it does not turn us away again and again."""
        return self._asked[source] < self.budget and self._turned_away[source] < PATIENCE

    def is_empty(self, source: str) -> bool:
        """Whether nothing of an outlet waits here."""
        return source not in self._waiting
