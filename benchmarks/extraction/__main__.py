"""`python -m benchmarks.extraction`: the comparison as Markdown tables, for docs/extraction.md."""

import argparse
import os
import platform
import sys
from datetime import UTC, datetime

from benchmarks.extraction.compare import Result, by_family, read_all, summary
from benchmarks.extraction.design import FAMILIES, Page, pages
from benchmarks.extraction.scoring import f1
from benchmarks.extraction.worker import EXTRACTORS


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.extraction", description="Extractors side by side on page designs of our own."
    )
    parser.add_argument("--family", choices=FAMILIES, action="append", help="only these families")
    parser.add_argument("--extractor", choices=tuple(EXTRACTORS), action="append", help="only these extractors")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument(
        "--pages", action="store_true", help="name each page that the first extractor reads badly or takes for another kind"
    )
    given = parser.parse_args()
    chosen = [page for page in pages() if not given.family or page.family in given.family]
    found = read_all(chosen, given.extractor or tuple(EXTRACTORS), given.rounds)
    print(f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores, {len(chosen)} pages\n")
    _show_extractors(found)
    _show_families(found, chosen)
    if given.pages:
        _show_pages(next(iter(found.values())))
    return 0


def _show_extractors(found: dict[str, list[Result]]) -> None:
    print("| extractor | ko | fr | en | all | worst family | pages below .5 | raises | empty where no article | ms a page (median) |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, results in found.items():
        row = summary(results)
        scores = " | ".join(f"{row[key]:.3f}" for key in ("ko", "fr", "en", "all", "worst family"))
        print(f"| {name} | {scores} | {row['bad']:.0f} | {row['raised']:.0f} | {row['no article']:.2f} | {row['ms']:.1f} |")


def _show_families(found: dict[str, list[Result]], chosen: list[Page]) -> None:
    print(f"\n| family (pages) | {' | '.join(found)} |\n|---|{'---|' * len(found)}")
    tables = {name: by_family([one for one in results if one.page.text]) for name, results in found.items()}
    for family in dict.fromkeys(page.family for page in chosen):
        count = sum(page.family == family for page in chosen)
        print(
            f"| {family.replace('_', ' ')} ({count}) | {' | '.join(f'{table[family]:.3f}' for table in tables.values() if family in table)} |"
        )


def _show_pages(results: list[Result]) -> None:
    for one in results:
        precision, recall = one.scores
        wrong = [f"kind {one.kind}, not {one.page.kind}"] if one.kind not in (None, one.page.kind) else []
        wrong += [f"is_partial {one.is_partial}"] if one.is_partial not in (None, one.page.is_partial) else []
        if f1(precision, recall) < 0.98 or wrong or one.error:
            print(
                f"{one.page.language} {one.page.family}.{one.page.name}: P {precision:.3f} R {recall:.3f} {'; '.join(wrong)} {one.error or ''}"
            )


if __name__ == "__main__":
    sys.exit(main())
