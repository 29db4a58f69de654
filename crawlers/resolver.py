"""Names to addresses for the crawler, through the guard of every other request (`core.guard`)."""

import logging
from collections.abc import Sequence
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from core import guard
from core.errors import ForbiddenAddressError

log = logging.getLogger(__name__)


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
        try:
            guard.check(self.name, self.port, [address.host for address in self.found])
        except ForbiddenAddressError as err:
            log.warning(str(err))
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
        return cls(reactor, guard.parse_map(crawler.settings.get("FAUXLEX_RESOLVE", "")))

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
        target = guard.mapped_to(hostName, self.mapped)
        if target is not None and portNumber in guard.PORTS:
            resolution = _Resolution(hostName)
            resolutionReceiver.resolutionBegan(resolution)
            resolutionReceiver.addressResolved(IPv4Address("TCP", *target))
            resolutionReceiver.resolutionComplete()
            return resolution
        checking = _Checking(resolutionReceiver, hostName, portNumber)
        return self.original.resolveHostName(checking, hostName, portNumber, addressTypes, transportSemantics)
