"""One table of settings yields flags, `.env.example` and the documentation."""

from pathlib import Path

import pytest

from core import settings
from core.errors import SettingsError

ROOT = Path(__file__).parent.parent


def test_flag_beats_environment_beats_dotenv_beats_default(tmp_path: Path) -> None:
    """The order of weight, with the origin of each value told."""
    dotenv = tmp_path / ".env"
    dotenv.write_text("FAUXLEX_PORT=1\nFAUXLEX_HOST=a\nFAUXLEX_THREADS=3\n# FAUXLEX_HOME=no\n", "utf8")
    loaded = settings.load({"port": "3", "host": None}, {"FAUXLEX_PORT": "2", "FAUXLEX_HOST": "b", "PATH": "x"}, dotenv)
    assert (loaded.settings.port, loaded.settings.host, loaded.settings.threads, loaded.settings.home) == (3, "b", 3, Path("var"))
    assert [loaded.origins[name] for name in ("port", "host", "threads", "home")] == ["flag", "environment", ".env", "default"]


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("FAUXLEX_PROT", "1", "did you mean FAUXLEX_PORT"),
        ("FAUXLEX_WHATEVER_ELSE", "1", "fauxlex settings"),
        ("FAUXLEX_PORT", "eighty", "whole number"),
        ("FAUXLEX_CRAWL_DELAY_S", "-1", "least is 0"),
        ("FAUXLEX_CRAWL_DELAY_S", "nan", "least is 0"),
        ("FAUXLEX_CRAWL_RETRY_S", "inf", "most is"),
        ("FAUXLEX_PORT", "65536", "most is 65535"),
        ("FAUXLEX_HOME", "", "is empty"),
        ("FAUXLEX_BACKEND", "solr", "embedded, elasticsearch"),
    ],
)
def test_a_bad_value_is_named_with_the_way_out(variable: str, value: str, says: str) -> None:
    """Unknown names and malformed values are errors, never ignored."""
    with pytest.raises(SettingsError, match=says) as caught:
        settings.load({}, {variable: value}, Path("nowhere"))
    assert variable in str(caught.value)


def test_a_line_of_dotenv_that_is_no_setting_is_named(tmp_path: Path) -> None:
    """The message says which line."""
    (tmp_path / ".env").write_text("\nFAUXLEX_PORT 1\n", "utf8")
    with pytest.raises(SettingsError, match="line 2"):
        settings.load({}, {}, tmp_path / ".env")


def test_dotenv_is_read_as_editors_and_shells_write_it(tmp_path: Path) -> None:
    """With a byte order mark, with `export`, with quotes; other programs' variables are let be."""
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfFAUXLEX_PORT=1\r\nexport FAUXLEX_THREADS='3'\r\nOTHER=x\r\n")
    loaded = settings.load({}, {}, tmp_path / ".env").settings
    assert (loaded.port, loaded.threads) == (1, 3)


def test_a_dotenv_that_is_no_text_is_named(tmp_path: Path) -> None:
    """Saved as UTF-16, say."""
    (tmp_path / ".env").write_bytes("FAUXLEX_PORT=1".encode("utf-16"))
    with pytest.raises(SettingsError, match="UTF-8"):
        settings.load({}, {}, tmp_path / ".env")


def test_switches_of_the_tests_are_no_settings() -> None:
    """They may stand in the environment without being refused."""
    assert settings.load({}, {"FAUXLEX_REQUIRE_BROWSER": "1"}, Path("nowhere")).settings.port == 8000


@pytest.mark.parametrize(("path", "content"), [(".env.example", settings.env_example), ("docs/settings.md", settings.markdown)])
def test_documents_are_made_from_the_table(path: str, content: object) -> None:
    """`make docs` writes them; a change of the table without it fails here."""
    assert callable(content)
    assert (ROOT / path).read_text("utf8") == content()
