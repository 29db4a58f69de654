"""Extraction beside its peers, on page designs of our own: text, kinds of page, and time, in one run.

    python -m benchmarks.extraction [--family NAME] [--pages]

Designs are built from parts (`designs/`, a module a family of difficulties) around articles of our own wording, so that the text to be read is
known to the letter. Peers are run by the interpreter of `.cache/peers` (`make peers-setup`); without it only trafilatura is compared.
"""

from benchmarks import Figure, Options

GOAL_MS = 30.0


def measure(options: Options) -> list[Figure]:
    """A row for each extractor, and what this project's must reach."""
    from benchmarks.extraction.compare import read_all, summary
    from benchmarks.extraction.design import pages

    rows = {name: summary(results) for name, results in read_all(pages()).items()}
    best = max((row["all"] for name, row in rows.items() if name != "fauxlex"), default=0.0)
    mine = rows["fauxlex"]
    made = [
        Figure(what=f"body F1 of {name} ({row['bad']:.0f} pages below .5, {row['ms']:.1f} ms a page)", value=f"{row['all']:.3f}")
        for name, row in rows.items()
    ]
    made.append(
        Figure(
            what=f"body F1, {len(pages())} designs", value=f"{mine['all']:.3f}", target=f"≥ {best:.3f} (best peer)", ok=mine["all"] >= best
        )
    )
    made.append(
        Figure(
            what="a page with metadata, median of processor time",
            value=f"{mine['ms']:.1f} ms",
            target=f"≤ {GOAL_MS:.0f} ms",
            ok=mine["ms"] <= GOAL_MS,
        )
    )
    return made
