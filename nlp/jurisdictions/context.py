"""Whose law a single statement of an article speaks of."""

from collections.abc import Sequence

from spacy.tokens import Doc

from core.article import Jurisdiction
from nlp.pipeline import sentences

# How many sentences back the country of a statement may be told, where the article is about one country.
_LOOK_BACK = 2
_SUBJECT_PLACES = {"country", "adjective", "state", "capital", "parliament", "government", "court", "police", "regulator", "act"}


def jurisdiction_at(doc: Doc, position: int, number: int, jurisdictions: Sequence[Jurisdiction]) -> str | None:
    """Whose law a statement at `position` (sentence `number`) speaks of: the jurisdiction last named in its sentence or the two before, else the main one."""
    known = {item.code for item in jurisdictions}
    if not known:
        return None
    primary = [item.code for item in jurisdictions if item.role == "primary"]
    states = [code for code in primary if "-" in code]
    main = states[0] if len(states) == 1 and len(primary) == 2 else next((code for code in primary), next(iter(known)))
    parts = sentences(doc)
    # With several primary jurisdictions (an overview) the one told of last goes on until another is named.
    reach = number + 1 if len(primary) - len(states) > 1 else _LOOK_BACK + 1
    for n in range(number, max(-1, number - reach), -1):
        start, end = parts[n].offset, parts[n].offset + len(parts[n].text)
        named = [
            find.code
            for find in doc.user_data["finds"]
            if start <= find.start < end
            and find.kind in _SUBJECT_PLACES
            and not find.weak
            and (find.code in known or find.code.split("-")[0] in known)
        ]
        named = [code if code in known else code.split("-")[0] for code in named]
        if named:
            return main if main in named or main.split("-")[0] in named else named[-1]
    return main
