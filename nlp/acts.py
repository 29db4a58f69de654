"""Which act, bill or article of the table a citation names, and where its official text stands.

The table is `gazetteer/acts.tsv`: one id for each, whatever the language and the notation that cite it (성폭력처벌법 제14조의2,
« article 226-8-1 du code pénal », Section 66B of the Sexual Offences Act 2003). An address is there only where a page that was read shows it,
with that page and the day; an article without one of its own is found at its act's. What a citation names more or less exactly than the table
has it (another paragraph's article, two articles at once, a namesake in another country) is tied to nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from babel import Locale

from core.errors import ModelError
from language.act_names import article_number, article_of, canonical, forms
from nlp.gazetteer import LANGUAGES, rows

KINDS = ("act", "bill", "article")
UNVERIFIED = "unverified"
COLUMNS = 9
"""id, jurisdiction, kind, names in en, fr and ko, address, evidence, day."""

# A number that few acts have: with a sub-number or a letter (14-2, 226-8-1, 66b).
_DISTINCT = re.compile(r"\d+.*[-.a-z].*")
_LINK_AFTER = re.compile(r"(?:\s?\([^()]{1,40}\))?,?\s(?:du |de la |de l['’]|of the |of )")
_SENTENCE_END = re.compile(r"[.;:!?\n]$")
_POSSESSIVE = re.compile(r"['’]s$|(?<=[법률])의$")
_MOST_WORDS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A row of the table.

    Attributes:
        id: jurisdiction and short name; of an article its act's id and its number: `fr/code-penal/226-8-1`.
        jurisdiction: ISO 3166-1 or -2, or EU.
        kind: act, bill or article.
        by_language: names as the press writes them, in en, fr and ko, the main one first.
        address: of the official text, or None where no page that was read shows one.
        evidence: the page that shows the address, or the words beside it in a public file; empty without an address.
        read: the day on which that page was read (ISO 8601), or empty.
    """

    id: str
    jurisdiction: str
    kind: str
    by_language: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    address: str | None = None
    evidence: str = ""
    read: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names in all languages."""
        return tuple(dict.fromkeys(name for names in self.by_language.values() for name in names))

    @property
    def parent(self) -> str:
        """The id of the act that an article stands in; its own id of an act or bill."""
        return self.id.rpartition("/")[0] if self.kind == "article" else self.id


@dataclass(slots=True)
class Acts:
    """The table, looked up by name and by number."""

    by_id: dict[str, Act]
    _names: dict[str, list[Act]] = field(default_factory=dict)
    _numbers: dict[tuple[str, str], Act] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for act in self.by_id.values():
            for name in {canonical(name) for name in act.names}:
                self._names.setdefault(name, []).append(act)
            if act.kind == "article":
                self._numbers[act.parent, article_number(act.id.rpartition("/")[2])] = act

    def cited(self, name: str, jurisdiction: str | None) -> Act | None:
        """What `name` cites, or None.

        Args:
            name: a citation as a text has it.
            jurisdiction: whose law the text makes it.
        """
        for act in self._named(name):
            if act.jurisdiction == jurisdiction:
                return act
        owner, number = article_of(name)
        return self.article(self._named(owner), number, jurisdiction) if owner and number else None

    def article(self, acts: Iterable[Act], number: str, jurisdiction: str | None = None) -> Act | None:
        """The article `number` of the one of `acts` (of a jurisdiction, if given) that has it; None also where more than one has."""
        found = {
            self._numbers[act.id, number].id
            for act in acts
            if (act.id, number) in self._numbers and jurisdiction in (None, act.jurisdiction)
        }
        return self.by_id[found.pop()] if len(found) == 1 else None

    def beside(self, before: str, after: str) -> list[Act]:
        """The acts that a bare number is an article of, as the words around it say: « article 16 du DSA », AI Act Article 50."""
        link = _LINK_AFTER.match(after)
        if link:
            words = after[link.end() : link.end() + 200].split(" ")[:_MOST_WORDS]
            for count in range(len(words), 0, -1):
                if found := self._named(" ".join(words[:count]).rstrip(" .,;:)»”\"'")):
                    return found
        plain = re.sub(r"\s?\([^()]{1,40}\)$", "", before.rstrip(" ,("))
        if _SENTENCE_END.search(plain):
            return []
        words = _POSSESSIVE.sub("", plain).split(" ")[-_MOST_WORDS:]
        return next(filter(None, (self._named(" ".join(words[at:])) for at in range(len(words)))), [])

    def address(self, act: Act) -> str | None:
        """Where the official text stands: the article's own address, else its act's."""
        return act.address or self.by_id[act.parent].address

    def _named(self, name: str) -> list[Act]:
        return next(filter(None, (self._names.get(form) for form in forms(name))), [])


def is_distinct(number: str) -> bool:
    """Whether the number of an article is one that hardly two acts of a text share: 14-2, 66b, but not 50."""
    return bool(_DISTINCT.fullmatch(number))


@cache
def table() -> Acts:
    """The table, read once.

    Raises:
        ModelError: a row cannot be; the message names it.
    """
    acts = [_act(row) for row in rows("acts") if row[0] != "-"]
    for problem in problems(acts):
        raise ModelError(f"nlp/gazetteer/acts.tsv: {problem}")
    return Acts({act.id: act for act in acts})


def problems(acts: Sequence[Act]) -> Iterator[str]:
    """What is wrong with rows, in words: ids and names are told apart, places exist, addresses are https and shown on a page."""
    seen: set[str] = set()
    named: dict[tuple[str, str], str] = {}
    for act in acts:
        if act.id in seen:
            yield f"'{act.id}' stands twice; one id, one row"
        seen.add(act.id)
        if act.kind not in KINDS:
            yield f"'{act.id}' is of kind '{act.kind}'; kinds are {', '.join(KINDS)}"
        if not re.fullmatch(r"[a-z0-9.:/-]+", act.id) or not act.id.startswith(f"{act.jurisdiction.lower()}/"):
            yield f"'{act.id}' is no id of {act.jurisdiction}; begin with '{act.jurisdiction.lower()}/', in small letters"
        if not _exists(act.jurisdiction):
            yield f"'{act.id}' is of '{act.jurisdiction}', which is no code of a country, the EU or a part of a country"
        if act.kind == "article" and act.parent not in {one.id for one in acts if one.kind != "article"}:
            yield f"'{act.id}' is an article of '{act.parent}', which has no row"
        for name in act.names:
            other = named.setdefault((act.jurisdiction, canonical(name)), act.id)
            if other != act.id:
                yield f"'{name}' names '{other}' and '{act.id}'; give it to one of them"
        if act.kind != "article" and not act.names:
            yield f"'{act.id}' has no name; give one that the press writes"
        yield from _problems_of_address(act)


def _problems_of_address(act: Act) -> Iterator[str]:
    if act.address is None:
        if act.evidence or act.read:
            yield f"'{act.id}' has evidence but no address; give both or '{UNVERIFIED}' alone"
        return
    parts = urlsplit(act.address)
    if parts.scheme != "https" or not parts.hostname or re.search(r"\s", act.address):
        yield f"'{act.id}' has the address '{act.address}'; an https address is meant, or '{UNVERIFIED}'"
    if not re.fullmatch(r"https://\S+|file “.+”", act.evidence):
        yield f"'{act.id}' has the evidence '{act.evidence}'; give the page that shows the address, or file “the words beside it”"
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", act.read):
        yield f"'{act.id}' was read on '{act.read}'; a day such as 2026-11-22 is meant"


def _act(row: list[str]) -> Act:
    cells = row + [""] * (COLUMNS - len(row))
    return Act(
        id=cells[0],
        jurisdiction=cells[1],
        kind=cells[2],
        by_language={language: _names(cell) for language, cell in zip(LANGUAGES, cells[3:6], strict=True)},
        address=None if cells[6] == UNVERIFIED else cells[6],
        evidence=cells[7],
        read=cells[8],
    )


def _names(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (name.strip().lstrip("~=") for name in cell.split(";")))))


def _exists(code: str) -> bool:
    """Whether a country, the EU, or a part of a country that the gazetteer of states has."""
    if "-" in code:
        return code in {row[0] for row in rows("states")}
    return code == "EU" or (len(code) == 2 and code in Locale("en").territories)
