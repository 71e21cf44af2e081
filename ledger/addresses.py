"""Which addresses a message may be sent to: those of the public internet, and the networks that a setting names.

Asked with every address that a name has resolved to, at the moment of sending. An IPv6 address that carries an IPv4
address (mapped, NAT64, 6to4, Teredo) is judged by both: what it reaches may be the inner one.
"""

from __future__ import annotations

from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
# Public by their number alone: services of a cloud's own hosts, protocol assignments, the old site-local addresses.
_INSIDE = tuple(ip_network(each) for each in ("168.63.129.16/32", "192.0.0.0/24", "fec0::/10"))


class BadNetworkError(Exception):
    """A network is not written as one. The message names it."""


@cache
def networks(text: str) -> tuple[Network, ...]:
    """Networks separated by commas. Raises BadNetworkError."""
    try:
        return tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())
    except ValueError as wrong:
        raise BadNetworkError(f"GOUJI_WEBHOOK_NETWORKS: {wrong}") from None


def literal(host: str) -> Address | None:
    """The address that a host is written as; None for a name."""
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def allowed(address: Address, known: tuple[Network, ...]) -> bool:
    """Whether a message may go there; ``known`` are the networks that are allowed though they are not public."""
    return all(_public(each) or _within(each, known) for each in _views(address))


def _views(address: Address) -> list[Address]:
    """The address as every party on the way may understand it."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    inner: list[Address] = [each for each in (address.sixtofour, *(address.teredo or ())) if each]
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [address, *inner]


def _public(address: Address) -> bool:
    odd = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    if isinstance(address, IPv6Address) and address in _NAT64:
        odd = False  # judged by the address inside
    return address.is_global and not odd and not _within(address, _INSIDE)


def _within(address: Address, known: tuple[Network, ...]) -> bool:
    return any(address.version == network.version and address in network for network in known)
