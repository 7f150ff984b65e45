"""Which hosts an outside call may reach: what operators allow, and addresses that nobody reaches by accident."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NAME = re.compile(r"\*|(?:\*\.)?[a-z0-9_](?:[-a-z0-9_.]*[a-z0-9_])?", re.ASCII)
_CLOSED = tuple(
    ip_network(each)
    for each in (
        *("0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "::/128", "fe80::/10", "ff00::/8"),
        *("100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32", "fd00:ec2::254/128"),
    )
)
"""Link-local, "this network", multicast, reserved, and where clouds keep what a machine may do (instance metadata)."""
_NAT64, _SIX_TO_FOUR, _COMPATIBLE = ip_network("64:ff9b::/96"), ip_network("2002::/16"), ip_network("::/96")


@dataclass(frozen=True)
class Targets:
    """Allowed hosts by name (``*``, ``name``, ``*.name``) and by network."""

    names: tuple[str, ...]
    networks: tuple[Network, ...]

    def allow(self, host: str, address: str) -> bool:
        """True when a connection to ``address``, asked for as ``host``, may be made.

        A name opens no closed address, because whoever keeps the name's records chooses the address.
        """
        seen = list(_seen_as(ip_address(address.split("%")[0])))
        if any(each in network for each in seen for network in self.networks):
            return True
        closed = any(each in network for each in seen for network in _CLOSED)
        return not closed and any(_fits(pattern, host.lower().rstrip(".")) for pattern in self.names)


def parse_targets(listed: str) -> Targets:
    """Read hosts and networks separated by commas. Raises: ValueError with a sentence."""
    names: list[str] = []
    networks: list[Network] = []
    for each in filter(None, (part.strip().lower() for part in listed.split(","))):
        try:
            networks.append(ip_network(each.strip("[]")))
        except ValueError:
            if not _NAME.fullmatch(each) or "/" in each:
                raise ValueError(
                    f"“{each}” is neither a host name, a pattern such as *.example.com nor a network"
                ) from None
            names.append(each)
    return Targets(tuple(names), tuple(networks))


def _fits(pattern: str, host: str) -> bool:
    if pattern.startswith("*."):
        return host.endswith(pattern[1:])
    return pattern in ("*", host)


def _seen_as(address: Address) -> Iterator[Address]:
    """The address, and the IPv4 address that an IPv6 one may stand for."""
    yield address
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            yield address.ipv4_mapped
        elif address in _SIX_TO_FOUR:
            yield IPv4Address(int(address) >> 80 & 0xFFFFFFFF)
        elif address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
            yield IPv4Address(int(address) & 0xFFFFFFFF)
