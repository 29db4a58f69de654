"""Who the crawler says it is."""

from core.errors import SettingsError

ROBOTS_NAME = "Fauxlex"
"""The product token that robots.txt addresses (RFC 9309, 2.2.1)."""

VERSION = "0.1"


def user_agent(contact: str) -> str:
    """The User-Agent header: name, version, and how the operator is reached.

    Raises:
        SettingsError: no contact is set.
    """
    if not contact.strip() or not contact.isprintable():
        raise SettingsError("contact is not set; an outlet must be able to reach you: --contact you@example.org, or FAUXLEX_CONTACT")
    return f"{ROBOTS_NAME}/{VERSION} (news monitor for deepfake law; +{contact.strip()})"
