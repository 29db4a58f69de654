"""What the tagger loses when a text comes in another shape: `python -m tests.quality.robustness`.

Each variant changes every text of the development set in one way that must not change its labels (half a text may lose some by right); the
drop is the figure of the texts as they are less the figure of the variant.
"""

import argparse
import re
import sys
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nlp.annotate import MODEL, Annotator
from tests.quality.measure import tagged
from tests.quality.scoring import figures, gold_labels, load_gold

Row = Mapping[str, Any]
MOST = 0.03
MEASURES = ("relevance", "topics", "primary", "laws")

ABOVE = {
    "ko": "본문 바로가기\n메뉴\n정치 경제 사회 문화 스포츠\n글자크기 설정\n가 가 가\n페이스북 공유하기\n카카오톡 공유하기\n",
    "fr": "Aller au contenu\nMenu\nPolitique Économie Monde Culture Sports\nJe m'abonne\nPartager sur Facebook\nTemps de lecture : 3 min\n",
    "en": "Skip to content\nMenu\nPolitics Business World Culture Sport\nSubscribe\nShare on Facebook\nFont size +2\nReading time: 3 min\n",
}
BELOW = {
    "ko": "\n\n관련기사\n- 대선 앞두고 딥페이크 영상 비상, 선관위 대응 나서\n- 유명인 사칭 투자 사기 피해 눈덩이\n- EU, 인공지능 생성물 표시 의무 시행\n"
    "많이 본 뉴스\n1 주말 전국에 비\n2 프로야구 개막전 매진\n저작권자 ⓒ 무단전재 및 재배포 금지\n",
    "fr": "\n\nLire aussi\n- Élections : les fausses vidéos inquiètent la commission électorale\n- Arnaque à la voix clonée : une retraitée perd ses économies\n"
    "- Australie : une amende pour les plateformes\nLes plus lus\n1 Météo : retour de la pluie\n2 Football : la finale se jouera à huis clos\n"
    "Tous droits réservés\nInscrivez-vous à notre lettre d'information\n",
    "en": "\n\nRelated stories\n- Election watchdog braces for fake videos of candidates\n- Voice clone scam costs pensioner her savings\n"
    "- Brazil to fine platforms over doctored pictures\nMost read\n1 Rain returns for the weekend\n2 Cup final sells out\n"
    "All rights reserved\nSign up to our newsletter\n",
}
OTHER_NAMES = {
    "ko": {"한국": "대한민국", "유럽연합": "EU", "호주": "오스트레일리아", "대만": "타이완", "이탈리아": "이태리"},
    "fr": {
        "Corée du Sud": "République de Corée",
        "États-Unis": "USA",
        "Etats-Unis": "USA",
        "Royaume-Uni": "Grande-Bretagne",
        "Chine": "République populaire de Chine",
        "Danemark": "Royaume du Danemark",
        "Union européenne": "UE",
    },
    "en": {
        "South Korea": "Republic of Korea",
        "United States": "USA",
        "United Kingdom": "UK",
        "Britain": "United Kingdom",
        "European Union": "EU",
        "China": "People's Republic of China",
        "Denmark": "Kingdom of Denmark",
    },
}


def lower(row: Row) -> Row:
    """All in lower case."""
    return {**row, "title": (row.get("title") or "").lower(), "text": row["text"].lower()}


def untitled(row: Row) -> Row:
    """Without its title."""
    return {**row, "title": ""}


def decomposed(row: Row) -> Row:
    """In NFD, as some systems write file names and pages."""
    return {**row, "title": unicodedata.normalize("NFD", row.get("title") or ""), "text": unicodedata.normalize("NFD", row["text"])}


def with_residue(row: Row) -> Row:
    """With a page's menu above, and headlines on other matters below."""
    return {**row, "text": ABOVE[row["lang"]] + row["text"] + BELOW[row["lang"]]}


def half(row: Row) -> Row:
    """The first half, up to the end of a line or sentence."""
    text = row["text"]
    ends = [match.end() for match in re.finditer(r"[.!?。]['”’\")]*\s|\n", text)]
    end = min((end for end in ends if end >= len(text) / 2), default=len(text))
    return {**row, "text": text[:end].strip()}


def renamed(row: Row) -> Row:
    """Countries by another of their names."""
    names = OTHER_NAMES[row["lang"]]
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    return {
        **row,
        "title": pattern.sub(lambda hit: names[hit[0]], row.get("title") or ""),
        "text": pattern.sub(lambda hit: names[hit[0]], row["text"]),
    }


VARIANTS: dict[str, Callable[[Row], Row]] = {
    "lower case": lower,
    "no title": untitled,
    "NFD": decomposed,
    "residue around": with_residue,
    "first half": half,
    "other names": renamed,
}


def drops(annotator: Annotator, rows: list[Row]) -> dict[str, dict[str, float]]:
    """For each variant, how far each measure falls (negative: it rises)."""
    gold = [gold_labels(row) for row in rows]

    def reached(shown: list[Row]) -> dict[str, float]:
        return figures(list(zip(gold, tagged(annotator, shown), strict=True)))

    plain = reached(rows)
    out = {}
    for name, change in VARIANTS.items():
        found = reached([change(row) for row in rows])
        out[name] = {measure: plain[measure] - found[measure] for measure in MEASURES}
    return out


def main() -> int:
    """Prints the drops; exit 1 where one is larger than it may be."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.robustness", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, default=MODEL)
    annotator = Annotator(parser.parse_args().model)
    found = drops(annotator, list(load_gold().values()))
    print(f"model {annotator.version}: drop of each figure (more than {MOST} is too much)")
    print("variant        " + "".join(f"{measure:>11}" for measure in MEASURES))
    for name, row in found.items():
        print(f"{name:15}" + "".join(f"{row[measure]:11.3f}" for measure in MEASURES))
    return int(any(value > MOST for row in found.values() for value in row.values()))


if __name__ == "__main__":
    sys.exit(main())
