"""Names to addresses for the crawler: public addresses only, and, where a setting says so, invented names on loopback.

The crawler must never be led into a private network by a link or a name server (SSRF): a name that has any address which is not public
is refused whole, and the connection goes to the very addresses that were checked.
"""

import fnmatch
import ipaddress
import logging
from collections.abc import Sequence
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from core.errors import SettingsError

log = logging.getLogger(__name__)

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
    found = ipaddress.ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(str(mapped))
    if found.is_multicast or not found.is_global:
        return False
    return not any(found.version == network.version and found in network for network in (*EMBEDDING, DOCUMENTATION_6))


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


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing to cancel: the answer was at hand."""


@implementer(IResolutionReceiver)
class _Checking:
    """Collects a name's addresses and hands them on only if every one is public."""

    def __init__(self, receiver: Any, name: str, port: int) -> None:
        self.receiver, self.name, self.port = receiver, name, port
        self.found: list[IPv4Address | IPv6Address] = []

    def resolutionBegan(self, resolution: Any) -> None:
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        self.found.append(address)

    def resolutionComplete(self) -> None:
        bad = [address.host for address in self.found if not is_public(address.host)]
        if bad:
            log.warning("%s leads to %s, which is not a public address; it is not visited", self.name, ", ".join(bad))
        elif self.port not in PORTS:
            log.warning("%s:%d: only ports 80 and 443 are visited", self.name, self.port)
        else:
            for address in self.found:
                self.receiver.addressResolved(address)
        self.receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver:
    """Scrapy's `TWISTED_DNS_RESOLVER`. Setting `FAUXLEX_RESOLVE` maps names to loopback."""

    def __init__(self, reactor: Any, mapped: dict[str, tuple[str, int]]) -> None:
        self.reactor, self.mapped = reactor, mapped
        self.original: Any = None

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> "GuardedResolver":
        """Made by Scrapy."""
        return cls(reactor, parse_map(crawler.settings.get("FAUXLEX_RESOLVE", "")))

    def install_on_reactor(self) -> None:
        """Puts itself in front of the reactor's own resolver."""
        self.original = self.reactor.installNameResolver(self)

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[Any] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        """Twisted's interface."""
        for pattern, (address, port) in self.mapped.items():
            if fnmatch.fnmatchcase(hostName.lower(), pattern):
                resolution = _Resolution(hostName)
                resolutionReceiver.resolutionBegan(resolution)
                resolutionReceiver.addressResolved(IPv4Address("TCP", address, port))
                resolutionReceiver.resolutionComplete()
                return resolution
        checking = _Checking(resolutionReceiver, hostName, portNumber)
        return self.original.resolveHostName(checking, hostName, portNumber, addressTypes, transportSemantics)
