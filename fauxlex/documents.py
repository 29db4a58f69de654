"""Writes the documents that are made from code: `python -m fauxlex.documents`."""

from pathlib import Path

from core import settings
from fauxlex import place_names

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Writes `.env.example`, `docs/settings.md` and `index/places.toml`."""
    (ROOT / ".env.example").write_text(settings.env_example(), "utf8")
    (ROOT / "docs" / "settings.md").write_text(settings.markdown(), "utf8")
    (ROOT / "index" / "places.toml").write_text(place_names.table(), "utf8")


if __name__ == "__main__":
    main()
