"""Nodes of a tree made of several."""

from index.query.tree import And, Leaf, Most, Node, Or


def joined(kind: type[And] | type[Or], parts: list[Node | None]) -> Node | None:
    """The parts that hold something, joined if they are several."""
    real: list[Node] = []
    for part in parts:
        if isinstance(part, kind):
            real.extend(part.parts)
        elif part is not None:
            real.append(part)
    return kind(tuple(real)) if len(real) > 1 else real[0] if real else None


def at_least(least: int, parts: tuple[Node, ...]) -> Node:
    """So many of some parts, or all where they are no more."""
    if len(parts) == 1:
        return parts[0]
    return And(parts) if least >= len(parts) else Most(parts, least)


def alternatives(node: Node) -> tuple[Leaf, ...]:
    """The words and phrases of one side of NEAR; empty if it is something else."""
    parts = node.parts if isinstance(node, Or) else (node,)
    leaves = tuple(part for part in parts if isinstance(part, Leaf) and part.kind in ("word", "phrase"))
    return leaves if len(leaves) == len(parts) else ()
