"""A query of which some words may be missing: for lists that are ranked and joined with others, where what has two of three ideas is worth a place."""

from index.query import And, Leaf, Node, Or, at_least

_EN = "a an and are as at be by for from has have how in into is it its of on or s that the their they this to was were what when which who will with"
_FR = (
    "a à au aux avec ce ces cet cette comment contre d dans de des du elle en entre est et il ils l la le les leur leurs lors n ne on ou où par pas "
    "plus pour qu que quel quelle quels quelles qui sa sans se ses son sont sous sur un une vers"
)
_KO = "및 등 또는 그리고 위한 대한 관한 관련 따른 의한 통한"
FUNCTION_WORDS = frozenset(f"{_EN} {_FR} {_KO}".split())
"""Words that name nothing by themselves and have no counterpart to be found in another language."""


def loosened(node: Node) -> Node:
    """The tree with at least half of its words asked for, not all.

    Words that stand by themselves at the top of the query may be missing, and words in brackets with OR; function words are not counted. Phrases in
    quotes, fields, labels, dates, NOT, NEAR, `=`, `*` and `~` bind as before.
    """
    if not isinstance(node, And):
        return node
    words = [part for part in node.parts if _may_lack(part)]
    ideas = tuple(part for part in words if not (isinstance(part, Leaf) and part.text.lower() in FUNCTION_WORDS)) or tuple(words)
    if len(words) < 2:
        return node
    binding = tuple(part for part in node.parts if part not in words)
    most = at_least((len(ideas) + 1) // 2, ideas)
    return And((most, *binding)) if binding else most


def _may_lack(part: Node) -> bool:
    """Whether a part is words as typed, with what other languages call them; what is first in an OR was typed."""
    match part:
        case Leaf(kind=kind, field=field):
            return kind == "word" and field is None
        case Or(parts=parts):
            return _may_lack(parts[0])
        case And(parts=parts):
            return all(map(_may_lack, parts))
        case _:
            return False
