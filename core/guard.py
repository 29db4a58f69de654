"""Where Fauxlex may connect to: public addresses, the web's two ports, and, where a setting says so, invented names on loopback.

No link, redirect, feed or name server may lead a request into a private network (SSRF). A name that has any address which is not public is
refused whole, and the connection goes to the very addresses that were checked.
"""

import fnmatch
import ipaddress
from collections.abc import Mapping, Sequence

from core.errors import ForbiddenAddressError, SettingsError

DOCUMENTATION_6 = ipaddress.ip_network("3fff::/20")
"""RFC 9637; Python before 3.13 takes it for global."""

EMBEDDING = tuple(
    ipaddress.ip_network(name)
    for name in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "fec0::/10", "192.88.99.0/24", "192.0.0.0/24")
)
"""Networks whose addresses lead elsewhere: IPv4-compatible, NAT64, 6to4, site-local, 6to4 relays, protocol assignments."""

PORTS = frozenset({80, 443})


def is_public(address: str) -> bool:
    """Whether an IP address is one that the public internet routes to."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(str(mapped))
    if found.is_multicast or not found.is_global:
        return False
    return not any(found.version == network.version and found in network for network in (*EMBEDDING, DOCUMENTATION_6))


def check(name: str, port: int, addresses: Sequence[str]) -> None:
    """Lets a connection pass.

    Args:
        name: the host as the URL gives it. port: where to. addresses: everything the name leads to.

    Raises:
        ForbiddenAddressError: an address is not public, there is none, or the port is not the web's.
    """
    bad = [address for address in addresses if not is_public(address)]
    if bad:
        raise ForbiddenAddressError(f"{name} leads to {', '.join(bad)}, which is not a public address; it is not visited")
    if port not in PORTS:
        raise ForbiddenAddressError(f"{name}:{port}: only ports 80 and 443 are visited")
    if not addresses:
        raise ForbiddenAddressError(f"{name} leads to no address; check the name")


def parse_map(text: str) -> dict[str, tuple[str, int]]:
    """Reads the setting `resolve`: `name=address:port`, several with commas, `*` in names.

    Raises:
        SettingsError: it is not of that form, or the address is not on loopback.
    """
    out = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, sign, target = part.partition("=")
        address, colon, port = target.rpartition(":")
        try:
            loopback = bool(sign and colon) and ipaddress.ip_address(address).is_loopback and 0 < int(port) < 65536
        except ValueError:
            loopback = False
        if not loopback:
            raise SettingsError(f"resolve: '{part}' is not name=127.0.0.1:port; only names on loopback can be mapped")
        out[name] = (address, int(port))
    return out


def mapped_to(name: str, mapping: Mapping[str, tuple[str, int]]) -> tuple[str, int] | None:
    """The address and port that a mapping gives a name, or None."""
    for pattern, target in mapping.items():
        if fnmatch.fnmatchcase(name.lower(), pattern):
            return target
    return None
