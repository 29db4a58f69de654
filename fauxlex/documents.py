"""Writes the documents that are made from code: `python -m fauxlex.documents`."""

from pathlib import Path

from core import settings
from fauxlex import act_names, place_names

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Writes `.env.example`, `docs/settings.md`, `index/places.toml` and `index/acts.toml`."""
    (ROOT / ".env.example").write_text(settings.env_example(), "utf8")
    (ROOT / "docs" / "settings.md").write_text(settings.markdown(), "utf8")
    (ROOT / "index" / "places.toml").write_text(place_names.table(), "utf8")
    (ROOT / "index" / "acts.toml").write_text(act_names.table(), "utf8")


if __name__ == "__main__":
    main()
