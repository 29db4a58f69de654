"""The command line: gathers the commands and turns errors into messages and exit codes (0 done, 1 could not, 2 called wrongly)."""

import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

import click

from core.errors import FauxlexError, SettingsError, SourceError, UsageError


class Place(NamedTuple):
    """Where a command's code is, and what it does in one line."""

    module: str
    name: str
    help: str


COMMANDS = {
    "annotate": Place("lines", "annotate", "Tag the articles on stdin."),
    "annotations": Place("annotations", "annotations", "People's labels: import, export, withdraw, sample, score."),
    "articles": Place("articles", "articles", "Single articles: what was edited; remove for good."),
    "backup": Place("keeping", "backup", "Copy the archive, also while it is being written."),
    "cite": Place("citing", "cite", "Keep which articles a search finds now, under an id to cite."),
    "cited": Place("citing", "cited", "Say what has changed in a result since it was kept."),
    "crawl": Place("collect", "crawl", "Visit the sources, politely, and keep what they print."),
    "doctor": Place("report", "doctor", "Say what is healthy and what is not."),
    "export": Place("exporting", "export", "Write every article of a search to stdout."),
    "extract": Place("lines", "extract", "Turn raw pages into articles."),
    "import": Place("collect", "import_", "Take articles from elsewhere into the archive."),
    "index": Place("collect", "index", "Bring the search index up to date."),
    "remove": Place("collect", "remove", "Remove an article for good."),
    "prune": Place("keeping", "prune", "Delete raw responses after their time."),
    "replay": Place("keeping", "replay", "Take up again what a stage set aside."),
    "reprints": Place("reprints", "reprints", "Group the articles on stdin by text: which are reprints of which."),
    "restore": Place("keeping", "restore", "Make an archive of a copy."),
    "run": Place("collect", "run", "Crawl, extract, tag and index: once, or forever."),
    "sample": Place("sample", "sample", "Run the whole flow over the sample press, show it and serve it."),
    "search": Place("find", "search", "Search the articles."),
    "serve": Place("site", "serve", "Serve the site and its API."),
    "settings": Place("report", "settings_command", "Show every setting with its value and origin."),
    "sources": Place("sources", "sources", "The outlets: list, show, check, probe, add, health."),
    "tag": Place("tagging", "tag", "Tag what the archive has not tagged yet, or all of it with another model."),
}


class LazyGroup(click.Group):
    """Loads a command's module when it is called: a search need not wait for the tagger's libraries, nor the help for any."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by name."""
        if cmd_name not in COMMANDS:
            return None
        place = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"fauxlex.{place.module}"), place.name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of the help, from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.help) for name, place in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option("0.1.0", prog_name="fauxlex")
def commands() -> None:
    """Fauxlex: a multilingual news monitor for deepfake law."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; the exit code."""
    _speak_utf8()
    try:
        code = _run(None if arguments is None else list(arguments))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader of our output has gone (| head): nothing is left to say, also not at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as err:
        what = f"{err.filename}: " if err.filename else "cannot write: "
        if not err.filename and sys.stdout is sys.__stdout__:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is still in the buffer would fail again at exit
        return _say(f"{what}{err.strerror or err}; nothing in the archive is lost: mend that and start again", 1)


def _run(arguments: list[str] | None) -> int:
    """Runs a command and turns what goes wrong on purpose into words."""
    try:
        result = commands.main(args=arguments, prog_name="fauxlex", standalone_mode=False)
    except (UsageError, SettingsError, SourceError) as err:
        return _say(str(err), 2)
    except FauxlexError as err:
        return _say(str(err), 1)
    except click.exceptions.NoArgsIsHelpError as err:
        print(err.format_message())
        return 2
    except click.UsageError as err:
        hint = f"\n{err.ctx.command_path} --help shows how it is called" if err.ctx else ""
        return _say(err.format_message() + hint, 2)
    except click.ClickException as err:
        return _say(err.format_message(), 1)
    except (click.Abort, KeyboardInterrupt):
        return _say("stopped", 130)
    except SystemExit:
        return 0  # click's answer to a reader of our output that has gone (| head): nothing is left to say
    return result if isinstance(result, int) else 0


def _speak_utf8() -> None:
    """Data goes out as UTF-8 whatever the locale says; a lone surrogate goes out as the escape that JSON has for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _say(message: str, code: int) -> int:
    print(f"fauxlex: {message}", file=sys.stderr)
    return code
