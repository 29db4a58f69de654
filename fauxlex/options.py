"""Settings as flags of commands: made from the one table, so that every setting has its flag."""

import os
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

import click

from core.settings import Loaded, load, table

Command = TypeVar("Command", bound=Callable[..., Any])

ALWAYS = ("home", "log_level")
INDEX_SETTINGS = (
    "backend", "elasticsearch_url", "elasticsearch_user", "elasticsearch_ca", "elasticsearch_cluster", "elasticsearch_timeout_s", "index_name",
)  # fmt: skip
"""What a command needs to open the index; the secrets come from the environment alone."""


def with_settings(*names: str) -> Callable[[Command], Command]:
    """Gives a command the flags of these settings (and of `home` and `log_level`), and hands it `settings` in their place."""
    wanted = (*ALWAYS, *names)

    def decorate(command: Command) -> Command:
        @wraps(command)
        def run(*args: Any, **kwargs: Any) -> Any:
            flags = {name: kwargs.pop(name) for name in wanted}
            loaded = load_settings(flags)
            return command(*args, settings=loaded.settings, **kwargs)

        made: Any = run
        for entry in reversed([entry for entry in table() if entry.name in wanted]):
            unit = f" [{entry.unit}]" if entry.unit else ""
            default = f" (default: {entry.default})" if entry.default else ""
            made = click.option(entry.flag, entry.name, default=None, metavar="VALUE", help=f"{entry.help}{unit}{default}")(made)
        return made  # type: ignore[no-any-return]

    return decorate


def load_settings(flags: Mapping[str, str | None]) -> Loaded:
    """Settings in force for this process."""
    return load(flags, os.environ)
