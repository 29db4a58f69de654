"""The crawler is never led into a private network, whatever a link or a name server says."""

from typing import Any

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from core.errors import SettingsError, UsageError
from core.guard import is_public, parse_map
from core.urls import host
from crawlers.resolver import GuardedResolver


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8",
        "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
        "2002:7f00:1::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "3fff::1", "100::1", "2001::1",
    ],
)  # fmt: skip
def test_what_is_not_public_is_refused(address: str) -> None:
    """Loopback, private, link-local, shared, documentation, reserved, multicast, and all that leads to them."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "223.130.195.95", "2606:4700::1111", "2a00:1450:4001::200e", "::ffff:8.8.8.8"])
def test_what_is_public_is_visited(address: str) -> None:
    """The guard does not cut off the web."""
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    ["http://①②⑦.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://0177.0.0.1/", "http://127.0.0.1./", "http://%31%32%37.0.0.1/"],
)  # fmt: skip
def test_every_way_to_write_loopback_is_seen_as_loopback(url: str) -> None:
    """The one URL parser gives the plain address, and that is refused."""
    assert host(url) == "127.0.0.1"
    assert not is_public(host(url))


def test_a_backslash_does_not_hide_the_host() -> None:
    """As browsers read it."""
    assert host("http://example.com\\@evil.example/") == "example.com"


@pytest.mark.parametrize("url", ["http://", "http://[::1", "http://a b/", "//x/", "http://exa<mple/"])
def test_what_is_no_host_is_refused(url: str) -> None:
    """Never a guess."""
    with pytest.raises(UsageError):
        host(url)


class Receiver:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.addresses: list[Any] = []
        self.completed = 0

    def resolutionBegan(self, _resolution: Any) -> None:
        """Twisted's interface."""

    def addressResolved(self, address: Any) -> None:
        """Twisted's interface."""
        self.addresses.append(address)

    def resolutionComplete(self) -> None:
        """Twisted's interface."""
        self.completed += 1


class NameServer:
    """Answers every name with the same addresses."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses
        self.asked: list[str] = []

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, types: Any = None, transport: str = "TCP") -> None:
        """Twisted's interface."""
        self.asked.append(name)
        receiver.resolutionBegan(None)
        for address in self.addresses:
            receiver.addressResolved((IPv6Address if ":" in address else IPv4Address)("TCP", address, port))
        receiver.resolutionComplete()


def resolve(name: str, port: int, server: NameServer, mapped: str = "") -> Receiver:
    """What a connection to a name is told."""
    resolver = GuardedResolver(None, parse_map(mapped))
    resolver.original = server
    receiver = Receiver()
    resolver.resolveHostName(receiver, name, port)
    assert receiver.completed == 1
    return receiver


@pytest.mark.parametrize("addresses", [("8.8.8.8", "10.0.0.1"), ("2606:4700::1111", "::1"), ("8.8.8.8", "2002:7f00:1::")])
def test_a_name_with_one_private_address_is_refused_whole(addresses: tuple[str, ...]) -> None:
    """A public one beside it does not make the name safe: the connection could be led to either."""
    assert resolve("outlet.example", 443, NameServer(*addresses)).addresses == []


def test_the_checked_addresses_are_the_ones_that_are_connected_to() -> None:
    """No second look-up that a name server could answer otherwise."""
    server = NameServer("8.8.8.8", "2606:4700::1111")
    assert [one.host for one in resolve("outlet.example", 443, server).addresses] == ["8.8.8.8", "2606:4700::1111"]
    assert server.asked == ["outlet.example"]


@pytest.mark.parametrize("port", [22, 25, 6379, 8080, 9200])
def test_other_ports_are_refused(port: int) -> None:
    """Only 80 and 443 are the web's."""
    assert resolve("outlet.example", port, NameServer("8.8.8.8")).addresses == []


def test_a_mapped_name_goes_to_loopback_without_a_name_server() -> None:
    """Names of the sample press only; all others are looked up and checked."""
    server = NameServer("127.0.0.1")
    (address,) = resolve("a.example", 80, server, "*.example=127.0.0.1:8899").addresses
    assert (address.host, address.port, server.asked) == ("127.0.0.1", 8899, [])
    assert resolve("a.example.org", 80, server, "*.example=127.0.0.1:8899").addresses == []


@pytest.mark.parametrize(
    "text", ["*.example", "*.example=", "*.example=10.0.0.1:80", "a=127.0.0.1", "a=127.0.0.1:0", "a=127.0.0.1:99999", "a=localhost:80", "a=8.8.8.8:80"]
)  # fmt: skip
def test_names_can_be_mapped_to_loopback_only(text: str) -> None:
    """The setting cannot be turned into a way to anywhere."""
    with pytest.raises(SettingsError, match="resolve"):
        parse_map(text)


def test_several_names_can_be_mapped() -> None:
    """Commas between them."""
    assert parse_map("a=127.0.0.1:1, *.b=127.0.0.2:65535,") == {"a": ("127.0.0.1", 1), "*.b": ("127.0.0.2", 65535)}
