"""What a user types, read by our own grammar into a tree that every backend translates.

    query    = and-part { "OR" and-part }
    and-part = near-part { ["AND"] near-part }
    near-part = not-part { "NEAR/" number not-part }
    not-part = ("NOT" | "-") not-part | leaf
    leaf     = [field ":"] ( word | "=" word | word "~" [number] | prefix "*" | '"' words '"' | ["ATLEAST/" number] "(" query ")" )
    field    = title | cites | source | site | jurisdiction | primary | mentioned | topic | stage | language | date

AND, OR, NOT, NEAR/n and ATLEAST/n are operators in capitals only. OR binds weakest. ATLEAST/2 (a b c) is what has two of the three. Quotes may be straight, curly or French ones.
"""

from index.query.fields import FIELDS
from index.query.joining import at_least
from index.query.parser import parse
from index.query.problems import (
    MAX_CLAUSES,
    MAX_DISTANCE,
    MAX_LENGTH,
    MAX_NESTING,
    MAX_PATTERNS,
    MIN_FUZZY,
    MIN_PREFIX,
    UnreadableQueryError,
)
from index.query.tree import And, Days, Everything, Leaf, Most, Near, Node, Not, Or, Value, positive_leaves
from index.query.wording import read_as

__all__ = [
    "FIELDS",
    "MAX_CLAUSES",
    "MAX_DISTANCE",
    "MAX_LENGTH",
    "MAX_NESTING",
    "MAX_PATTERNS",
    "MIN_FUZZY",
    "MIN_PREFIX",
    "And",
    "Days",
    "Everything",
    "Leaf",
    "Most",
    "Near",
    "Node",
    "Not",
    "Or",
    "UnreadableQueryError",
    "Value",
    "at_least",
    "parse",
    "positive_leaves",
    "read_as",
]
