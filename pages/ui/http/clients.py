"""Who asks: the client's address and whether the line is encrypted, behind proxies or not.

A forwarded header is believed only from a proxy that the settings name; anybody can send one.
Uvicorn itself believes one from the same machine, before this code sees the request.
"""

from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers

from indicators.settings import TRUSTED_PROXIES, listed
from pages.ui.http.messages import Scope

#: Where the peer has no address: a Unix socket, or a test.
UNKNOWN = "unknown"
#: One household or company holds a whole network of this size in IPv6.
_IPV6_SHARE = 64


@cache
def _networks(parts: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(ip_network(part, strict=False) for part in parts)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip().strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped or found


def _trusted(text: str) -> bool:
    found = _parsed(text)
    networks = _networks(listed(TRUSTED_PROXIES))
    return found is not None and any(found in network for network in networks)  # type: ignore[operator]


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else UNKNOWN


def client_of(scope: Scope) -> str:
    """The client's address; its /64 in IPv6, which one client may hold whole.

    The last address that a trusted proxy added and that is not itself a trusted proxy's.
    """
    peer = _peer(scope)
    if _trusted(peer):
        chain = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
        for hop in reversed(chain):
            if _parsed(hop) is None:
                break
            peer = hop.strip()
            if not _trusted(hop):
                break
    return share_of(peer)


def share_of(address: str) -> str:
    """The address that a client is counted under."""
    found = _parsed(address)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, _IPV6_SHARE), strict=False))
    return str(found) if found else UNKNOWN


def is_encrypted(scope: Scope) -> bool:
    """Whether the reader's own line is TLS: here, or at a trusted proxy."""
    if scope.get("scheme") in ("https", "wss"):
        return True
    forwarded = Headers(scope=scope).get("x-forwarded-proto", "")
    return _trusted(_peer(scope)) and forwarded.split(",")[0].strip().lower() == "https"
