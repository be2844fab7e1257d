"""Which addresses may be dialled: those of the public internet and no others. Pure: nothing here dials."""

import os
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

PORTS = frozenset({80, 443, 8080, 8443})
"""Where web servers listen. Other ports belong to databases, mail and the like."""

TEST_SWITCH = "ONRECORD_TEST_ALLOW_LOOPBACK"

# After the IANA registries of special-purpose addresses, written out because what the standard library calls
# global differs between the Python versions we support.
_REFUSED = tuple(
    (ip_network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "an unspecified address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "a carrier's inner address"),  # cloud metadata too: 100.100.100.200
        ("127.0.0.0/8", "a loopback address"),
        ("168.63.129.16/32", "a cloud platform's inner address"),  # public in form, Azure's inside
        ("169.254.0.0/16", "a link-local address"),  # cloud metadata too: 169.254.169.254
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "an address for documentation"),
        ("192.88.99.0/24", "a tunnel's address"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "an address for benchmarks"),
        ("198.51.100.0/24", "an address for documentation"),
        ("203.0.113.0/24", "an address for documentation"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
        ("::/128", "an unspecified address"),
        ("::1/128", "a loopback address"),
        ("2001::/32", "a tunnel's address"),  # Teredo; it hides an IPv4 address, and nobody publishes there
        ("2001::/23", "a reserved address"),
        ("2001:db8::/32", "an address for documentation"),
        ("2002::/16", "a tunnel's address"),  # 6to4, likewise
        ("3fff::/20", "an address for documentation"),
        ("fc00::/7", "a private address"),  # cloud metadata too: fd00:ec2::254, fd20:ce::254
        ("fe80::/10", "a link-local address"),
        ("ff00::/8", "a multicast address"),
    )
)
_LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
_GLOBAL_V6 = ip_network("2000::/3")  # all that has been given out for the public internet
_NAT64 = ip_network("64:ff9b::/96")  # how networks without IPv4 reach it: the last 32 bits are the address


def is_loopback_allowed() -> bool:
    """Whether the switch that exists only for tests is on.

    `ONRECORD_TEST_ALLOW_LOOPBACK=1` lets tests reach servers of their own: it allows 127.0.0.0/8 and ::1, and
    any port. Nothing else that is private is allowed by it. Never set it where others choose the addresses.
    """
    return os.environ.get(TEST_SWITCH) == "1"


def why_refused(ip: Address, *, allow_loopback: bool = False) -> str | None:
    """What kind of address this is, where that kind may not be dialled; None where it may."""
    if allow_loopback and any(ip in network for network in _LOOPBACK):
        return None
    if isinstance(ip, IPv6Address) and (inner := _read_inner(ip)) is not None:
        kind = why_refused(inner)
        return kind and f"{kind} in IPv6 form"
    for network, kind in _REFUSED:
        if ip in network:
            return kind
    return "a reserved address" if isinstance(ip, IPv6Address) and ip not in _GLOBAL_V6 else None


def read_number(host: str) -> Address | None:
    """The address that a host spells in digits, None where it is a name.

    Takes what the C library takes as well: `2130706433`, `0x7f.1`, `0177.0.0.1`, `127.1`.
    """
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):  # ValueError: a NUL or a letter beyond ASCII
        return None


def _read_inner(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that is reached in truth when this one is dialled."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped
