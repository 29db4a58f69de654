"""The command line: gathers the commands and turns errors into messages and exit codes (0 done, 1 could not, 2 called wrongly)."""

import os
import sys
from collections.abc import Sequence

import click

from core.errors import FauxlexError, SettingsError, SourceError, UsageError
from fauxlex import collect, find, lines, report, sample, site


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option("0.1.0", prog_name="fauxlex")
def commands() -> None:
    """Fauxlex: a multilingual news monitor for deepfake law."""


for command in (
    collect.crawl,
    collect.import_,
    lines.extract,
    lines.annotate,
    collect.tag,
    collect.index,
    collect.run,
    find.search,
    find.export,
    site.serve,
    report.doctor,
    report.sources,
    report.settings_command,
    sample.sample,
):
    commands.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; the exit code."""
    try:
        result = commands.main(args=None if arguments is None else list(arguments), prog_name="fauxlex", standalone_mode=False)
    except (UsageError, SettingsError, SourceError) as err:
        return _say(str(err), 2)
    except FauxlexError as err:
        return _say(str(err), 1)
    except click.UsageError as err:
        hint = f"\n{err.ctx.command_path} --help shows how it is called" if err.ctx else ""
        return _say(err.format_message() + hint, 2)
    except click.ClickException as err:
        return _say(err.format_message(), 1)
    except (click.Abort, KeyboardInterrupt):
        return _say("stopped", 130)
    except BrokenPipeError:
        # The reader of our output has gone (| head): nothing is left to say, also not at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0


def _say(message: str, code: int) -> int:
    print(f"fauxlex: {message}", file=sys.stderr)
    return code
