"""What is said on stderr: one line at a time, and a progress bar on long work only where a person looks on."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

from core.settings import Settings

console = Console(stderr=True, highlight=False)


def set_up_log(settings: Settings) -> None:
    """Configures the log of this process, once."""
    logging.basicConfig(stream=sys.stderr, level=settings.log_level.upper(), format="%(levelname)s %(name)s: %(message)s")
    for noisy in (
        "scrapy",
        "twisted",
        "trafilatura",
        "htmldate",
        "urllib3",
        "httpx",
        "asyncio",
        "transformers",
        "filelock",
    ):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLogger().level))
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)  # it warns of every attempt with a traceback; what comes of them we say


def say(message: str, *, quiet: bool = False) -> None:
    """A line for a person."""
    if not quiet:
        print(message, file=sys.stderr, flush=True)


def counted(count: int, one: str = "article", many: str = "articles") -> str:
    """A count with its word: `1 article`, `2 articles`."""
    return f"{count} {one if count == 1 else many}"


@contextmanager
def progress(title: str, total: int | None, *, quiet: bool = False) -> Iterator[Callable[[int], None]]:
    """A bar that is moved by calling what it yields; nothing where stderr is no terminal."""
    if quiet or not console.is_terminal or not total:
        yield lambda _count: None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda count: bar.advance(task, count)
