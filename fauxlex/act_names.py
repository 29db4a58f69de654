"""The names of acts that filters and pages know, from the gazetteer: `index/acts.toml` is written from here.

The index may not import the tagger's room, so the table is a file; `python -m fauxlex.documents` writes it and a test holds that it is in step.
"""

import json
from collections.abc import Mapping, Sequence

from nlp.acts import table as acts

_HEADER = (
    "# Acts, bills and articles: ids, and names as the press writes them. Written by `python -m fauxlex.documents` from nlp/gazetteer.\n"
)


def table() -> str:
    """The file: a line for each act, bill and article."""
    return _HEADER + "".join(f'"{act.id}" = {_inline(act.by_language)}\n' for act in acts().by_id.values())


def _inline(names: Mapping[str, Sequence[str]]) -> str:
    cells = (f"{language} = {json.dumps(list(found), ensure_ascii=False)}" for language, found in names.items() if found)
    return f"{{ {', '.join(cells)} }}".replace("{  }", "{}")
