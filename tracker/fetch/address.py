"""An address may be reached if it is public or in a network that the user allowed."""

import ipaddress
from functools import lru_cache

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # IANA: the only IPv6 space that is handed out
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052, the last 32 bits are an IPv4 address


def parse_networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    """Networks out of their CIDR notation; raises ValueError that names the bad one."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)


@lru_cache(maxsize=4096)
def is_reachable(text: str, allowed: tuple[Network, ...] = ()) -> bool:
    """Whether our door opens for this numeric address; anything else is False."""
    try:
        address = ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return False
    inner = _unwrap(address)
    if any(_inside(each, network) for each in (address, inner) for network in allowed):
        return True
    if isinstance(inner, ipaddress.IPv6Address) and inner not in GLOBAL_UNICAST:
        return False
    return inner.is_global and not inner.is_multicast


def _inside(address: Address, network: Network) -> bool:
    return address.version == network.version and address in network


def _unwrap(address: Address) -> Address:
    """The IPv4 address that an IPv6 address carries inside, or the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address
