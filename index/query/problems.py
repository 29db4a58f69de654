"""What is said of a query that cannot be read, or would cost too much. The site says it in the reader's language."""

from collections.abc import Callable, Mapping

from core.errors import QueryError

MAX_LENGTH = 2000
MAX_CLAUSES = 64
MAX_NESTING = 20
MAX_PATTERNS = 10
"""Prefixes and fuzzy words in one query: each may stand for thousands of words."""
MAX_DISTANCE = 30
MIN_PREFIX = 2
MIN_FUZZY = {1: 3, 2: 6}
"""How many letters a fuzzy word needs, for each number of letters that it may differ by."""


def noop(message: str) -> str:
    """Marks a text for translation that is looked up later."""
    return message


PROBLEMS: Mapping[str, str] = {
    "too_long": noop("the query has %(count)s characters, %(most)s are read; shorten it"),
    "control": noop("the query has a control character (%(code)s) at character %(at)s; take it out"),
    "too_many": noop("the query has more than %(most)s words and phrases (from character %(at)s); use fewer"),
    "too_many_patterns": noop("the query has more than %(most)s words with * or ~ (from character %(at)s); write some out"),
    "too_deep": noop("brackets are nested more than %(most)s deep at character %(at)s; use fewer"),
    "no_word": noop("there is no word in the query, only punctuation; type a word"),
    "closes_nothing": noop("')' at character %(at)s closes nothing; take it out"),
    "close_misplaced": noop("')' at character %(at)s stands where a word is expected; take it out"),
    "not_closed": noop("the bracket at character %(at)s is not closed; add %(missing)s at the end"),
    "empty_brackets": noop("the brackets at character %(at)s are empty; put a word in or take them out"),
    "open_quote": noop("the quote at character %(at)s is not closed; add one at the end"),
    "nothing_before": noop("%(operator)s at character %(at)s has nothing before it"),
    "nothing_after": noop("%(operator)s at character %(at)s has nothing after it"),
    "no_field": noop("there is no field '%(name)s' (character %(at)s); the fields are %(known)s"),
    "field_alone": noop("%(name)s at character %(at)s needs a word or phrase right after it"),
    "field_inside": noop("%(name)s at character %(at)s stands inside %(outer)s:; name one field at a time"),
    "field_of_values": noop("%(name)s at character %(at)s takes a value only, without = or ~"),
    "bad_value": noop("'%(value)s' at character %(at)s is no value of %(name)s; there are %(known)s"),
    "bad_code": noop("'%(value)s' at character %(at)s is no code; write one as in jurisdiction:KR, jurisdiction:EU, jurisdiction:US-CA"),
    "bad_language": noop("'%(value)s' at character %(at)s is no language; write its code, as in language:ko"),
    "bad_site": noop("'%(value)s' at character %(at)s is no domain; write it as in site:lemonde.fr"),
    "bad_date": noop("'%(value)s' at character %(at)s is no date; write date:2024, date:2024-09, date:2024-09-26 or date:2024-09..2024-12"),
    "dates_reversed": noop("date:%(value)s at character %(at)s ends before it begins; exchange the two"),
    "star_in_quotes": noop("* inside the quotes at character %(at)s cannot be read; leave it out"),
    "star_misplaced": noop("* at character %(at)s may only end a word, as in legisl*"),
    "star_too_short": noop("%(word)s at character %(at)s is too short: * needs at least %(least)s letters before it"),
    "star_exact": noop("%(word)s at character %(at)s: a word is either exact (=) or the beginning of words (*)"),
    "regex": noop("regular expressions (character %(at)s) cannot be asked for; type words"),
    "exact_phrase": noop("= at character %(at)s goes before one word; leave it out before a phrase"),
    "fuzzy_edits": noop("%(word)s at character %(at)s: a fuzzy word may differ by 1 or 2 letters, as in word~1"),
    "fuzzy_too_short": noop("%(word)s at character %(at)s is too short to differ by %(edits)s: that needs at least %(least)s letters"),
    "phrase_distance": noop("~ at character %(at)s: the distance between words is asked for with NEAR, as in a NEAR/5 b"),
    "near_number": noop("%(operator)s at character %(at)s needs a number from 0 to %(most)s, as in NEAR/5"),
    "near_operand": noop("%(operator)s at character %(at)s stands between words or phrases, or brackets with OR of these"),
    "near_fields": noop("%(operator)s at character %(at)s joins two fields; both sides must be of one"),
    "at_least": noop(
        "%(operator)s at character %(at)s needs a number from 1 on and a list in brackets right after it, as in ATLEAST/2 (a b c)"
    ),
    "cursor": noop("the cursor does not belong to this query on this index; ask for the first page again, without a cursor"),
    "meaning_without_text": noop("a search by meaning needs a text to compare with; type what the articles should be about"),
    "meaning_without_model": noop("this site has no model to search by meaning with; search by words"),
    "meaning_order": noop(
        "a search by meaning has one order, the likest first, and does not show each story once; search by words for that"
    ),
    "meaning_facets": noop("facets count the articles that have the words, and likeness alone has no end; search by words, or by both"),
}


class UnreadableQueryError(QueryError):
    """Raised when a query does not keep to the grammar, or asks for what its mode or cursor cannot give; see `QueryError` for place and repair."""

    def __init__(
        self, problem: str, values: Mapping[str, str] | None = None, *, position: int | None = None, repair: str | None = None
    ) -> None:
        self.problem = problem
        self.values = values or {}
        super().__init__(PROBLEMS[problem] % self.values, position=position, repair=repair)

    def told(self, gettext: Callable[[str], str]) -> str:
        """What is wrong, in the language of `gettext`."""
        return gettext(PROBLEMS[self.problem]) % self.values
